package io.carillon.delivery.dispatch;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.channel.Reason;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorAccounts;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Accounts at which people wait for nothing but our own rate limit, over all processes. Stateless. */
@ApplicationScoped
public class PacedAccounts {
    /** So long after it was planned, a batch that waits for its rate counts as looked after; a dispatch prolongs it. */
    public static final Duration LOOKED_AFTER = Pacing.LOOKED_AFTER;

    /** Who waits asks again within less. */
    private static final Duration RECENT = Pacing.LONGEST_PAUSE.multipliedBy(2);

    private final Sql sql;
    private final VendorAccounts accounts;

    public PacedAccounts(Sql sql, VendorAccounts accounts) {
        this.sql = sql;
        this.accounts = accounts;
    }

    /** Those of the channels on which an account has no portion left at this moment, with these accounts. */
    public Map<String, List<VendorAccount>> among(Collection<String> channels, Purpose purpose) {
        Map<String, List<VendorAccount>> paced = new LinkedHashMap<>();
        Set<String> now = channels.isEmpty() ? Set.of() : now();
        if (now.isEmpty()) {
            return paced;
        }
        for (String channel : channels) {
            List<VendorAccount> here = accounts.of(ChannelKind.of(channel)).stream()
                    .filter(account -> account.serves(purpose) && now.contains(account.name()))
                    .toList();
            if (!here.isEmpty()) {
                paced.put(channel, here);
            }
        }
        return paced;
    }

    /** Those for whose rate people of the run wait now, as REST shows them. */
    public List<View> ofRun(long run, Locale language) {
        List<String> channels = sql.list("""
                select channel from delivery_count where run_id = ? and state in ('pending', 'held') and channel <> ''
                 group by 1 having sum(people) > 0 order by 1""", row -> row.getString(1), run);
        Purpose purpose = sql.one("select purpose from run where id = ?", row -> Purpose.of(row.getString(1)), run);
        return among(channels, purpose).values().stream()
                .flatMap(List::stream)
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

    private Set<String> now() {
        return new HashSet<>(sql.list("""
                select name from vendor_account
                 where paced_at between clock_timestamp() - ? * interval '1 second' and clock_timestamp()
                   and (closed_until is null or closed_until <= clock_timestamp())""", row -> row.getString(1), RECENT.toSeconds()));
    }

    /** In words for operators. */
    public static String words(VendorAccount account) {
        return "rate limit of " + account.name() + ", " + account.rateLimit();
    }
}
