package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.carillon.database.TestDatabase;
import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.drill.Ledger.LeftOpen;
import io.carillon.launcher.local.DatabaseAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counters and answers that are not what the rows are must be seen; the rows are real ones, with the schema's own counters. */
class TallyTest {
    private static final String TOLD = """
            {"people": 3, "sum": {"audience": 3, "sent": 2, "held": 0, "skipped": 0, "failed": 1, "unknown": 0, "pending": 0,
             "byReason": {"sent": {"": 2}, "failed": {"no_address": 1}}},
             "channels": [{"channel": "sms", "tried": 2, "inFlight": 0, "accepted": 2, "delivered": 1, "read": 0, "notConfirmed": 1,
                           "refused": 0, "undelivered": 0, "unknown": 0, "notSent": 0, "blocked": 0, "parts": 4,
                           "costs": [{"amount": 0.100000, "currency": "CNY"}, {"amount": 0.020000, "currency": "USD"}]}],
             "batches": {"planned": 0, "sending": 0, "waiting": 1, "done": 0, "total": 1, "paused": 0},
             "wentOn": {"total": 1, "byReason": {"no_address": 1}, "deliveredAfterAll": 0},
             "notReached": {"total": 1, "byReason": {"no_address": 1}}}""";

    private final DatabaseAddress address = new DatabaseAddress(TestDatabase.freshUrl(), "postgres", "postgres");
    private final Ledger ledger = new Ledger(address);

    @BeforeEach
    void threePeople() {
        Flyway.configure()
                .dataSource(address.url(), address.user(), address.password())
                .load()
                .migrate();
        change("""
                insert into delivery (run_id, batch_no, id, profile_id, zone, state, reason)
                values (1, 1, 1, 1, 'UTC', 'sent', null), (1, 1, 2, 2, 'UTC', 'sent', null), (1, 1, 3, 3, 'UTC', 'failed', 'no_address')""");
        change(
                "insert into run_step (run_id, position, channel, open_seconds) values (1, 1, 'email', 60), (1, 2, 'sms', 60)");
        change("""
                insert into attempt (run_id, delivery_id, no, batch_no, kind, channel, account, address_id, address_hash, state,
                                     claim_token, claimed_at, lease_until, currency, place, parts, estimated)
                select 1, n, 1, 1, 'sms', 'sms', 'twilio', n, decode(lpad(n::text, 64, '0'), 'hex'),
                       case n when 1 then 'accepted' else 'delivered' end,
                       '00000000-0000-0000-0000-000000000001', clock_timestamp(), clock_timestamp(),
                       case n when 1 then 'CNY' else 'USD' end, n, n + n / 2, case n when 1 then 0.1 else 0.02 end
                  from generate_series(1, 2) as n""");
        change(
                "insert into pass (run_id, delivery_id, channel, reason, batch_no, led, at)"
                        + " values (1, 3, 'email', 'no_address', 1, 'next', now()), (1, 3, 'sms', 'no_address', 1, 'next', now())");
        change("insert into batch (run_id, no, zone, people, stage) values (1, 1, 'UTC', 3, 'waiting')");
    }

    @Test
    void findsNothingWhereCountersAndAnswersAreWhatTheRowsAre() {
        Tally tally = Tally.of(ledger, 1);

        assertThat(tally.differing()).isEmpty();
        assertThat(tally.people()).containsOnlyKeys("sent", "failed no_address");
        assertThat(tally.wrong(json(TOLD))).isEmpty();
    }

    @Test
    void findsCountersThatDifferFromTheRows() {
        change("update delivery_count set people = people - 1 where state = 'sent'");
        change("insert into delivery_count values (1, 1, 'failed', 'no_address', '', 1)");
        assertThat(Tally.of(ledger, 1).differing())
                .as("which still add up")
                .containsExactlyInAnyOrder(
                        "people failed no_address : counted 2, there are 1", "people sent  : counted 1, there are 2");

        change("update attempt_count set attempts = attempts + 1 where state = 'delivered'");
        change("delete from pass_count");
        change("update attempt_count set parts = parts + 1, amount = amount - 0.000001 where state = 'accepted'");
        assertThat(Tally.of(ledger, 1).differing())
                .hasSize(7)
                .anyMatch(found -> found.startsWith("costs of attempts sms accepted"));
    }

