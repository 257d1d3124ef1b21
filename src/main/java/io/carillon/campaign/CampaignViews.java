package io.carillon.campaign;

import io.carillon.problem.Finding;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows campaigns with their state and links. */
@ApplicationScoped
public class CampaignViews {
    private final Campaigns campaigns;
    private final RunLauncher runs;

    public CampaignViews(Campaigns campaigns, RunLauncher runs) {
        this.campaigns = campaigns;
        this.runs = runs;
    }

    /** A campaign as REST shows it. */
    CampaignView of(Campaign campaign, @Nullable List<Finding> findings) {
        return new CampaignView(
                campaign.id(),
                campaign.name(),
                state(campaign),
                campaign.version(),
                campaign.createdBy(),
                campaign.createdAt(),
                campaign.updatedBy(),
                campaign.updatedAt(),
                campaign.launchedAt(),
                campaigns.definition(campaign),
                findings == null || findings.isEmpty() ? null : findings,
                links(campaign));
    }

    /** Its state: draft, cancelled as a draft, or that of its run. */
    String state(Campaign campaign) {
        if (campaign.isCancelledDraft()) {
            return "cancelled";
        }
        return campaign.isDraft()
                ? "draft"
                : runs.stateOf(campaign.id())
                        .orElseThrow(() -> new IllegalStateException(
                                "Campaign " + campaign.id() + " is marked launched but has no run"));
    }

    /** Where to go from it. */
    CampaignLinks links(Campaign campaign) {
        if (campaign.isDraft()) {
            return CampaignLinks.ofDraft(campaign.id());
        }
        return campaign.isCancelledDraft()
                ? CampaignLinks.ofRun(campaign.id(), null)
                : CampaignLinks.ofRun(
                        campaign.id(), runs.temporalLink(campaign.id()).orElse(null));
    }
}
