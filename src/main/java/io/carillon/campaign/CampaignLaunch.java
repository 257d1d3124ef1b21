package io.carillon.campaign;

import io.carillon.problem.EntityVersion;
import io.carillon.problem.FindingList;
import io.carillon.problem.Problem;
import io.carillon.problem.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Launches a campaign: once, whole or not at all. The run goes on behind {@link RunLauncher}. */
@ApplicationScoped
public class CampaignLaunch {
    private static final Logger LOG = Logger.getLogger(CampaignLaunch.class);

    private final Campaigns campaigns;
    private final DefinitionCheck check;
    private final CampaignPlanner planner;
    private final CampaignValidation validation;
    private final RunLauncher launcher;
    private final LaunchRecord record;

    public CampaignLaunch(
            Campaigns campaigns,
            DefinitionCheck check,
            CampaignPlanner planner,
            CampaignValidation validation,
            RunLauncher launcher,
            LaunchRecord record) {
        this.campaigns = campaigns;
        this.check = check;
        this.planner = planner;
        this.validation = validation;
        this.launcher = launcher;
        this.record = record;
    }

    /**
     * Launches.
     *
     * @param version the version that was looked at; null launches whatever stands there
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 400 with every finding, 409 when it was launched or cancelled before, 412 for
     *     another version
     */
    @Transactional
    Campaign launch(long id, @Nullable Integer version, FindingList findings) {
        Campaign campaign = campaigns.locked(id);
        requireFresh(campaign, findings);
        if (version != null) {
            EntityVersion.require(campaign.version(), version);
        }
        CampaignPlan plan = plan(campaign, findings);
        validation.glance(plan, findings);
        Launch launch = record.pin(campaign, plan);
        launcher.launch(launch);
        record.write(campaign, launch);
        LOG.infof("Campaign %d is launched by %s: fingerprint %s", id, launch.actor(), launch.fingerprint());
        return campaign;
    }

    private CampaignPlan plan(Campaign campaign, FindingList findings) {
        DefinitionCheck.Checked checked = check.check(campaigns.definition(campaign), findings.language());
        checked.findings().forEach(findings::add);
        return checked.definition()
                .flatMap(definition -> planner.plan(definition, findings))
                .orElseThrow(() -> Problem.invalid(findings.text("launch_refused"), findings.all()));
    }

    private void requireFresh(Campaign campaign, FindingList findings) {
        if (campaign.isCancelledDraft()) {
            throw Problem.conflict(
                    "not-a-draft", "Not a draft any more", Texts.here("campaign.cancelled", campaign.id()));
        } else if (!campaign.isDraft()) {
            String state = launcher.stateOf(campaign.id()).orElse("");
            throw Problem.conflict(
                    "launched-already",
                    findings.text("launched_already_title"),
                    findings.format("launched_already", campaign.id(), state));
        }
        launcher.recoveredAfter(campaign.createdAt()).ifPresent(recovered -> {
            throw Problem.conflict(
                    "recovered-draft",
                    findings.text("recovered_draft_title"),
                    findings.format("recovered_draft", campaign.id(), recovered.truncatedTo(ChronoUnit.SECONDS)));
        });
    }
}
