package io.carillon.delivery.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.VendorReport.Outcome;
import io.carillon.database.Sql;
import io.carillon.delivery.LedgerFixture;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When an address last took a message, by which it is chosen before others. */
class LastSuccessTest {
    private static final Instant FIRST = Instant.parse("2027-09-13T02:00:05Z");

    private LedgerFixture ledger;

    @BeforeEach
    void start() {
        ledger = new LedgerFixture();
        ledger.person(1);
        ledger.attempt(1, "sms", "accepted", null, null);
        ledger.judge(1, null);
    }

    @Test
    void isKeptForAnOnlyAddressSoThatItIsKnownWhenAnotherOneComes() {
        ledger.news.apply(List.of(news(Outcome.DELIVERED, FIRST)));

        assertThat(lastSuccess()).isEqualTo(FIRST);
    }

    @Test
    void ofAnOnlyAddressIsKeptToTheDayAndNeverSetBack() {
        ledger.news.apply(List.of(news(Outcome.DELIVERED, FIRST)));

        ledger.news.apply(List.of(news(Outcome.READ, FIRST.plus(Duration.ofHours(20)))));
        assertThat(lastSuccess()).as("the same day costs no write").isEqualTo(FIRST);

        Instant later = FIRST.plus(Duration.ofDays(3));
        ledger.news.apply(List.of(
                news(Outcome.READ, later.minusSeconds(60)), news(Outcome.READ, later), news(Outcome.READ, FIRST)));
        assertThat(lastSuccess()).isEqualTo(later);

        ledger.news.apply(List.of(news(Outcome.DELIVERED, FIRST.minus(Duration.ofDays(3)))));
        assertThat(lastSuccess()).isEqualTo(later);
    }

    @Test
    void ofSeveralAddressesIsKeptToTheMoment() {
        ledger.sql.update("""
                insert into address (profile_id, kind, cipher, hash, source)
                select profile_id, kind, cipher, 'another', source from address""");
        ledger.news.apply(List.of(news(Outcome.DELIVERED, FIRST)));

        ledger.news.apply(List.of(news(Outcome.READ, FIRST.plusSeconds(1))));

        assertThat(lastSuccess()).isEqualTo(FIRST.plusSeconds(1));
    }

    @Test
    void isWrittenWithoutTouchingAnIndex() {
        ledger.sql.update("""
                insert into address (profile_id, kind, cipher, hash, source)
                select n, 'phone', decode(repeat('ab', 60), 'hex'), sha256(n::text::bytea), 'test' from generate_series(1000, 1999) n""");

        long inPlace = ledger.sql.with(connection -> {
            connection.setAutoCommit(false);
            Sql.prepare(
                            connection,
                            "update address set last_success_at = now() where profile_id >= 1000 and profile_id % 10 = 0")
                    .execute();
            ResultSet written = Sql.prepare(
                            connection, "select n_tup_hot_upd from pg_stat_xact_user_tables where relname = 'address'")
                    .executeQuery();
            written.next();
            long updates = written.getLong(1);
            connection.rollback();
            return updates;
        });

        assertThat(inPlace).isEqualTo(100);
    }

    private @Nullable Instant lastSuccess() {
        return ledger.sql.one(
                "select last_success_at from address where hash <> 'another'",
                row -> Sql.instant(row, "last_success_at"));
    }

    private static LedgerNews.News news(Outcome outcome, Instant at) {
        return new LedgerNews.News("shop", new AttemptKey(7, 1, 1), outcome, null, "", null, null, null, at);
    }
}
