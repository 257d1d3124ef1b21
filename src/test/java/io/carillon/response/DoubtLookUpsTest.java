package io.carillon.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.Content;
import io.carillon.channel.LookUp;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.TextMark;
import io.carillon.channel.VendorAccounts;
import io.carillon.channel.VendorReport;
import io.carillon.channel.VendorReport.Outcome;
import io.carillon.channel.VendorReport.Receipt;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages in doubt whose vendor can be asked. */
@QuarkusTest
class DoubtLookUpsTest extends TownTest {
    @Inject
    Sql sql;

    @Inject
    DoubtLookUps lookUps;

    @Inject
    VendorAccounts accounts;

    /** Of messages that nobody knows the fate of. */
    private final List<String> texts = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forgetOthersDoubts() {
        sql.update("delete from look_up");
    }

    @Test
    void whatTheVendorListsSettlesTheDoubt() {
        town.people(2);
        town.sms.answer("*", lost());
        town.sms.list(doubt -> List.of(receipt(doubt.key().toString(), "v" + doubt.key(), Outcome.DELIVERED)));
        launch();
        assertThat(town.attempts()).containsOnly(entry("sms unknown", 2L));

        later();

        awaitBoth("sms delivered");
        due();
        await("select count(*) from look_up", 0);
        town.assertSum();
        LookUp.Doubt asked = town.sms.lookedUp().values().iterator().next();
        assertThat(asked.mark()).isEqualTo(TextMark.of(texts.get(0)));
        assertThat(asked.from()).isBefore(asked.until());
        assertThat(asked.toString()).doesNotContain("+86");
        assertThat(asked.isRestored()).isFalse();
    }

    @Test
    void ofAMessageThatTheDatabaseLostTheVendorIsAskedByTheDeliveryAlone() {
        town.people(1);
        town.sms.answer("*", lost());
        town.sms.list(doubt -> List.of());
        launch();
        sql.update("update attempt set reason = 'restored' where state = 'unknown' and account = 'ring'");

        later();

        await("select count(*) from look_up where tries = 1", 1);
        assertThat(town.sms.lookedUp().values())
                .singleElement()
                .extracting(LookUp.Doubt::isRestored)
                .isEqualTo(true);
    }

    @Test
    void nobodyAsksBeforeTheLastCallMustBeOver() {
        town.people(1);
        town.sms.answer("*", lost());
        town.sms.list(doubt -> List.of(receipt(doubt.key().toString(), "v", Outcome.DELIVERED)));
        launch();

        due();

        await("select count(*) from look_up where next_at > now() + interval '10 seconds' and tries = 0", 1);
        assertThat(town.sms.lookedUp()).isEmpty();
        assertThat(town.attempts()).containsOnly(entry("sms unknown", 1L));
    }

    @Test
    void aListingWithoutTheMessageProvesNothing() {
        town.people(1);
        town.sms.answer("*", lost());
        town.sms.list(doubt -> List.of());
        launch();

        later();

        await("select count(*) from look_up where tries = 1 and next_at > now()", 1);
        assertThat(town.attempts()).containsOnly(entry("sms unknown", 1L));
        assertThat(town.states()).containsOnly(entry("unknown connection_lost", 1L));
        sql.update("update look_up set tries = 5");
        due();
        await("select count(*) from look_up", 0);
        assertThat(town.attempts()).containsOnly(entry("sms unknown", 1L));
    }

    @Test
    void aMessageOfAnotherAttemptIsNotTakenForThisOne() {
        town.people(1);
        launch();
        String known = "ring-" + town.sms.taken().get(0).key();
        town.people("again", 1);
        town.sms.answer("*", lost());
        town.sms.list(doubt -> List.of(receipt(doubt.key().toString(), known, Outcome.DELIVERED)));
        launch();

        later();

        await("select count(*) from look_up where tries = 1 and next_at > now()", 2);
        assertThat(town.attempts()).containsOnly(entry("sms unknown", 2L));
    }

