package io.carillon.delivery.view;

import io.carillon.channel.Purpose;
import io.carillon.channel.Reason;
import io.carillon.database.Sql;
import io.carillon.delivery.dispatch.Blocks;
import io.carillon.delivery.dispatch.PacedAccounts;
import io.carillon.delivery.ledger.RunPlans;
import io.carillon.delivery.settle.ClosedChannels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Moves a run as a whole: begins it when its time has come, picks batches to start, and closes it when all are done. */
@ApplicationScoped
public class RunProgress {
    private static final Logger LOG = Logger.getLogger(RunProgress.class);
    /** An open batch whose row is this far past its next wake has lost its workflow. */
    private static final Duration OVERDUE = Duration.ofMinutes(10);

    private final Sql sql;
    private final Figures figures;
    private final Blocks blocks;
    private final RunPlans plans;
    private final ClosedChannels closedChannels;
    private final PacedAccounts pacedAccounts;
    private final int batchesAtOnce;

    public RunProgress(
            Sql sql,
            Figures figures,
            Blocks blocks,
            RunPlans plans,
            ClosedChannels closedChannels,
            PacedAccounts pacedAccounts,
            @ConfigProperty(name = "carillon.batches-at-once", defaultValue = "4") int batchesAtOnce) {
        this.sql = sql;
        this.figures = figures;
        this.blocks = blocks;
        this.plans = plans;
        this.closedChannels = closedChannels;
        this.pacedAccounts = pacedAccounts;
        this.batchesAtOnce = batchesAtOnce;
    }

    /**
     * Where a run stands.
     *
     * @param startsAt while it waits for its start
     * @param toStart batches to be started now
     * @param channels on which people wait or are sent to
     * @param reasons why people wait, channels are stopped, or nothing leaves on one because its accounts are closed
     */
    public record Standing(
            String state,
            @Nullable Instant startsAt,
            long audience,
            List<Integer> toStart,
            Map<String, Long> batches,
            boolean isClosed,
            List<String> channels,
            List<String> reasons) {}

    private record Row(String state, Instant startsAt, boolean isEarly, long audience, boolean isClosed) {}

    /** Whether the database has no such run. */
    public boolean isGone(long run) {
        return !sql.one("select exists (select 1 from run where id = ?)", row -> row.getBoolean(1), run);
    }

    /** Begins the run if its time has come, and picks batches to start, which count as sending from now on. */
    @Transactional
    public Standing look(long run) {
        Row row = sql.one(
                "select state, starts_at, starts_at > carillon_now() as is_early, audience, closed_at from run where id = ? for update",
                found -> new Row(
                        found.getString("state"),
                        java.util.Objects.requireNonNull(Sql.instant(found, "starts_at")),
                        found.getBoolean("is_early"),
                        found.getLong("audience"),
                        Sql.instant(found, "closed_at") != null),
                run);
        String state = row.state();
        if (state.equals("scheduled") && !row.isEarly()) {
            sql.update("update run set state = 'running' where id = ?", run);
            LOG.infof("run %d begins", run);
            state = "running";
        }
        boolean mayStart = !row.isClosed() && (state.equals("running") || state.equals("cancelled"));
        List<Integer> toStart = mayStart ? pick(run) : List.of();
        Instant waitsUntil = state.equals("scheduled") ? row.startsAt() : null;
        return new Standing(
                state,
                waitsUntil,
                row.audience(),
                toStart,
                figures.batches(run),
                row.isClosed(),
                row.isClosed() ? List.of() : open(run, "channel"),
                reasons(run, row, state));
    }

    private List<String> reasons(long run, Row row, String state) {
        if (row.isClosed()) {
            return List.of();
        } else if (state.equals("paused")) {
            return List.of(Reason.PAUSED.id());
        }
        Set<String> reasons = new TreeSet<>(open(run, "reason"));
        List<String> channels = open(run, "channel");
        Purpose purpose = plans.of(run).purpose();
        blocks.of(run).forEach(block -> reasons.add(block.reason().id()));
        closedChannels
                .usedBy(run, channels)
                .forEach(closure -> reasons.add(closure.reason().id()));
        closedChannels
                .among(channels, purpose)
                .values()
                .forEach(closures ->
                        closures.forEach(closure -> reasons.add(closure.reason().id())));
        if (!pacedAccounts.ofRun(run, Locale.ENGLISH).isEmpty()) {
            reasons.add(Reason.RATE_LIMIT.id());
        }
        return List.copyOf(reasons);
    }

    /** What the counters know of people who are not through. */
    private List<String> open(long run, String column) {
        return sql.list(
                "select " + column + " from delivery_count where run_id = ? and state in ('pending', 'held') and "
                        + column + " <> '' group by 1 having sum(people) > 0 order by 1",
                row -> row.getString(1),
                run);
    }

