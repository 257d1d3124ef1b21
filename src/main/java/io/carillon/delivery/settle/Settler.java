package io.carillon.delivery.settle;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.database.DatabaseClock;
import io.carillon.database.KeyedPlans;
import io.carillon.database.Sql;
import io.carillon.delivery.ledger.Judgement;
import io.carillon.delivery.ledger.LeadOn;
import io.carillon.delivery.ledger.Moment;
import io.carillon.delivery.ledger.Passes;
import io.carillon.delivery.ledger.RunPlan;
import io.carillon.delivery.ledger.RunPlans;
import io.carillon.restraint.Gate;
import io.carillon.restraint.GateScope;
import io.carillon.restraint.GateVerdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks at every row of a batch that is due and moves it by the facts of this moment: closes waits that ended, turns claims
 * whose process died into open doubts, leads bad news on, routes new rows and rows between channels to the next channel they
 * can take, and ends what the run's end or cancellation leaves over. Then says what the batch has to do.
 *
 * <p>One transaction; may be repeated at any time. Rows are locked in the order of their ids, as receipts lock them.
 */
@ApplicationScoped
public class Settler {
    private final Sql sql;
    private final DatabaseClock clock;
    private final RunPlans plans;
    private final Judgement judgement;
    private final LeadOn leadOn;
    private final Passes passes;
    private final Waits waits;
    private final BatchPlanner planner;
    private final List<Gate> routingGates;

    public Settler(
            Sql sql,
            DatabaseClock clock,
            RunPlans plans,
            Judgement judgement,
            LeadOn leadOn,
            Passes passes,
            Waits waits,
            BatchPlanner planner,
            Instance<Gate> gates) {
        this.sql = sql;
        this.clock = clock;
        this.plans = plans;
        this.judgement = judgement;
        this.leadOn = leadOn;
        this.passes = passes;
        this.waits = waits;
        this.planner = planner;
        this.routingGates = gates.stream()
                .filter(Gate::isRouting)
                .sorted(Comparator.comparingInt(Gate::order))
                .toList();
    }

    /**
     * A row that is due.
     *
     * @param isNew whether nobody has looked at it yet: no channel is chosen, none was tried or left
     */
    record DueRow(
            long id,
            long profile,
            String zone,
            String state,
            @org.jspecify.annotations.Nullable String channel,
            boolean isNew) {}

    /** Settles what is due at {@code asOf} and plans what follows. */
    @Transactional
    public BatchPlan settle(long run, int batch, Instant asOf) {
        RunPlan plan = plans.of(run);
        KeyedPlans.keep(sql);
        RunMoment standing = moment(run);
        if (standing.isPaused() && !standing.isPastEnd()) {
            return planner.paused(run, batch);
        }
        Moment moment = new Moment(asOf, clock.now());
        waits.loseDeadClaims(plan, batch, moment.now());
        waits.shorten(plan, batch, moment.now());
        waits.close(plan, batch, moment.now());
        if (standing.isCancelled() || standing.isPastEnd()) {
            endRemaining(plan, batch, standing.isCancelled() ? Reason.CANCELLED : Reason.EXPIRED);
        } else {
            route(plan, batch, moment.now());
        }
        return planner.plan(plan, batch, moment);
    }

    /** Plans without settling: claims ask for themselves who can be sent to, and rows that are locked here they would pass by. */
    @Transactional
    public BatchPlan look(long run, int batch, Instant asOf) {
        RunPlan plan = plans.of(run);
        KeyedPlans.keep(sql);
        return moment(run).isPaused()
                ? planner.paused(run, batch)
                : planner.plan(plan, batch, new Moment(asOf, clock.now()));
    }

    /** Routes what is due of a run that is paused, and plans; for rows that are only to be written down. */
    @Transactional
    public BatchPlan settlePaused(long run, int batch, Instant asOf) {
        KeyedPlans.keep(sql);
        RunPlan plan = plans.of(run);
        Moment moment = new Moment(asOf, clock.now());
        route(plan, batch, moment.now());
        return planner.plan(plan, batch, moment);
    }

    private record RunMoment(String state, boolean isPastEnd) {
        boolean isPaused() {
            return state.equals("paused");
        }

        boolean isCancelled() {
            return state.equals("cancelled");
        }
    }

    private RunMoment moment(long run) {
        return sql.one(
                "select state, carillon_now() >= ends_at as is_past_end from run where id = ?",
                row -> new RunMoment(row.getString("state"), row.getBoolean("is_past_end")),
                run);
    }

    /** Their window has opened: from now on they wait as all others do, and are told as such. */
    private void letGo(long run, int batch, List<DueRow> rows) {
        List<DueRow> held =
                rows.stream().filter(row -> row.state().equals("held")).toList();
        if (!held.isEmpty()) {
            sql.update(
                    "update delivery set hold = null where run_id = ? and batch_no = ? and id = any (?) and hold is not null",
                    run,
                    batch,
                    (Object) ids(held));
        }
    }

