package io.carillon.delivery.dispatch;

import io.carillon.channel.AttemptKey;
import io.carillon.database.Sql;
import io.carillon.delivery.claim.ClaimedMessage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/**
 * Writes down which messages of a claim are about to be handed over, each time before the first of them is. When a process dies,
 * what it had not begun was certainly not sent and goes out again; only what it had begun is in doubt. Used by many threads.
 */
@ApplicationScoped
public class CallMarks {
    private final Sql sql;

    public CallMarks(Sql sql) {
        this.sql = sql;
    }

    /**
     * These, all of one claim, are begun now. Commits by itself. When it throws, or answers no, none of them may be called: then the
     * claim is over by the database's clock, by which others take its people up again. The clock of this machine may have stood still
     * meanwhile, as it does in a virtual machine that is paused.
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    boolean begin(UUID claim, List<ClaimedMessage> messages) {
        AttemptKey first = messages.get(0).key();
        return sql.update(
                        """
                        insert into claim_call (claim_token, places)
                        select a.claim_token, ? from attempt a
                         where a.run_id = ? and a.delivery_id = ? and a.no = ? and a.claim_token = ? and a.state = 'in_flight'
                           and a.lease_until > clock_timestamp()""",
                        messages.stream().map(ClaimedMessage::place).toArray(Integer[]::new),
                        first.run(),
                        first.delivery(),
                        first.no(),
                        claim)
                > 0;
    }

    /** The claim's outcome is written: nobody will ask. Joins the outcome's transaction. */
    void forget(UUID claim) {
        sql.update("delete from claim_call where claim_token = ?", claim);
    }
}