    private List<Integer> pick(long run) {
        return sql.list("""
                update batch set stage = case when stage = 'planned' then 'sending' else stage end,
                                 started_at = coalesce(started_at, clock_timestamp()), updated_at = clock_timestamp()
                 where run_id = ? and no in (
                       select no from (select no from batch where run_id = ? and stage = 'planned' order by no
                                        limit greatest(0, ? - (select count(*) from batch where run_id = ? and stage = 'sending'))) fresh
                       union
                       select no from batch where run_id = ? and stage in ('sending', 'waiting')
                          and greatest(coalesce(next_wake_at, updated_at), updated_at) < clock_timestamp() - ? * interval '1 second')
                returning no""", row -> row.getInt("no"), run, run, batchesAtOnce, run, run, OVERDUE.toSeconds());
    }

    /** Closes a run of which every batch is done; one that is not through, or closed already, is left as it is. */
    @Transactional
    public void close(long run) {
        for (int batch : sql.list("select no from batch where run_id = ? order by no", row -> row.getInt(1), run)) {
            figures.fold(run, batch);
        }
        int closed = sql.update("""
                update run set closed_at = clock_timestamp(), state = case when state = 'cancelled' then state else 'completed' end
                 where id = ? and closed_at is null and frozen_at is not null
                   and not exists (select 1 from batch where run_id = ? and stage <> 'done')""", run, run);
        if (closed > 0) {
            Figures.Sum sum = figures.sum(run);
            LOG.infof(
                    "run %d closed: audience %d, sent %d, skipped %d, failed %d, unknown %d; sum %s",
                    run,
                    sum.audience(),
                    sum.sent(),
                    sum.skipped(),
                    sum.failed(),
                    sum.unknown(),
                    sum.holds() ? "holds" : "OFF");
        }
    }

    /**
     * Runs that have something to do.
     *
     * @param overdueBatches those that should have woken by themselves and did not
     * @param quietBatches those that send, as their row says, and have written nothing there for a while: a dispatch looks after them, if
     *     there still is one
     */
    public record Open(List<Long> runs, List<String> overdueBatches, List<String> quietBatches) {}

    /** What is open. */
    public List<Long> openRuns() {
        return sql.list("select id from run where closed_at is null order by id", row -> row.getLong(1));
    }

    /** What of it has something to do now: a run that is paused, or whose start is to come, waits for its command or its time. */
    public Open busy() {
        return new Open(
                sql.list("""
                        select id from run where closed_at is null and (frozen_at is null or state in ('running', 'cancelled')
                            or (state = 'scheduled' and starts_at <= carillon_now())) order by id""", row -> row.getLong(1)),
                sql.list("""
                        select b.run_id || '/' || b.no from batch b join run r on r.id = b.run_id
                         where r.closed_at is null and r.state <> 'paused' and b.stage in ('sending', 'waiting')
                           and greatest(coalesce(b.next_wake_at, b.updated_at), b.updated_at) < clock_timestamp() - interval '30 seconds'
                         order by b.run_id, b.no""", row -> row.getString(1)),
                sql.list("""
                        select b.run_id || '/' || b.no from batch b join run r on r.id = b.run_id
                         where r.closed_at is null and r.state <> 'paused' and b.stage = 'sending'
                           and b.updated_at < clock_timestamp() - interval '30 seconds'
                         order by b.run_id, b.no""", row -> row.getString(1)));
    }

    /**
     * Batches that sleep until a deadline although nobody is left for whom they wait: good news needs no batch and wakes none, until
     * it was the last.
     */
    public List<String> throughBefore() {
        // A look by the primary key for each, which ends at the first who is left; as a join it would read all rows of
        // all runs.
        return sql.list("""
                select b.run_id || '/' || b.no from batch b join run r on r.id = b.run_id
                 where r.closed_at is null and r.state <> 'paused' and b.stage = 'waiting'
                   and b.next_wake_at > clock_timestamp() + interval '5 seconds'
                   and (select d.id from delivery d where d.run_id = b.run_id and d.batch_no = b.no and d.due_at is not null limit 1) is null
                 order by b.run_id, b.no""", row -> row.getString(1));
    }

    /** Whether a run, or a batch where one is named, still has something to do. */
    public boolean isOpen(long run, @Nullable Integer batch) {
        return sql.first("""
                        select 1 as one from run r where r.id = ? and r.closed_at is null
                           and (?::int is null or exists (select 1 from batch b where b.run_id = r.id and b.no = ? and b.stage <> 'done'))""", row -> true, run, batch, batch).orElse(false);
    }
}
