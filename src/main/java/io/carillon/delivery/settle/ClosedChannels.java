package io.carillon.delivery.settle;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Closures;
import io.carillon.channel.Purpose;
import io.carillon.channel.VendorAccounts;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** On which channels nothing can leave now, because every account of them is closed for a time. Stateless. */
@ApplicationScoped
public class ClosedChannels {
    private final Sql sql;
    private final VendorAccounts accounts;
    private final Closures closures;

    public ClosedChannels(Sql sql, VendorAccounts accounts, Closures closures) {
        this.sql = sql;
        this.accounts = accounts;
        this.closures = closures;
    }

    /** What closed accounts of these channels that the run has sent by: some of its people wait for them. */
    public List<Closures.Closure> usedBy(long run, List<String> channels) {
        List<Closures.Closure> closed = closures.now().values().stream()
                .filter(closure -> channels.contains(closure.channel()))
                .toList();
        if (closed.isEmpty()) {
            return closed;
        }
        Set<String> used = Set.copyOf(
                sql.list("select distinct account from attempt_count where run_id = ?", row -> row.getString(1), run));
        return closed.stream()
                .filter(closure -> used.contains(closure.account()))
                .toList();
    }

    /** Those of the channels on which no account is open, with what closed each account. */
    public Map<String, List<Closures.Closure>> among(List<String> channels, Purpose purpose) {
        Map<String, Closures.Closure> now = channels.isEmpty() ? Map.of() : closures.now();
        Map<String, List<Closures.Closure>> closed = new LinkedHashMap<>();
        if (now.isEmpty()) {
            return closed;
        }
        for (String channel : channels) {
            List<String> names = accounts.of(ChannelKind.of(channel)).stream()
                    .filter(account -> account.serves(purpose))
                    .map(account -> account.name())
                    .toList();
            if (!names.isEmpty() && now.keySet().containsAll(names)) {
                closed.put(channel, names.stream().map(now::get).toList());
            }
        }
        return closed;
    }
}
