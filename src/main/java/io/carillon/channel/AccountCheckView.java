package io.carillon.channel;

import io.carillon.problem.Finding;
import java.util.List;

/**
 * What is wrong with an account as it is stored.
 *
 * @param isReady whether it could send
 */
public record AccountCheckView(String account, boolean isReady, List<Finding> findings) {}
