package io.carillon.delivery.recovery;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorAccounts;
import io.carillon.database.KeyedPlans;
import io.carillon.database.Sql;
import io.carillon.delivery.claim.Claim;
import io.carillon.delivery.claim.ClaimOrder;
import io.carillon.delivery.claim.Claimer;
import io.carillon.delivery.dispatch.Outcomes;
import io.carillon.delivery.ledger.Judgement;
import io.carillon.delivery.ledger.RunPlan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a restored database cannot know. Marks the people who may have been sent to after the backup was taken, and writes the
 * message that each of them would have got next as an attempt in doubt. Nothing is sent to a marked person any more in that run:
 * {@link Claimer} claims them as ever, so that every rule about who goes where holds, and the dispatch answers the claim with
 * <em>unknown</em> instead of calling.
 */
@ApplicationScoped
public class Doubts {
    private static final int AT_ONCE = 1_000;
    // More than any claim takes: nothing is sent, so no rate is used.
    private static final int NO_LIMIT = 1_000_000;

    private final Sql sql;
    private final Judgement judgement;
    private final VendorAccounts accounts;
    private final Claimer claimer;
    private final Outcomes outcomes;

    public Doubts(Sql sql, Judgement judgement, VendorAccounts accounts, Claimer claimer, Outcomes outcomes) {
        this.sql = sql;
        this.judgement = judgement;
        this.accounts = accounts;
        this.claimer = claimer;
        this.outcomes = outcomes;
    }

    /**
     * Marks whoever of a batch somebody may have looked at since the backup: rows that were due by now, rows that waited for an account,
     * another try or somebody at the same address, which go on earlier when that is over, and rows that were open for news, which
     * may have led on. What was in flight becomes a doubt. Not in question is who waits for a send window, or for the run to begin. Answers
     * how many are marked.
     *
     * @param hasBegun whether the run may have sent
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public int mark(RunPlan plan, int batch, boolean hasBegun, Instant now) {
        KeyedPlans.keep(sql);
        sql.run(
                "select id from delivery where run_id = ? and batch_no = ? and due_at is not null order by id for update",
                plan.id(),
                batch);
        int marked = sql.update("""
                update delivery d set is_doubtful = true,
                       due_at = case when d.state in ('pending', 'held') then least(d.due_at, ?::timestamptz) else d.due_at end
                 where d.run_id = ? and d.batch_no = ? and d.due_at is not null
                   and (d.due_at <= ? or d.state in ('sent', 'unknown')
                        or (? and (d.state = 'pending' or d.waits_for is not null))
                        or exists (select 1 from attempt a
                            where a.run_id = d.run_id and a.delivery_id = d.id and a.state = 'in_flight' offset 0))""", now, plan.id(), batch, now, hasBegun);
        loseInFlight(plan, batch, now);
        return marked;
    }

    private void loseInFlight(RunPlan plan, int batch, Instant now) {
        List<Long> lost = sql.list("""
                update attempt a set state = 'unknown', reason = ?, outcome_at = carillon_now()
                  from delivery d
                 where d.run_id = ? and d.batch_no = ? and d.is_doubtful and d.due_at is not null
                   and a.run_id = d.run_id and a.delivery_id = d.id and a.state = 'in_flight'
                returning a.delivery_id""", row -> row.getLong(1), Reason.RESTORED.id(), plan.id(), batch);
        List<Long> rows = lost.stream().distinct().toList();
        Instant[] dues = new Instant[rows.size()];
        java.util.Arrays.fill(dues, now.plus(plan.longestWait()).plusSeconds(1));
        judgement.apply(Judgement.Row.of(plan.id(), batch, rows), dues);
    }

    /** Writes the next message of each marked person who is due on a channel as an attempt in doubt. */
    void write(RunPlan plan, int batch, ChannelKind channel, Instant now) {
        List<VendorAccount> all = accounts.of(channel);
        Map<String, Integer> units = new HashMap<>();
        all.forEach(account -> units.put(account.name(), NO_LIMIT));
        ClaimOrder order =
                new ClaimOrder(plan, batch, channel, now, AT_ONCE, all, units, Map.of(), Map.of(), Map.of(), "");
        Claim claim;
        do {
            claim = claimer.doubt(order);
            outcomes.writeDoubts(plan, channel, claim.token(), claim.withDoubts(List.of()), now);
        } while (claim.looked() > 0);
    }
}
