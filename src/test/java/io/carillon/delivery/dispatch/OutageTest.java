package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Closures;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.settle.BatchPlan;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An account that is away as a whole, and a message that only its own trouble keeps back. */
@QuarkusTest
class OutageTest extends TownTest {
    private static final SendResult AWAY = new SendResult.NotSent(Reason.VENDOR_DOWN, "", null);

    @Inject
    Sql sql;

    @Inject
    Closures closures;

    @AfterEach
    void leave() {
        sql.update("delete from vendor_account where name = 'ring-2'");
    }

    @Test
    void whatWaitedForAnAccountLeavesAsSoonAsAFewFindItBack() {
        town.people(40);
        town.sms.answer("*", message -> AWAY);
        long run = town.launch("");
        town.work();
        assertThat(town.attempts()).containsOnly(entry("sms not_sent", 40L));
        assertThat(outages()).isEqualTo(1);

        timePasses(run);
        town.dispatch(ChannelKind.SMS);
        assertThat(town.attempts()).containsOnly(entry("sms not_sent", 50L));
        assertThat(outages()).isEqualTo(2);
        assertThat(mostTries(run)).isZero();

        town.sms.forget();
        timePasses(run);
        town.work();
        assertThat(town.attempts()).containsOnly(entry("sms not_sent", 50L), entry("sms accepted", 40L));
        assertThat(outages()).isZero();
        town.assertSum();
    }

    @Test
    void claimsThatWereOnTheirWayWhenItWentAwayDoNotCloseItForLonger() {
        town.people(4);
        town.sms.answer("*", message -> AWAY);
        long run = town.launch("");
        town.work();
        sql.update(
                "update vendor_account set closed_until = clock_timestamp() + interval '1 hour' where name = 'ring'");
        sql.update("update vendor_account set closed_since = clock_timestamp() where name = 'ring'");

        assertThat(closures.outage("ring", "", true))
                .hasValueSatisfying(time -> assertThat(time.toMinutes()).isBetween(58L, 60L));
        assertThat(outages()).isEqualTo(1);
        assertThat(mostTries(run)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, VENDOR_DOWN", "5, VENDOR_DOWN", "1, THROTTLED", "5, THROTTLED"})
    void whatOneAccountDidNotTakeGoesToTheNextAtOnce(int people, Reason reason) {
        town.account("ring-2", "test-ring", "sms", 100_000);
        town.people(people);
        Duration retryAfter = reason == Reason.THROTTLED ? Duration.ofMinutes(2) : null;
        town.sms.answerAt("ring", message -> new SendResult.NotSent(reason, "", retryAfter));
        long run = town.launch("");

        town.work();

        assertThat(town.sms.addresses()).hasSize(people).doesNotHaveDuplicates();
        assertThat(sql.list(
                        "select account || ' ' || state || ' ' || count(*) from attempt where run_id = ? group by account, state",
                        row -> row.getString(1),
                        run))
                .containsExactlyInAnyOrder("ring not_sent " + people, "ring-2 accepted " + people);
        town.assertSum();
    }

    @Test
    void whoNoOtherAccountReachesWaitsForTheOneThatIsClosed() {
        town.account("ring-2", "test-ring", "sms", 100_000);
        sql.update("update vendor_account set purpose = 'service' where name = 'ring-2'");
        town.people(5);
        town.sms.answerAt("ring", message -> new SendResult.NotSent(Reason.THROTTLED, "", Duration.ofMinutes(2)));
        town.launch("");

        BatchPlan plan = town.work();

        assertThat(town.attempts()).containsOnly(entry("sms not_sent", 5L));
        assertThat(plan.nextWake()).isAfter(town.now().plusSeconds(100));
    }

    @Test
    void aMessageThatAloneIsNotTakenWaitsLongerEachTime() {
        String bad = town.phone(town.person("bad"), "-1");
        town.phone(town.person("good"), "-2");
        town.sms.answer(bad, message -> AWAY);
        long run = town.launch("");
        town.work();
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 1L), entry("sms not_sent", 1L));
        assertThat(outages()).isZero();
        assertThat(mostTries(run)).isEqualTo(1);

        timePasses(run);
        town.work();
        assertThat(mostTries(run)).isEqualTo(2);
        assertThat(outages()).isZero();
    }

    private void timePasses(long run) {
        sql.update("update vendor_account set closed_until = clock_timestamp() where name = 'ring'");
        sql.update("update delivery set due_at = carillon_now() where run_id = ? and state = 'pending'", run);
    }

    private long outages() {
        return sql.one("select outages from vendor_account where name = 'ring'", row -> row.getLong(1));
    }

    private long mostTries(long run) {
        return sql.one("select max(tries) from delivery where run_id = ?", row -> row.getLong(1), run);
    }
}
