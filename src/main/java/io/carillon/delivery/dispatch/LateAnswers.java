package io.carillon.delivery.dispatch;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.SendResult;
import io.carillon.database.Sql;
import io.carillon.delivery.claim.Answered;
import io.carillon.delivery.ledger.Judgement;
import io.carillon.outbox.Outbox;
import io.carillon.outbox.OutboxCommand;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers that come so late that somebody took their claim for lost. An answer still settles the doubt that was written down for it;
 * where the person is not waited for any more it only corrects figures and never sends, as a late receipt does. What somebody
 * ended for certain stays ended. Joins the outcome's transaction, which holds the rows.
 */
@ApplicationScoped
public class LateAnswers {
    private final Sql sql;
    private final Judgement judgement;
    private final Outbox outbox;

    public LateAnswers(Sql sql, Judgement judgement, Outbox outbox) {
        this.sql = sql;
        this.judgement = judgement;
        this.outbox = outbox;
    }

    /**
     * What is to be written.
     *
     * @param usual answers that lead on as ever
     * @param closed answers whose people are not waited for any more
     */
    record Sorted(List<Answered> usual, List<Answered> closed) {
        List<Answered> all() {
            List<Answered> all = new ArrayList<>(usual);
            all.addAll(closed);
            return all;
        }
    }

    private record Found(AttemptKey key, boolean isDoubtful, boolean isClosed) {}

    /** Leaves out what was ended for certain, such as by this very outcome when its commit was not heard of. */
    Sorted sort(long run, List<Answered> answered) {
        Map<AttemptKey, Found> late = new HashMap<>();
        if (mayBeLate(run, answered.get(0))) {
            find(run, answered).forEach(found -> late.put(found.key(), found));
        }
        if (late.isEmpty()) {
            return new Sorted(answered, List.of());
        }
        if (late.values().stream().anyMatch(Found::isDoubtful)) {
            // Its workflow planned without these.
            outbox.addAll(
                    OutboxCommand.BATCH,
                    List.of(run + "/" + answered.get(0).message().batch()));
        }
        Sorted sorted = new Sorted(new ArrayList<>(), new ArrayList<>());
        for (Answered one : answered) {
            Found found = late.get(one.message().key());
            if (found == null || found.isDoubtful() && !found.isClosed()) {
                sorted.usual().add(one);
            } else if (found.isDoubtful() && isFinal(one)) {
                sorted.closed().add(one);
            }
        }
        return sorted;
    }

    /** Anything else would want another try, and nobody makes one after the close: the doubt stays. */
    private static boolean isFinal(Answered one) {
        return one.result() instanceof SendResult.Accepted || one.result() instanceof SendResult.Refused;
    }

    /** One look-up in place of one for each: a claim has one lease, and before it ends nobody but its outcome ends an attempt. */
    private boolean mayBeLate(long run, Answered first) {
        return sql.first(
                        """
                        select lease_until < clock_timestamp() + interval '5 seconds' or state <> 'in_flight' as may
                          from attempt where run_id = ? and delivery_id = ? and no = ?""",
                        row -> row.getBoolean("may"),
                        run,
                        first.message().key().delivery(),
                        first.message().key().no())
                .orElse(false);
    }

    private List<Found> find(long run, List<Answered> answered) {
        return sql.list(
                """
                select a.delivery_id, a.no, a.state = 'unknown' as is_doubtful, d.due_at is null as is_closed
                  from (select x.*, ?::bigint as run, ?::int as batch
                          from unnest(?::bigint[], ?::int[]) as x(delivery, no) offset 0) x
                  join attempt a on a.run_id = x.run and a.delivery_id = x.delivery and a.no = x.no
                  join delivery d on d.run_id = x.run and d.batch_no = x.batch and d.id = x.delivery
                 where a.state in ('unknown', 'refused', 'blocked', 'not_sent')""",
                row -> new Found(
                        new AttemptKey(run, row.getLong("delivery_id"), row.getInt("no")),
                        row.getBoolean("is_doubtful"),
                        row.getBoolean("is_closed")),
                run,
                answered.get(0).message().batch(),
                deliveries(answered),
                numbers(answered));
    }

    /** Judges people who are not waited for any more: after a refusal nobody goes on to another channel. */
    void close(long run, List<Answered> closed) {
        if (closed.isEmpty()) {
            return;
        }
        sql.update("""
                update attempt a set led = 'stop'
                  from (select x.*, ?::bigint as run from unnest(?::bigint[], ?::int[]) as x(delivery, no) offset 0) x
                 where a.run_id = x.run and a.delivery_id = x.delivery and a.no = x.no and a.state = 'refused' and a.led is null""", run, deliveries(closed), numbers(closed));
        List<Judgement.Row> rows = closed.stream()
                .map(one -> new Judgement.Row(
                        run, one.message().batch(), one.message().key().delivery()))
                .distinct()
                .toList();
        judgement.apply(rows, new Instant[rows.size()]);
    }

    private static Long[] deliveries(List<Answered> answered) {
        return answered.stream().map(one -> one.message().key().delivery()).toArray(Long[]::new);
    }

    private static Integer[] numbers(List<Answered> answered) {
        return answered.stream().map(one -> one.message().key().no()).toArray(Integer[]::new);
    }
}
