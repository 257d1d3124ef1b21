package io.carillon.delivery.recovery;

import io.carillon.channel.ChannelKind;
import io.carillon.database.DatabaseClock;
import io.carillon.database.Sql;
import io.carillon.delivery.ledger.RunPlan;
import io.carillon.delivery.ledger.RunPlans;
import io.carillon.delivery.run.Freezer;
import io.carillon.delivery.settle.BatchPlan;
import io.carillon.delivery.settle.Settler;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Goes through a database that was restored from a backup, before anything is sent from it. The vendors have messages that such a
 * database does not know; so every open run is paused, and whoever may have been sent to since the backup is {@code unknown}
 * with reason {@code restored} until a receipt or the policy settles it, and is never sent to on a guess. What was decided in
 * the lost time (opt-outs, launches, orders) cannot be known: that is for people to look at before they resume.
 *
 * <p>May be repeated at any time: what was written stays written, and one that is done is not done again.
 */
@ApplicationScoped
public class Recovery {
    private static final Logger LOG = Logger.getLogger(Recovery.class);

    private final Sql sql;
    private final DatabaseClock clock;
    private final RecoveryLog log;
    private final RunPlans plans;
    private final Freezer freezer;
    private final Settler settler;
    private final Doubts doubts;

    public Recovery(
            Sql sql,
            DatabaseClock clock,
            RecoveryLog log,
            RunPlans plans,
            Freezer freezer,
            Settler settler,
            Doubts doubts) {
        this.sql = sql;
        this.clock = clock;
        this.log = log;
        this.plans = plans;
        this.freezer = freezer;
        this.settler = settler;
        this.doubts = doubts;
    }

    private record OpenRun(long id, boolean isFrozen, boolean maySend) {}

    /**
     * Recovers, unless this very recovery was done before. When it returns, all open runs are paused and their doubts are written.
     *
     * @param since when the backup was taken, or earlier; not in the future
     * @param request tells one command that asks for it from another; empty for a setting that stays
     * @return whether anything was done
     * @throws IllegalArgumentException where this time was used before at another request, as nobody can tell whether the database was
     *     restored again
     */
    public boolean recover(Instant since, String request, String actor) {
        Instant now = clock.now();
        if (since.isAfter(now)) {
            throw new IllegalArgumentException("the time given, " + since + ", has not come yet: it is " + now);
        }
        // Commits the pause of all runs before anything else is looked at.
        if (!log.begin(since, request, actor)) {
            if (!request.isEmpty()) {
                LOG.infof("this database was recovered since %s by the same command", since);
                return false;
            }
            LOG.warnf(
                    "this database was recovered since %s before; nothing is done. Take the time out of the settings: after another"
                            + " restore it would do nothing either",
                    since);
            return false;
        }
        List<OpenRun> open = openRuns(since, now);
        open.forEach(run -> recover(since, run, now));
        log.done(since);
        LOG.warnf("recovered since %s: %d open runs are paused; look at them, then resume each", since, open.size());
        return true;
    }

    /** A run may have sent since then if it had begun by now, and neither was cancelled nor over before the backup. */
    private List<OpenRun> openRuns(Instant since, Instant now) {
        return sql.list(
                """
                select id, frozen_at is not null as is_frozen,
                       starts_at <= ? and ends_at > ? and state <> 'cancelled' as may_send
                  from run where closed_at is null order by id""",
                row -> new OpenRun(row.getLong("id"), row.getBoolean("is_frozen"), row.getBoolean("may_send")),
                now,
                since);
    }

    private void recover(Instant since, OpenRun run, Instant now) {
        if (!run.isFrozen() && !run.maySend()) {
            return;
        }
        if (!run.isFrozen()) {
            freezer.freeze(run.id());
        }
        RunPlan plan = plans.of(run.id());
        long people = 0;
        for (int batch :
                sql.list("select no from batch where run_id = ? order by no", row -> row.getInt("no"), run.id())) {
            people += doubts.mark(plan, batch, run.maySend(), now);
            if (run.maySend()) {
                write(plan, batch, now);
            }
        }
        log.add(since, run.id(), people);
        LOG.infof("run %d: %d people may have been sent to since %s", run.id(), people, since);
    }

    /** A person leaves a channel at most once, so there are no more turns than channels. */
    private void write(RunPlan plan, int batch, Instant now) {
        for (int turn = 0; turn <= plan.steps().size(); turn++) {
            List<BatchPlan.ChannelDue> due =
                    settler.settlePaused(plan.id(), batch, now).due();
            if (due.isEmpty()) {
                return;
            }
            due.forEach(channel -> doubts.write(plan, batch, ChannelKind.of(channel.channel()), now));
        }
    }
}
