package io.carillon.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.access.Actor;
import io.carillon.access.Audit;
import io.carillon.database.DatabaseClock;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** What is pinned at a launch, and how the launch is written down. */
@ApplicationScoped
public class LaunchRecord {
    private final ObjectMapper json;
    private final DatabaseClock clock;
    private final Actor actor;
    private final Audit audit;

    public LaunchRecord(ObjectMapper json, DatabaseClock clock, Actor actor, Audit audit) {
        this.json = json;
        this.clock = clock;
        this.actor = actor;
        this.audit = audit;
    }

    /** Everything that is pinned. */
    Launch pin(Campaign campaign, CampaignPlan plan) {
        JsonNode forms = json.valueToTree(plan.forms());
        JsonNode rule = plan.rule().pinned();
        ChannelPolicy policy = plan.definition().policy();
        Schedule schedule = plan.schedule();
        return new Launch(
                campaign.id(),
                campaign.name(),
                plan.definition().purpose(),
                forms,
                rule,
                policy,
                schedule,
                Fingerprint.of(forms, rule, policy.toJson(), schedule.toJson()),
                actor.name());
    }

    /** Marks the campaign, in the caller's transaction. */
    void write(Campaign campaign, Launch launch) {
        campaign.launch(launch.actor(), clock.now());
        audit.record(
                launch.actor(),
                "launch",
                Campaigns.subject(campaign),
                Map.of("version", campaign.version(), "fingerprint", launch.fingerprint()));
    }
}