    private void route(RunPlan plan, int batch, Instant asOf) {
        List<DueRow> rows = dueRows(plan.id(), batch, asOf);
        if (rows.isEmpty()) {
            return;
        }
        judgement.begin(plan, batch, ids(rows.stream().filter(DueRow::isNew).toList()));
        List<DueRow> known = rows.stream().filter(row -> !row.isNew()).toList();
        leadOn.mark(plan.id(), ids(known));
        letGo(plan.id(), batch, known);
        judge(plan.id(), batch, known, Judgement.AT_ONCE);
        for (RunPlan.Step step : plan.steps()) {
            List<DueRow> here = at(plan.id(), batch, step.kind(), rows);
            if (!here.isEmpty()) {
                Set<Long> stopped = leave(plan, batch, step.kind(), here);
                List<DueRow> gone =
                        here.stream().filter(row -> stopped.contains(row.id())).toList();
                judge(plan.id(), batch, gone, Judgement.AT_ONCE);
            }
        }
    }

    /** Asks the routing gates one after the other; who is stopped by one is not asked about by the next. Answers who was stopped. */
    private Set<Long> leave(RunPlan plan, int batch, ChannelKind channel, List<DueRow> rows) {
        Set<Long> stopped = new HashSet<>();
        List<DueRow> left = rows;
        for (Gate gate : routingGates) {
            if (left.isEmpty()) {
                break;
            }
            List<GateVerdict> verdicts = gate.ask(scope(plan, channel, left));
            passes.write(plan, batch, channel.id(), verdicts);
            verdicts.forEach(verdict -> stopped.add(verdict.delivery()));
            left = left.stream().filter(row -> !stopped.contains(row.id())).toList();
        }
        return stopped;
    }

    private void endRemaining(RunPlan plan, int batch, Reason reason) {
        // Whom a last channel turned away has nothing left that the end of the run could keep from them.
        List<DueRow> open = remaining(plan, batch);
        leadOn.mark(plan.id(), ids(open));
        judge(plan.id(), batch, open, null);
        List<DueRow> rows = remaining(plan, batch);
        List<GateVerdict> ends = new ArrayList<>();
        rows.forEach(row -> ends.add(new GateVerdict.Skip(row.id(), reason)));
        passes.write(plan, batch, Passes.EVERY_CHANNEL, ends);
        judge(plan.id(), batch, rows, null);
    }

    private List<DueRow> remaining(RunPlan plan, int batch) {
        return sql.list(
                REMAINING + " and d.state in ('pending', 'held') order by d.id for update of d",
                Settler::dueRow,
                plan.id(),
                batch);
    }

    private List<DueRow> dueRows(long run, int batch, Instant asOf) {
        return sql.list(
                REMAINING + " and d.state in ('pending', 'held') and d.due_at <= ? order by d.id for update of d",
                Settler::dueRow,
                run,
                batch,
                asOf);
    }

    /** Rows of a batch of which nothing is in the air. */
    private static final String REMAINING = """
            select d.id, d.profile_id, d.zone, d.state, d.channel,
                   d.channel is null
                   and not exists (select 1 from attempt a where a.run_id = d.run_id and a.delivery_id = d.id)
                   and not exists (select 1 from pass w where w.run_id = d.run_id and w.delivery_id = d.id) as is_new
              from delivery d
             where d.run_id = ? and d.batch_no = ?
               and not exists (select 1 from attempt a
                    where a.run_id = d.run_id and a.delivery_id = d.id and a.state = 'in_flight' offset 0)""";

    private static DueRow dueRow(java.sql.ResultSet row) throws java.sql.SQLException {
        return new DueRow(
                row.getLong("id"),
                row.getLong("profile_id"),
                row.getString("zone"),
                row.getString("state"),
                row.getString("channel"),
                row.getBoolean("is_new"));
    }

    private List<DueRow> at(long run, int batch, ChannelKind channel, List<DueRow> rows) {
        return sql.list("""
                select d.id, d.profile_id, d.zone, d.state, d.channel, false as is_new from delivery d
                 where d.run_id = ? and d.batch_no = ? and d.id = any (?) and d.channel = ? and d.state in ('pending', 'held')""", Settler::dueRow, run, batch, ids(rows), channel.id());
    }

    private void judge(long run, int batch, List<DueRow> rows, @org.jspecify.annotations.Nullable Instant due) {
        Instant[] dues = new Instant[rows.size()];
        java.util.Arrays.fill(dues, due);
        judgement.apply(
                rows.stream()
                        .map(row -> new Judgement.Row(run, batch, row.id()))
                        .toList(),
                dues);
    }

    private static GateScope scope(RunPlan plan, ChannelKind channel, List<DueRow> rows) {
        return new GateScope(
                plan.id(),
                channel,
                plan.purpose(),
                plan.windowStart(),
                plan.windowEnd(),
                plan.endsAt(),
                ids(rows),
                rows.stream().map(DueRow::profile).toArray(Long[]::new),
                rows.stream().map(DueRow::zone).toArray(String[]::new));
    }

    private static Long[] ids(List<DueRow> rows) {
        return rows.stream().map(DueRow::id).toArray(Long[]::new);
    }
}