    @Test
    void norIsOneOfAnotherAccountOfTheLogin() {
        share();
        town.people(1);
        launch();
        String known = "ring-" + town.sms.taken().get(0).key();
        sql.update("update vendor_account set rank = 0 where name = 'a-bell'");
        sql.update("update vendor_account set rank = 5 where name = 'ring'");
        sql.update("update attempt set account = 'ring' where vendor_id = ?", known);
        accounts.forget();
        town.sms.answer("*", lost());
        town.sms.list(doubt -> List.of(receipt(doubt.key().toString(), known, Outcome.DELIVERED)));
        launch();

        later();

        await("select count(*) from look_up where tries = 1 and next_at > now()", 1);
        assertThat(town.attempts()).containsOnly(entry("sms unknown", 1L));
    }

    @Test
    void ofSeveralMessagesTheOneThatNoOtherAttemptSentIsIt() {
        String known = launchedTwice();
        town.sms.list(doubt -> List.of(
                receipt(doubt.key().toString(), known, Outcome.DELIVERED),
                receipt(doubt.key().toString(), "new", Outcome.DELIVERED)));

        later();

        Awaitility.await().untilAsserted(() -> assertThat(town.attempts()).containsOnly(entry("sms delivered", 1L)));
    }

    @Test
    void ofSeveralThatNobodyKnowsNoneIs() {
        String known = launchedTwice();
        town.sms.list(doubt -> List.of(
                receipt(doubt.key().toString(), known, Outcome.DELIVERED),
                receipt(doubt.key().toString(), "one", Outcome.DELIVERED),
                receipt(doubt.key().toString(), "other", Outcome.DELIVERED)));

        later();

        await("select count(*) from look_up where tries = 1 and next_at > now()", 1);
        await("select count(*) from receipt where state = 'new'", 0);
        assertThat(town.attempts()).containsOnly(entry("sms unknown", 1L));
    }

    /** The same words twice to one person, the second time into the dark; answers the first one's id. */
    private String launchedTwice() {
        town.people(1);
        launch();
        String known = "ring-" + town.sms.taken().get(0).key();
        town.sms.answer("*", lost());
        launch();
        return known;
    }

    private void share() {
        town.account("a-bell", "test-ring", "sms", 100_000);
        sql.update("update vendor_account set settings = '{\"login\": \"one\"}' where name in ('a-bell', 'ring')");
        accounts.forget();
    }

    @Test
    void oneMessageThatMayBeEitherOfTwoIsTakenForNeither() {
        town.people(1);
        town.sms.answer("*", lost());
        launch();
        town.sms.list(doubt -> List.of(receipt(doubt.key().toString(), "v", Outcome.DELIVERED)));
        launch();
        assertThat(texts.get(0)).isEqualTo(texts.get(1));

        later();

        await("select count(*) from look_up where tries = 1 and next_at > now()", 2);
        await("select count(*) from receipt where state = 'new'", 0);
        assertThat(town.attempts()).containsOnly(entry("sms unknown", 1L));
    }

    @Test
    void anotherTextToTheSameAddressIsNoRival() {
        town.people(1);
        town.sms.answer("*", lost());
        launch();
        town.launchSaying("Hello again");
        town.work();
        town.sms.list(doubt -> List.of(receipt(doubt.key().toString(), "v" + doubt.key(), Outcome.DELIVERED)));

        later();

        await(
                "select count(*) from look_up l join attempt a using (run_id, delivery_id, no) where a.state = 'delivered'",
                2);
    }

