package io.carillon.campaign;

import io.carillon.problem.FindingList;
import io.carillon.problem.Language;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** {@code /api/campaigns/{id}/validate}: the dry run. */
@Path("/api/campaigns/{id}/validate")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Campaigns")
public class ValidateResource {
    private final Campaigns campaigns;
    private final DefinitionCheck check;
    private final CampaignValidation validation;
    private final Language language;

    public ValidateResource(
            Campaigns campaigns, DefinitionCheck check, CampaignValidation validation, Language language) {
        this.campaigns = campaigns;
        this.check = check;
        this.validation = validation;
        this.language = language;
    }

    @POST
    @Operation(
            summary = "Dry-run a campaign",
            description =
                    "Reach, parts and cost on each channel, every finding with its place, the whole policy with its"
                            + " defaults, and the schedule as instants. Whoever lacks a value that a text needs is counted as"
                            + " missing_variable on that channel, and neither its parts nor its cost. Values that only some branch"
                            + " of a text needs, or beyond the first 8, are judged by a sample of 200 people. Changes nothing.")
    @APIResponseSchema(ValidationView.class)
    @APIResponse(responseCode = "422", description = "segment-too-slow")
    public ValidationView validate(@RestPath long id) {
        FindingList findings = new FindingList(language.locale());
        Campaign campaign = campaigns.found(id);
        DefinitionCheck.Checked checked = check.check(campaigns.definition(campaign), findings.language());
        checked.findings().forEach(findings::add);
        return checked.definition()
                .map(definition -> validation.validate(definition, findings).of(campaign))
                .orElseGet(() -> ValidationView.unreadable(findings.all()));
    }
}
