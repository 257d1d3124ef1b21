package io.carillon.delivery.dispatch;

import io.carillon.channel.RateLimit;
import io.carillon.channel.VendorAccount;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Keeps an account's rate limit over all processes: portions of at most a second are leased from the account's row, each in a
 * short transaction of its own, by PostgreSQL's clock.
 */
@ApplicationScoped
public class RateLeases {
    /** What is tried at an account that was away, before everything goes to it again. */
    private static final int FEELER = 10;

    private final Sql sql;

    public RateLeases(Sql sql) {
        this.sql = sql;
    }

    /**
     * What was leased.
     *
     * @param units how many units may be used now; 0 for none
     * @param isClosed whether there are none because the account is closed for a time
     * @param comeBack when it is worth asking again, by PostgreSQL's clock
     * @param away how far that is
     */
    public record Portion(int units, boolean isClosed, Instant comeBack, Duration away) {}

    /** Leases up to {@code most} units; few at an account that was away, nothing while the vendor asked us to wait. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public Portion lease(VendorAccount account, int most) {
        int portion = Math.min(most, (int) Math.max(1, account.rateLimit().perSecond()));
        return sql.one(
                """
                with before as (
                    -- closed at a time that has not come: the clock was set back, and until when is not known any more
                    select name, rate_limit::float8 as rate,
                           closed_until > clock_timestamp() and coalesce(closed_since <= clock_timestamp(), true)
                               and disabled_at is null as is_closed, closed_until,
                           disabled_at is not null as is_gone, case when outages > 0 then ?::int end as feeler,
                           least(greatest(rate_limit::float8, 1), tokens + rate_limit::float8
                               * greatest(0, extract(epoch from clock_timestamp() - tokens_at)::float8)) as available
                      from vendor_account where name = ? for update
                ), worth as (
                    -- Less than half a second's worth is not worth a claim of its own: it is left to grow.
                    select *, greatest(1, least(?::float8, floor(rate / 2))) as least_worth from before
                ), portion as (
                    select *, case when is_gone or is_closed or available < least_worth then 0
                                   else least(?, floor(available), feeler)::int end as units from worth
                ), taken as (
                    update vendor_account a set tokens = p.available - p.units, tokens_at = clock_timestamp()
                      from portion p where a.name = p.name
                ), answer as (
                    select units, is_closed is true as is_closed, case when is_closed then closed_until
                                       -- this process has still to learn of it
                                       when is_gone then clock_timestamp() + ? * interval '1 millisecond'
                                       else clock_timestamp() + greatest(0, least_worth - available + units) / rate * interval '1 second'
                                  end as come_back from portion
                )
                select units, is_closed, come_back, extract(epoch from come_back - clock_timestamp()) * 1000 as away from answer""",
                row -> new Portion(
                        row.getInt("units"),
                        row.getBoolean("is_closed"),
                        Objects.requireNonNull(Sql.instant(row, "come_back")),
                        Duration.ofMillis(Math.max(0, row.getLong("away")))),
                account.rateLimit().unit() == RateLimit.Unit.CALLS ? 1 : FEELER,
                account.name(),
                portion,
                portion,
                WaitingPeople.KNOWN.toMillis());
    }

    /**
     * Gives back what was not used, or takes what was used beyond the portion: one person's long text, or all of a person's devices.
     * Such a debt is worked off before there is a portion again, so that the rate holds in the long run.
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void giveBack(VendorAccount account, int units) {
        if (units != 0) {
            sql.update("update vendor_account set tokens = tokens + ? where name = ?", (double) units, account.name());
        }
    }
}
