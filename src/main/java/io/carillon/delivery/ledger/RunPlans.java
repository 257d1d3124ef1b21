package io.carillon.delivery.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.carillon.campaign.ChannelPolicy.Action;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.channel.Reason;
import io.carillon.database.Sql;
import io.carillon.message.Forms;
import io.carillon.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads run plans, and keeps the few that are in use. Used by many threads. */
@ApplicationScoped
public class RunPlans {
    private final Sql sql;
    private final ObjectMapper json;
    private final LoadingCache<Long, RunPlan> plans =
            Caffeine.newBuilder().maximumSize(64).build(this::read);

    public RunPlans(Sql sql, ObjectMapper json) {
        this.sql = sql;
        this.json = json;
    }

    /** The plan of a run; a problem 404 where there is no such run. */
    public RunPlan of(long run) {
        return plans.get(run);
    }

    private RunPlan read(long run) {
        List<RunPlan.Step> steps = sql.list(
                "select channel, wait_for, open_seconds from run_step where run_id = ? order by position",
                row -> new RunPlan.Step(
                        ChannelKind.of(row.getString("channel")),
                        row.getString("wait_for"),
                        Duration.ofSeconds(row.getLong("open_seconds"))),
                run);
        Map<Reason, Action> rules = new EnumMap<>(Reason.class);
        sql
                .list(
                        "select reason, action from run_rule where run_id = ?",
                        row -> Map.entry(row.getString(1), row.getString(2)),
                        run)
                .stream()
                .filter(rule -> Reason.isKnown(rule.getKey()))
                .forEach(rule -> rules.put(
                        Reason.of(rule.getKey()), Action.valueOf(rule.getValue().toUpperCase(Locale.ROOT))));
        return sql.first("select * from run where id = ?", row -> plan(row, steps, rules), run)
                .orElseThrow(() -> Problem.notFound("run", run));
    }

    private RunPlan plan(ResultSet row, List<RunPlan.Step> steps, Map<Reason, Action> rules) throws SQLException {
        return new RunPlan(
                row.getLong("id"),
                row.getString("name"),
                Purpose.of(row.getString("purpose")),
                forms(row.getString("pinned")),
                steps,
                Map.copyOf(rules),
                Objects.requireNonNull(Sql.instant(row, "ends_at")),
                time(row, "window_start"),
                time(row, "window_end"));
    }

    private Forms forms(String pinned) {
        try {
            JsonNode tree = json.readTree(pinned);
            return json.treeToValue(tree.get("forms"), Forms.class);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("The pinned forms of a run cannot be read", broken);
        }
    }

    private static @Nullable LocalTime time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalTime.class);
    }
}
