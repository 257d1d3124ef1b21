package io.carillon.delivery.settle;

import io.carillon.channel.Reason;
import io.carillon.database.Sql;
import io.carillon.delivery.ledger.Judgement;
import io.carillon.delivery.ledger.RunPlan;
import io.carillon.delivery.ledger.WakeTimes;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Ends what only time ends: claims whose process died, and the time in which an accepted message stays open for news. Joins the
 * caller's transaction.
 */
@ApplicationScoped
public class Waits {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Sql sql;
    private final Judgement judgement;
    private final DeadClaims deadClaims;

    public Waits(Sql sql, Judgement judgement, DeadClaims deadClaims) {
        this.sql = sql;
        this.judgement = judgement;
        this.deadClaims = deadClaims;
    }

    /** Ends attempts that are still in flight long after their lease: in doubt if their call had begun, else not sent. */
    void loseDeadClaims(RunPlan plan, int batch, Instant asOf) {
        lock(plan.id(), batch, asOf);
        DeadClaims.Ended ended = deadClaims.end(plan.id(), batch, asOf);
        // Doubts last: of a person's devices one may have been begun and another not.
        judge(plan, batch, ended.unsent(), asOf);
        judge(plan, batch, ended.doubtful(), asOf.plus(plan.longestWait()));
        lookAgain(plan, batch, asOf);
    }

    /** Whoever is due with a claim that is not over by PostgreSQL's clock, which may run behind, is looked at again a little later. */
    private void lookAgain(RunPlan plan, int batch, Instant asOf) {
        sql.update("""
                update delivery d set due_at = ?
                 where d.run_id = ? and d.batch_no = ? and d.due_at <= ? and exists (select 1 from attempt a
                        where a.run_id = d.run_id and a.delivery_id = d.id and a.state = 'in_flight' offset 0)""", asOf.plus(SOON), plan.id(), batch, asOf);
    }

    private void judge(RunPlan plan, int batch, List<Long> rows, Instant due) {
        Instant[] dues = new Instant[rows.size()];
        java.util.Arrays.fill(dues, due);
        judgement.apply(Judgement.Row.of(plan.id(), batch, rows), dues);
    }

    /** Ends waits: nothing more is looked at, unless news were awaited and the policy sends the person on. */
    void close(RunPlan plan, int batch, Instant asOf) {
        List<Long> ended = sql.list("""
                select id from delivery where run_id = ? and batch_no = ? and state in ('sent', 'unknown') and due_at <= ?
                 order by id for update""", row -> row.getLong(1), plan.id(), batch, asOf);
        if (ended.isEmpty()) {
            return;
        }
        for (RunPlan.Step step : plan.steps()) {
            if (step.waitFor() != null) {
                sql.update(
                        """
                        update attempt set led = ?, reason = ? where run_id = ? and delivery_id = any (?) and kind = ?
                           and state = 'accepted' and led is null""",
                        plan.led(Reason.NOT_CONFIRMED),
                        Reason.NOT_CONFIRMED.id(),
                        plan.id(),
                        ended.toArray(Long[]::new),
                        step.kind().id());
            }
        }
        judgement.apply(Judgement.Row.of(plan.id(), batch, ended), new Instant[ended.size()]);
        sql.update("""
                update delivery set due_at = ? where run_id = ? and batch_no = ? and id = any (?) and state in ('pending', 'held')""", asOf, plan.id(), batch, ended.toArray(Long[]::new));
    }

    /**
     * A row is open for news no longer than the plan says from now; only a clock that was set back since can make it look so.
     */
    void shorten(RunPlan plan, int batch, Instant now) {
        Duration longest = plan.longestWait();
        Instant latest =
                Objects.requireNonNull(WakeTimes.rounded(now.plus(longest).plusSeconds(1), longest));
        // What is in the air is looked at when its claim is over.
        sql.update("""
                update delivery d set due_at = ? where d.run_id = ? and d.batch_no = ? and d.state in ('sent', 'unknown') and d.due_at > ?
                   and not exists (select 1 from attempt a
                        where a.run_id = d.run_id and a.delivery_id = d.id and a.state = 'in_flight' offset 0)""", latest, plan.id(), batch, latest);
    }

    private void lock(long run, int batch, Instant asOf) {
        sql.run(
                "select id from delivery where run_id = ? and batch_no = ? and due_at <= ? order by id for update",
                run,
                batch,
                asOf);
    }
}
