package io.carillon.channel;

import io.carillon.database.Sql;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Accounts that are closed for a time, for all processes, because the vendor asked us to wait or cannot be reached. They open
 * again by themselves. Told by PostgreSQL's clock. Stateless.
 */
@Singleton
public class Closures {
    private static final Duration LONGEST_OUTAGE_PAUSE = Duration.ofSeconds(30);
    /** More change nothing; the exponent stays small. */
    private static final int MOST_OUTAGES = 10;

    private final Sql sql;

    public Closures(Sql sql) {
        this.sql = sql;
    }

    /** One account that is closed now. */
    public record Closure(
            String account, String channel, Reason reason, String vendorCode, Instant since, Instant until) {

        /** In words for operators: what the vendor said, and until when nothing leaves. */
        public String words(Locale language) {
            return account + ": " + reason.text(language) + (vendorCode.isEmpty() ? "" : " (" + vendorCode + ")")
                    + ". Next try " + until.truncatedTo(ChronoUnit.SECONDS);
        }
    }

    /** A closure as REST shows it. */
    public record View(
            String account,
            String channel,
            String reason,
            String vendorCode,
            String text,
            Instant since,
            Instant until) {

        public static View of(Closure closure, Locale language) {
            return new View(
                    closure.account(),
                    closure.channel(),
                    closure.reason().id(),
                    closure.vendorCode(),
                    closure.reason().text(language),
                    closure.since(),
                    closure.until());
        }
    }

    /** What is closed now, by account. */
    public Map<String, Closure> now() {
        return list().stream().collect(Collectors.toMap(Closure::account, Function.identity()));
    }

    private List<Closure> list() {
        // Closed since a time that has not come: the clock was set back, and until when is not known any more.
        return sql.list(
                """
                select name, kind, coalesce(closed_reason, ?) as reason, coalesce(closed_code, '') as code, closed_since, closed_until
                  from vendor_account
                 where closed_until > clock_timestamp() and closed_since <= clock_timestamp() and disabled_at is null""",
                row -> new Closure(
                        row.getString("name"),
                        row.getString("kind"),
                        Reason.of(row.getString("reason")),
                        row.getString("code"),
                        Objects.requireNonNull(Sql.instant(row, "closed_since")),
                        Objects.requireNonNull(Sql.instant(row, "closed_until"))),
                Reason.THROTTLED.id());
    }

    /**
     * Closes an account at which nobody could be reached, for longer each time until it answers; where it is closed for longer already, as
     * its vendor asked, it stays so. Joins the caller's transaction.
     *
     * @param isCertain whether this alone tells of an outage; if not, it counts only where the account was away before
     * @return for how long; nothing where it is not certain, or taken out of use
     */
    public Optional<Duration> outage(String account, String vendorCode, boolean isCertain) {
        // Claims that were on their way when the first one found it away tell nothing new.
        sql.first(
                        """
                        update vendor_account set outages = least(outages + 1, ?)
                         where name = ? and disabled_at is null and (? or outages > 0)
                           and not (outages > 0 and coalesce(closed_until > clock_timestamp() and closed_since <= clock_timestamp(), false))
                        returning least(?, power(2, outages)) as seconds""",
                        row -> Duration.ofSeconds(row.getLong("seconds")),
                        MOST_OUTAGES,
                        account,
                        isCertain,
                        LONGEST_OUTAGE_PAUSE.toSeconds())
                .ifPresent(pause -> close(account, pause, Reason.VENDOR_DOWN, vendorCode));
        return sql.first(
                "select extract(epoch from closed_until - clock_timestamp()) * 1000 as millis from vendor_account"
                        + " where name = ? and outages > 0 and disabled_at is null",
                row -> Duration.ofMillis(Math.max(0, row.getLong("millis"))),
                account);
    }

    /** The vendor answered: its outage is over. Joins the caller's transaction. */
    public void answered(String account) {
        sql.update("update vendor_account set outages = 0 where name = ? and outages > 0", account);
    }

    /** Opens an account before its time; answers whether it was closed. Joins the caller's transaction. */
    public boolean open(String account) {
        return sql.update(
                        "update vendor_account set closed_until = null, outages = 0"
                                + " where name = ? and closed_until > clock_timestamp()",
                        account)
                == 1;
    }

    /**
     * Closes an account for that long; where it is closed for longer already, nothing changes, and why is still told of that one. False
     * where it is taken out of use. Joins the caller's transaction.
     */
    public boolean close(String account, Duration time, Reason reason, String vendorCode) {
        return sql.update("""
                        with asked as (select clock_timestamp() as since, clock_timestamp() + ? * interval '1 millisecond' as until)
                        update vendor_account a
                           set (closed_until, closed_since, closed_reason, closed_code) = (
                               select case when is_longer then a.closed_until else until end,
                                      case when is_longer then a.closed_since else since end,
                                      case when is_longer then a.closed_reason else ? end,
                                      case when is_longer then a.closed_code else ? end
                                 from (select asked.*, coalesce(a.closed_until > until and a.closed_since <= since, false) as is_longer
                                         from asked) compared)
                         where name = ? and disabled_at is null""", time.toMillis(), reason.id(), vendorCode, account) == 1;
    }
}
