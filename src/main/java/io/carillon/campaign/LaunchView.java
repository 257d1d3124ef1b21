package io.carillon.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.carillon.problem.Finding;
import java.util.List;

/**
 * A launch that was taken.
 *
 * @param findings warnings that kept nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LaunchView(long id, String state, List<Finding> findings, CampaignLinks links) {}