    @Test
    void findsAnAnswerThatMovesPeopleFromOneStateToAnother() {
        Tally tally = Tally.of(ledger, 1);

        assertThat(tally.wrong(
                        json(TOLD.replace("\"sent\": 2", "\"sent\": 1").replace("\"failed\": 1", "\"failed\": 2"))))
                .containsExactly("sent is told as 1, the rows have 2", "failed is told as 2, the rows have 1");
    }

    @Test
    void findsEveryNumberThatIsNotWhatTheRowsHave() {
        Tally tally = Tally.of(ledger, 1);
        Matcher number = Pattern.compile(": ([0-9.]+)").matcher(TOLD);
        int numbers = 0;

        while (number.find()) {
            String other = TOLD.substring(0, number.start(1)) + "7" + TOLD.substring(number.end(1));
            assertThat(tally.wrong(json(other))).as(other).isNotEmpty();
            numbers++;
        }

        assertThat(numbers).isEqualTo(35);
        assertThat(tally.wrong(json(TOLD.replace("no_address", "opted_out")))).hasSize(3);
        assertThat(tally.wrong(json(TOLD.replace("\"sms\"", "\"push\""))))
                .contains("sms is not told at all")
                .contains("push accepted is told as 2, the rows have 0");
    }

    @Test
    void holdsAnEarlierBuildToItsSumOnly() {
        Tally tally = Tally.of(ledger, 1);

        assertThat(tally.wrongSum(json(TOLD.replace("\"sms\"", "\"push\"")))).isEmpty();
        assertThat(tally.wrongSum(json(TOLD.replace("\"sent\": 2", "\"sent\": 1"))))
                .containsExactly("sent is told as 1, the rows have 2");
        assertThat(tally.wrongSum(json(TOLD.replace("no_address", "opted_out"))))
                .isNotEmpty();
    }

    @Test
    void marksEveryChangeOfARow() {
        String before = Tally.of(ledger, 1).mark();

        assertThat(Tally.of(ledger, 1).mark()).isEqualTo(before);
        change("update delivery set state = 'pending' where id = 1");
        change("update delivery set state = 'sent' where id = 1");
        assertThat(Tally.of(ledger, 1).mark()).as("though it is as it was").isNotEqualTo(before);
    }

    @Test
    void tellsBegunCallsFromClaimsThatHadNotBegun() {
        change("update attempt set state = 'in_flight'");
        change("insert into claim_call (claim_token, places) values ('00000000-0000-0000-0000-000000000001', '{2}')");

        assertThat(ledger.leftOpen(1, ledger.clock()))
                .containsExactlyInAnyOrder(
                        new LeftOpen("1-1-1", "twilio", false, 0), new LeftOpen("1-2-1", "twilio", true, 1));
        assertThat(ledger.leftOpen(1, ledger.clock().minus(Duration.ofHours(1))))
                .as("claimed later")
                .isEmpty();
    }

    @Test
    void anAppThatAnswersWith500IsWrongUnlessSomethingIsAway() throws Exception {
        try (Broken app = new Broken();
                SumWatch sums = new SumWatch(app.api(), ledger, 1)) {
            app.awaitCalls(1);
            sums.absence().away();
            int told = sums.wrong().size();
            app.awaitCalls(3);

            assertThat(told).isPositive();
            assertThat(sums.wrong()).hasSizeLessThanOrEqualTo(told + 1);
            assertThat(sums.wrong().get(0))
                    .contains("no answer while nothing was away")
                    .contains("answered 500");
            assertThat(sums.samples()).isZero();
        }
    }

    /** A server that is there and broken. */
    private static final class Broken implements AutoCloseable {
        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private int calls;

        Broken() throws IOException {
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(500, -1);
                exchange.close();
                called();
            });
            server.start();
        }

        private synchronized void called() {
            calls++;
            notifyAll();
        }

        /** Waits for so many calls more; the first of them has been looked at when one more comes. */
        synchronized void awaitCalls(int more) throws InterruptedException {
            int until = calls + more + 1;
            while (calls < until) {
                wait();
            }
        }

        CarillonApi api() {
            return new CarillonApi("http://127.0.0.1:" + server.getAddress().getPort(), Optional.empty());
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private void change(String sql) {
        try (Connection connection = DriverManager.getConnection(address.url(), address.user(), address.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }
}
