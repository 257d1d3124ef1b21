package io.carillon.delivery.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What the batches of a run wait for, as each was last planned. Stateless. */
@ApplicationScoped
public class BatchWaits {
    private final Sql sql;
    private final ObjectMapper json;

    public BatchWaits(Sql sql, ObjectMapper json) {
        this.sql = sql;
        this.json = json;
    }

    /** Over all batches; whom most wait for comes first. */
    public List<BatchWait> of(long run) {
        return sql.list(
                """
                select w.channel, w.kind, w.account, w.reason, w."vendorCode" as code, sum(w.people) as people,
                       case when w.kind in ('RECEIPTS', 'DOUBTS') then max(w.until) else min(w.until) end as until
                  from batch b, jsonb_to_recordset(b.waits) as w (channel text, kind text, account text, reason text,
                       "vendorCode" text, people bigint, until timestamptz)
                 where b.run_id = ? and b.stage in ('sending', 'waiting') group by 1, 2, 3, 4, 5 order by 6 desc, 1, 2, 3, 4, 5""",
                row -> new BatchWait(
                        row.getString("channel"),
                        BatchWait.Kind.valueOf(row.getString("kind")),
                        row.getString("account"),
                        row.getString("reason"),
                        row.getString("code"),
                        row.getLong("people"),
                        Sql.instant(row, "until")),
                run);
    }

    /** As the batch's row keeps it, in JSON. */
    public String text(List<BatchWait> waits) {
        try {
            return json.writeValueAsString(waits);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
