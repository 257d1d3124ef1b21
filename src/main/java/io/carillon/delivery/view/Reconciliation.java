package io.carillon.delivery.view;

import io.carillon.database.Sql;
import io.carillon.delivery.ledger.Judgement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Holds the counters of a run against a recount of every row, all in one snapshot. */
@ApplicationScoped
public class Reconciliation {
    private static final int MOST_SHOWN = 100;

    private final Sql sql;
    private final Figures figures;
    private final Judgement judgement;

    public Reconciliation(Sql sql, Figures figures, Judgement judgement) {
        this.sql = sql;
        this.figures = figures;
        this.judgement = judgement;
    }

    /**
     * What the recount found.
     *
     * @param agrees whether counters, rows and judgement say the same, and the sum holds
     * @param counted people by state and reason, from the counters
     * @param recounted the same, judged anew from attempts and passes
     * @param disagreeing deliveries whose stored state is not what their attempts and passes amount to
     * @param doubled deliveries with more than one message that stands on one channel (push: one device)
     */
    public record ReconciliationView(
            long run,
            boolean agrees,
            Figures.Sum sum,
            Map<String, Long> counted,
            Map<String, Long> recounted,
            Map<String, Long> attemptsCounted,
            Map<String, Long> attemptsRecounted,
            List<Long> disagreeing,
            long doubled) {}

    /** Recounts. Reads every row of the run: seconds for a million people. */
    @Transactional
    public ReconciliationView of(long run) {
        // One snapshot for all statements, so that sending beside it cannot make them differ.
        sql.run("set transaction isolation level repeatable read");
        Figures.Sum sum = figures.sum(run);
        Map<String, Long> counted = new TreeMap<>();
        sum.byReason()
                .forEach((state, reasons) ->
                        reasons.forEach((reason, people) -> counted.put(name(state, reason), people)));
        Map<String, Long> recounted = new TreeMap<>();
        judgement.recount(run).forEach(count -> recounted.put(name(count.state(), count.reason()), count.people()));
        Map<String, Long> attemptsCounted = attempts(
                "select channel, state, sum(attempts) as n from attempt_count where run_id = ? group by 1, 2 having sum(attempts) <> 0",
                run);
        Map<String, Long> attemptsRecounted =
                attempts("select channel, state, count(*) as n from attempt where run_id = ? group by 1, 2", run);
        List<Long> disagreeing = judgement.disagreeing(run, MOST_SHOWN);
        long doubled = doubled(run);
        boolean agrees = sum.holds()
                && counted.equals(recounted)
                && attemptsCounted.equals(attemptsRecounted)
                && disagreeing.isEmpty()
                && doubled == 0;
        return new ReconciliationView(
                run, agrees, sum, counted, recounted, attemptsCounted, attemptsRecounted, disagreeing, doubled);
    }

    private Map<String, Long> attempts(String statement, long run) {
        Map<String, Long> found = new TreeMap<>();
        sql.list(
                statement,
                row -> found.put(row.getString("channel") + " " + row.getString("state"), row.getLong("n")),
                run);
        return found;
    }

    private long doubled(long run) {
        return sql.one("""
                select count(*) as n from (
                    select delivery_id, kind, case when kind = 'push' then address_id end from attempt
                     where run_id = ? and is_standing group by 1, 2, 3 having count(*) > 1) twice""", row -> row.getLong("n"), run);
    }

    private static String name(String state, String reason) {
        return reason.isEmpty() ? state : state + " " + reason;
    }
}