    static Stream<RuntimeException> failures() {
        return Stream.of(new LookUp.Unanswered("status 429"), new NullPointerException("records"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aVendorThatDoesNotAnswerIsAskedLaterAndThatIsNoTry(RuntimeException failure) {
        town.people(2);
        town.sms.answer("*", lost());
        town.sms.list(doubt -> {
            throw failure;
        });
        launch();

        later();

        await("select count(*) from look_up where tries = 0 and next_at > now() + interval '30 seconds'", 2);
        town.sms.list(doubt -> List.of(receipt(doubt.key().toString(), "v" + doubt.key(), Outcome.ACCEPTED)));
        due();
        awaitBoth("sms accepted");
    }

    @Test
    void oneMessageThatCannotBeAskedAboutHoldsUpNoOther() {
        town.people(4);
        town.sms.answer("*", lost());
        List<AttemptKey> asked = new CopyOnWriteArrayList<>();
        town.sms.list(doubt -> {
            asked.add(doubt.key());
            if (asked.size() == 1) {
                throw new LookUp.Unanswered("invalid_address");
            }
            return List.of(receipt(doubt.key().toString(), "v" + doubt.key(), Outcome.DELIVERED));
        });
        launch();

        later();

        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(town.attempts()).containsOnly(entry("sms delivered", 3L), entry("sms unknown", 1L)));
        assertThat(asked).hasSize(4);
        await(
                "select count(*) from look_up l join attempt a using (run_id, delivery_id, no) where a.state = 'unknown' and tries = 1",
                1);
    }

    @Test
    void theNextTimeOthersAreAskedAboutFirst() {
        town.people(5);
        town.sms.answer("*", lost());
        List<AttemptKey> asked = new CopyOnWriteArrayList<>();
        town.sms.list(doubt -> {
            asked.add(doubt.key());
            throw new LookUp.Unanswered("no answer");
        });
        launch();

        later();
        assertThat(asked).hasSize(2);
        sql.update("update look_up set next_at = next_at - interval '2 minutes'");
        lookUps.ask();

        assertThat(asked).hasSize(4).doesNotHaveDuplicates();
        await("select count(*) from look_up where tries = 0", 5);
    }

    @Test
    void norIsOneOfAnAccountThatHadTheLoginBefore() {
        town.people(1);
        launch();
        String known = "ring-" + town.sms.taken().get(0).key();
        // The login goes to another name, and this one gets another.
        sql.update("update vendor_account set settings = '{\"login\": \"other\"}', rank = 9 where name = 'ring'");
        town.account("a-bell", "test-ring", "sms", 100_000);
        town.sms.answer("*", lost());
        town.sms.list(doubt -> List.of(receipt(doubt.key().toString(), known, Outcome.DELIVERED)));
        launch();

        later();

        await("select count(*) from look_up where tries = 1 and next_at > now()", 1);
        assertThat(town.attempts()).containsOnly(entry("sms unknown", 1L));
    }

    @Test
    void oneVendorThatDoesNotAnswerHoldsUpNobodyElsesDoubts() {
        town.people(60);
        town.sms.answer("*", lost());
        town.sms.list(doubt -> {
            if (doubt.address().isEmpty()) {
                return List.of();
            }
            throw new LookUp.Unanswered("no answer");
        });
        launch();
        sql.update(
                "update look_up set account = 'another' where delivery_id in (select max(delivery_id) from look_up)");

        later();

        assertThat(town.sms.lookedUp()).as("asked twice for all").hasSize(2);
        await(
                "select count(*) from look_up where account = 'ring' and tries = 0 and next_at > now() + interval '30 seconds'",
                59);
        await("select count(*) from look_up where account = 'another'", 0);
    }

    @Test
    void doubtsOfVendorsThatCannotBeAskedAreForgottenThere() {
        town.people(1);
        town.sms.answer("*", lost());
        launch();

        due();

        await("select count(*) from look_up", 0);
        assertThat(town.attempts()).containsOnly(entry("sms unknown", 1L));
    }

    private Function<Outbound, SendResult> lost() {
        return message -> {
            texts.add(((Content.Sms) message.content()).text());
            return new SendResult.Unknown(Reason.CONNECTION_LOST, "");
        };
    }

    private void launch() {
        town.launchSaying("Hello");
        town.work();
    }

    /** Long after all leases, and now. */
    private void later() {
        sql.update(
                "update attempt set claimed_at = claimed_at - interval '1 hour', lease_until = lease_until - interval '1 hour'");
        due();
    }

    private void due() {
        sql.update("update look_up set next_at = now()");
        lookUps.ask();
    }

    private void await(String count, long expected) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> sql.one(count, row -> row.getLong(1)) == expected);
    }

    private void awaitBoth(String attempts) {
        Awaitility.await().untilAsserted(() -> assertThat(town.attempts()).containsOnly(entry(attempts, 2L)));
    }

    private Receipt receipt(@Nullable String key, String vendorId, Outcome outcome) {
        return new VendorReport.Receipt(
                vendorId + ":" + outcome, key, vendorId, outcome, null, "", null, null, town.now());
    }
}
