package io.carillon.delivery.dispatch;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Closures;
import io.carillon.channel.Reason;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorAccounts;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Accounts at which people wait for nothing but our own rate limit, over all processes. Stateless. */
@ApplicationScoped
public class PacedAccounts {
    /** So long after it was planned, a batch that waits for its rate counts as looked after; a dispatch prolongs it. */
    public static final Duration LOOKED_AFTER = Pacing.LOOKED_AFTER;

    /** Who waits says so more often than this. */
    private static final Duration RECENT = Pacing.LONGEST_PAUSE.multipliedBy(2);

    private final Sql sql;
    private final VendorAccounts accounts;
    private final Closures closures;

    public PacedAccounts(Sql sql, VendorAccounts accounts, Closures closures) {
        this.sql = sql;
        this.accounts = accounts;
        this.closures = closures;
    }

    /** People of the run wait for these accounts at this moment. Commits by itself. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void await(long run, ChannelKind channel, Set<String> accounts) {
        for (String account : accounts) {
            sql.update("""
                    insert into run_pace (run_id, account, channel, seen_at) values (?, ?, ?, clock_timestamp())
                    on conflict (run_id, account) do update set seen_at = excluded.seen_at""", run, account, channel.id());
        }
    }

    /** The accounts for whose rate people of the run wait now, by channel. */
    public Map<String, List<VendorAccount>> of(long run) {
        List<String> names = sql.list("""
                select p.account from run_pace p
                 where p.run_id = ? and p.seen_at between clock_timestamp() - ? * interval '1 second' and clock_timestamp()
                   and not exists (select 1 from run_block b where b.run_id = p.run_id and b.account = p.account)
                 order by p.channel, p.account""", row -> row.getString(1), run, RECENT.toSeconds());
        if (names.isEmpty()) {
            return Map.of();
        }
        Set<String> closed = closures.now().keySet();
        return names.stream()
                .filter(name -> !closed.contains(name))
                .flatMap(name -> accounts.find(name).stream())
                .collect(
                        Collectors.groupingBy(account -> account.kind().id(), LinkedHashMap::new, Collectors.toList()));
    }

    /** The same, of the channels on which somebody is not through, as REST shows them. */
    public List<View> ofRun(long run, Locale language) {
        Map<String, List<VendorAccount>> paced = of(run);
        if (paced.isEmpty()) {
            return List.of();
        }
        List<String> channels = sql.list("""
                select channel from delivery_count where run_id = ? and state in ('pending', 'held') and channel <> ''
                 group by 1 having sum(people) > 0 order by 1""", row -> row.getString(1), run);
        return channels.stream()
                .flatMap(channel -> paced.getOrDefault(channel, List.of()).stream())
                .map(account -> View.of(account, language))
                .toList();
    }

    /**
     * An account whose rate is what people wait for.
     *
     * @param perSecond its rate
     * @param unit what the rate counts: messages, parts or calls
     */
    public record View(String account, String channel, double perSecond, String unit, String text) {
        static View of(VendorAccount account, Locale language) {
            return new View(
                    account.name(),
                    account.kind().id(),
                    account.rateLimit().perSecond(),
                    account.rateLimit().unit().id(),
                    Reason.RATE_LIMIT.text(language));
        }
    }

    /** In words for operators; null where there is none. */
    public static @Nullable String words(@Nullable List<VendorAccount> accounts) {
        return accounts == null
                ? null
                : accounts.stream().map(PacedAccounts::words).collect(Collectors.joining("; "));
    }

    /** In words for operators. */
    public static String words(VendorAccount account) {
        return "rate limit of " + account.name() + ", " + account.rateLimit();
    }
}
