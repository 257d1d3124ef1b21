package io.carillon.delivery.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.campaign.ChannelPolicy;
import io.carillon.campaign.Launch;
import io.carillon.campaign.RunLauncher;
import io.carillon.channel.Reason;
import io.carillon.database.Sql;
import io.carillon.outbox.Outbox;
import io.carillon.outbox.OutboxCommand;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Writes a launched campaign as a run with its policy, and orders its start, all in the caller's transaction. */
@ApplicationScoped
public class LedgerRunLauncher implements RunLauncher {
    private final Sql sql;
    private final ObjectMapper json;
    private final Outbox outbox;
    private final RunLinks links;

    public LedgerRunLauncher(Sql sql, ObjectMapper json, Outbox outbox, RunLinks links) {
        this.sql = sql;
        this.json = json;
        this.outbox = outbox;
        this.links = links;
    }

    @Override
    public void launch(Launch launch) {
        sql.update(
                """
                insert into run (id, kind, name, purpose, state, pinned, fingerprint, zone, starts_at, ends_at,
                                 window_start, window_end, launched_by)
                values (?, 'campaign', ?, ?, 'scheduled', ?::json, ?, ?, ?, ?, ?::time, ?::time, ?)""",
                launch.id(),
                launch.name(),
                launch.purpose().id(),
                pinned(launch),
                launch.fingerprint(),
                launch.schedule().zone().getId(),
                launch.schedule().startsAt(),
                launch.schedule().endsAt(),
                text(launch.schedule().windowStart()),
                text(launch.schedule().windowEnd()),
                launch.actor());
        writeSteps(launch);
        writeRules(launch);
        outbox.add(OutboxCommand.RUN, String.valueOf(launch.id()));
    }

    @Override
    public Optional<Instant> recoveredAfter(Instant made) {
        return sql.first(
                "select max(started_at) as at from recovery where started_at > ? having count(*) > 0",
                row -> Objects.requireNonNull(Sql.instant(row, "at")),
                made);
    }

    private void writeSteps(Launch launch) {
        List<ChannelPolicy.Step> steps = launch.policy().steps();
        for (int i = 0; i < steps.size(); i++) {
            ChannelPolicy.Step step = steps.get(i);
            sql.update(
                    "insert into run_step (run_id, position, channel, wait_for, open_seconds) values (?, ?, ?, ?, ?)",
                    launch.id(),
                    i,
                    step.kind().id(),
                    step.waitFor() == null ? null : step.waitFor().id(),
                    step.openFor().toSeconds());
        }
    }

    private void writeRules(Launch launch) {
        // Workers of the release before read every rule and stop at a reason that they do not know; whatever was lost
        // between
        // a backup and its restore follows the rule of all doubts anyhow.
        Reason[] all = Arrays.stream(Reason.values())
                .filter(reason -> reason != Reason.RESTORED)
                .toArray(Reason[]::new);
        sql.update(
                """
                insert into run_rule (run_id, reason, rule, action, blames_address)
                select ?, * from unnest(?::text[], ?::text[], ?::text[], ?::boolean[])""",
                launch.id(),
                Arrays.stream(all).map(Reason::id).toArray(String[]::new),
                Arrays.stream(all).map(reason -> reason.rule().id()).toArray(String[]::new),
                Arrays.stream(all)
                        .map(reason -> launch.policy().action(reason).id())
                        .toArray(String[]::new),
                Arrays.stream(all)
                        .map(reason -> reason.blame() != Reason.Blame.NOTHING)
                        .toArray(Boolean[]::new));
    }

    @Override
    public Optional<String> stateOf(long id) {
        return sql.first("select state from run where id = ?", row -> row.getString("state"), id);
    }

    @Override
    public Optional<URI> temporalLink(long id) {
        return links.temporal(id);
    }

    private String pinned(Launch launch) {
        ObjectNode pinned = json.createObjectNode();
        pinned.set("forms", launch.forms());
        pinned.set("segment", launch.segmentRule());
        pinned.set("channels", launch.policy().toJson());
        try {
            return json.writeValueAsString(pinned);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("Campaign " + launch.id() + " cannot be pinned as JSON", impossible);
        }
    }

    private static @org.jspecify.annotations.Nullable String text(
            java.time.@org.jspecify.annotations.Nullable LocalTime time) {
        return time == null ? null : time.toString();
    }
}
