package io.carillon.delivery.dispatch;

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

    /** These are begun now. Commits by itself; when it throws, none of them may be called. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void begin(UUID claim, List<ClaimedMessage> messages) {
        sql.update(
                "insert into claim_call (claim_token, places) values (?, ?)",
                claim,
                messages.stream().map(ClaimedMessage::place).toArray(Integer[]::new));
    }

    /** The claim's outcome is written: nobody will ask. Joins the outcome's transaction. */
    void forget(UUID claim) {
        sql.update("delete from claim_call where claim_token = ?", claim);
    }
}
