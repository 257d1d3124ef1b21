package io.carillon.response;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.VendorReport.Outcome;
import io.carillon.database.Sql;
import io.carillon.delivery.ledger.LedgerNews;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Who complains of a message, or uses a link in it, has it: an attempt of which nobody knew whether it left arrived. */
@ApplicationScoped
public class ProofsOfArrival {
    private final Sql sql;

    public ProofsOfArrival(Sql sql) {
        this.sql = sql;
    }

    /** What the ledger does not know yet of these attempts: nothing of those that are not in doubt. */
    List<LedgerNews.News> of(Map<AttemptKey, Instant> used) {
        if (used.isEmpty()) {
            return List.of();
        }
        List<AttemptKey> keys = List.copyOf(used.keySet());
        return sql.list(
                """
                select a.account, a.run_id, a.delivery_id, a.no
                  from unnest(?::bigint[], ?::bigint[], ?::int[]) as x(run_id, delivery_id, no)
                  join attempt a on a.run_id = x.run_id and a.delivery_id = x.delivery_id and a.no = x.no
                 where a.state in ('in_flight', 'unknown')""",
                row -> {
                    AttemptKey key =
                            new AttemptKey(row.getLong("run_id"), row.getLong("delivery_id"), row.getInt("no"));
                    return new LedgerNews.News(
                            row.getString("account"),
                            key,
                            Outcome.DELIVERED,
                            null,
                            "",
                            null,
                            null,
                            null,
                            used.get(key));
                },
                keys.stream().map(AttemptKey::run).toArray(Long[]::new),
                keys.stream().map(AttemptKey::delivery).toArray(Long[]::new),
                keys.stream().map(AttemptKey::no).toArray(Integer[]::new));
    }
}
