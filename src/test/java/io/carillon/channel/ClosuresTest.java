package io.carillon.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of several reasons to leave an account alone the one that lasts longest is told, and holds. */
class ClosuresTest {
    private static final Sql SQL = TestDatabase.freshSql();
    private static final String ACCOUNT = "mail";
    private static final Duration ASKED = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final Closures closures = new Closures(SQL);

    @BeforeEach
    void oneAccount() {
        SQL.update("delete from vendor_account");
        SQL.update(
                "insert into vendor_account (name, vendor, kind, mode, rate_limit) values (?, 'smtp', 'email', 'sandbox', 10)",
                ACCOUNT);
        closures.close(ACCOUNT, ASKED, Reason.THROTTLED, "421 4.7.0");
    }

    @Test
    void aShorterOneChangesNothing() {
        Closures.Closure before = now();

        closures.close(ACCOUNT, SHORT, Reason.VENDOR_DOWN, "451");

        assertThat(now()).isEqualTo(before);
        assertThat(before.reason()).isEqualTo(Reason.THROTTLED);
    }

    @Test
    void aLongerOneIsToldInstead() {
        closures.close(ACCOUNT, ASKED.multipliedBy(2), Reason.DEFERRED, "450");

        assertThat(now().reason()).isEqualTo(Reason.DEFERRED);
        assertThat(now().vendorCode()).isEqualTo("450");
        assertThat(left()).isGreaterThan(ASKED);
    }

    @Test
    void nobodyToBeReachedIsNoReasonToComeBackBeforeTheTimeAskedFor() {
        assertThat(closures.outage(ACCOUNT, "no route", true))
                .hasValueSatisfying(pause -> assertThat(pause).isGreaterThan(SHORT.multipliedBy(10)));

        assertThat(left()).isGreaterThan(SHORT.multipliedBy(10));
        assertThat(now().reason()).isEqualTo(Reason.THROTTLED);
        assertThat(SQL.<Integer>one("select outages from vendor_account", row -> row.getInt(1)))
                .isEqualTo(1);
    }

    @Test
    void anOutageOfItsOwnClosesForLongerEachTime() {
        closures.open(ACCOUNT);
        closures.outage(ACCOUNT, "no route", true);
        Duration first = left();
        closures.outage(ACCOUNT, "no route", true);
        assertThat(left()).as("while it is known").isLessThanOrEqualTo(first);

        SQL.update("update vendor_account set closed_until = clock_timestamp()");
        closures.outage(ACCOUNT, "no route", true);
        assertThat(left()).isGreaterThan(first);
        assertThat(now().reason()).isEqualTo(Reason.VENDOR_DOWN);
    }

    @Test
    void oneMessageTellsOfAnOutageOnlyWhereThereWasOne() {
        closures.open(ACCOUNT);

        assertThat(closures.outage(ACCOUNT, "no route", false)).isEmpty();
        assertThat(closures.now()).isEmpty();

        closures.outage(ACCOUNT, "no route", true);
        SQL.update("update vendor_account set closed_until = clock_timestamp()");
        assertThat(closures.outage(ACCOUNT, "no route", false)).isPresent();
        assertThat(now().reason()).isEqualTo(Reason.VENDOR_DOWN);
    }

    @Test
    void anAccountOutOfUseIsNotClosed() {
        closures.open(ACCOUNT);
        SQL.update("update vendor_account set disabled_at = now()");

        assertThat(closures.outage(ACCOUNT, "no route", true)).isEmpty();
        assertThat(closures.close(ACCOUNT, SHORT, Reason.VENDOR_DOWN, "")).isFalse();
        assertThat(SQL.<Integer>one("select outages from vendor_account", row -> row.getInt(1)))
                .isZero();
    }

    @Test
    void aClosureOfATimeThatHasNotComeCountsForNothing() {
        SQL.update("update vendor_account set outages = 1, closed_since = clock_timestamp() + interval '1 hour',"
                + " closed_until = clock_timestamp() + interval '2 hours'");

        assertThat(closures.outage(ACCOUNT, "no route", true))
                .hasValueSatisfying(pause -> assertThat(pause).isLessThan(ASKED));
        assertThat(now().reason()).isEqualTo(Reason.VENDOR_DOWN);
    }

    private Closures.Closure now() {
        return closures.now().get(ACCOUNT);
    }

    private Duration left() {
        return Duration.between(Instant.now(), now().until());
    }
}
