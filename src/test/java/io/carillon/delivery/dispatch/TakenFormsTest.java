package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.claim.Answered;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A form that a vendor does not take, and one person's values that it does not take in a form. */
@QuarkusTest
class TakenFormsTest extends TownTest {
    private static final SendResult MAY_BE_VALUES =
            new SendResult.Blocked(Reason.TEMPLATE, "47003", SendResult.Meant.US_OR_VALUES);

    @Inject
    Sql sql;

    @Inject
    Blocks blocks;

    @Inject
    TurnedAway turnedAway;

    @Inject
    TakenForms forms;

    @Test
    void whoseValuesAreNotTakenGoesOnAndStopsNobody() {
        town.people(12);
        String phone = town.somebody("odd");
        town.sms.answer(phone, message -> MAY_BE_VALUES);
        long run = town.launch("");

        town.work();

        assertThat(blocks.of(run)).isEmpty();
        assertThat(town.states()).containsOnly(entry("sent", 13L));
        assertThat(town.attempts())
                .containsOnly(entry("sms accepted", 12L), entry("sms refused", 1L), entry("email accepted", 1L));
        assertThat(reasonOfRefusal(run)).isEqualTo("policy_refused 47003");
        assertThat(isPhoneClosed(run)).isFalse();
    }

    @Test
    void aFormThatIsTakenForNobodyStopsTheChannelAndLeadsNobodyOn() {
        town.people(8);
        town.sms.answerAt("ring", message -> MAY_BE_VALUES);
        long run = town.launch("");

        town.work();

        assertThat(town.states()).containsOnly(entry("pending", 8L));
        assertThat(town.attempts()).containsOnlyKeys("sms blocked");
        assertThat(blocks.of(run)).extracting(Blocks.Block::reason).containsExactly(Reason.TEMPLATE);
    }

    @Test
    void aFormThatIsNotTakenAnyMoreStopsTheChannelAsWell() {
        town.warmUp();
        town.people("later", 60);
        // So that some are left who were not tried.
        town.account("ring", "test-ring", "sms", 80);
        AtomicInteger calls = new AtomicInteger();
        town.sms.answerAt(
                "ring", message -> calls.getAndIncrement() == 0 ? new SendResult.Accepted("1") : MAY_BE_VALUES);
        long run = town.launch("");

        town.work();

        assertThat(blocks.of(run)).hasSize(1);
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 1L), entry("sms blocked", 60L));
    }

    @Test
    void aFormThatIsTakenForMostButNotForAFifthOfThemStopsTheChannelAndLeadsNobodyOn() {
        town.people(100);
        AtomicInteger calls = new AtomicInteger();
        town.sms.answerAt(
                "ring",
                message ->
                        calls.getAndIncrement() % 5 < 3 ? new SendResult.Accepted(message.address()) : MAY_BE_VALUES);
        long run = town.launch("");
        town.settle();

        town.dispatch(ChannelKind.SMS);

        assertThat(blocks.of(run)).hasSize(1);
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 60L), entry("sms blocked", 40L));
    }

    @Test
    void fewWhoseValuesAreNotTakenStopNobodyHoweverManyTheyBecome() {
        town.people(100);
        town.account("ring", "test-ring", "sms", 40);
        AtomicInteger calls = new AtomicInteger();
        town.sms.answerAt(
                "ring",
                message ->
                        calls.incrementAndGet() % 10 == 0 ? MAY_BE_VALUES : new SendResult.Accepted(message.address()));
        long run = town.launch("");
        town.settle();

        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            town.dispatch(ChannelKind.SMS);
            return town.settle().due().stream().noneMatch(due -> due.channel().equals("sms"));
        });

        assertThat(blocks.of(run)).isEmpty();
        assertThat(town.attempts()).contains(entry("sms accepted", 90L), entry("sms refused", 10L));
    }

    @Test
    void manyForWhomItWasTakenDoNotMakeUpForThoseForWhomItIsNotAnyMore() {
        town.people(100);
        town.account("ring", "test-ring", "sms", 200);
        AtomicInteger calls = new AtomicInteger();
        town.sms.answerAt(
                "ring",
                message -> calls.getAndIncrement() < 80 ? new SendResult.Accepted(message.address()) : MAY_BE_VALUES);
        long run = town.launch("");
        town.settle();

        town.dispatch(ChannelKind.SMS);

        assertThat(blocks.of(run)).hasSize(1);
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 80L), entry("sms blocked", 20L));
    }

    @Test
    void aClaimIsCountedOnceHoweverOftenItsOutcomeIsTried() {
        List<Answered> answered = new ArrayList<>();
        for (int person = 1; person <= 11; person++) {
            answered.add(new Answered(
                    Messages.of(new AttemptKey(1_000_000, person, 1)),
                    person == 1 ? new SendResult.Accepted("1") : MAY_BE_VALUES));
        }
        Instant now = town.now();
        TakenForms.Tally tally = new TakenForms.Tally(answered, System.nanoTime());
        for (int turn = 0; turn < 3; turn++) {
            QuarkusTransaction.requiringNew().run(() -> forms.count(tally, now));
        }

        List<Answered> judged = QuarkusTransaction.requiringNew().call(() -> forms.judged(answered, tally, now));

        assertThat(judged.stream().filter(one -> one.result() instanceof SendResult.Refused))
                .hasSize(10);
    }

    @Test
    void aProbeThatIsTurnedAwayLeadsNobodyOnWhateverProcessMadeIt() {
        town.people(60);
        AtomicInteger calls = new AtomicInteger();
        town.sms.answerAt(
                "ring", message -> calls.getAndIncrement() == 0 ? new SendResult.Accepted("1") : MAY_BE_VALUES);
        long run = town.launch("");
        town.work();
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 1L), entry("sms blocked", 59L));

        // As one that has not counted.
        turnedAway.vouchedFor(run, "ring", town.now());
        town.clockBy(Duration.ofMinutes(6));
        town.work();

        assertThat(blocks.of(run)).hasSize(1);
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 1L), entry("sms blocked", 60L));
    }

    @Test
    void itStopsTheChannelAlsoWhereClaimsAreSmall() {
        town.people(60);
        town.account("ring", "test-ring", "sms", 4);
        AtomicInteger calls = new AtomicInteger();
        town.sms.answerAt(
                "ring", message -> calls.getAndIncrement() == 0 ? new SendResult.Accepted("1") : MAY_BE_VALUES);
        long run = town.launch("");
        town.settle();

        town.dispatch(ChannelKind.SMS);

        assertThat(blocks.of(run)).hasSize(1);
        assertThat(town.attempts().getOrDefault("sms refused", 0L)).isLessThanOrEqualTo(15);
    }

    @Test
    void whoCameFirstWithSuchValuesWaitsUntilAProbeOfAnotherIsTaken() {
        String phone = town.somebody("odd");
        town.people(1);
        town.sms.answer("*", message -> new SendResult.NotSent(Reason.DEFERRED, "", Duration.ofSeconds(30)));
        town.sms.answer(phone, message -> MAY_BE_VALUES);
        long run = town.launch("");
        town.work();
        assertThat(blocks.of(run)).hasSize(1);
        assertThat(town.states()).containsOnly(entry("pending", 2L));

        town.sms.forget();
        town.sms.answer(phone, message -> MAY_BE_VALUES);
        town.clockBy(Duration.ofMinutes(6));
        town.work();

        assertThat(blocks.of(run)).isEmpty();
        assertThat(town.states()).containsOnly(entry("sent", 2L));
        assertThat(town.attempts())
                .containsOnly(
                        entry("sms blocked", 1L),
                        entry("sms not_sent", 1L),
                        entry("sms accepted", 1L),
                        entry("sms refused", 1L),
                        entry("email accepted", 1L));
    }

    @Test
    void whatIsTakenInOneLanguageSaysNothingOfTheForms() {
        town.people(6);
        String phone = town.somebody("odd");
        sql.update(
                "update profile set locale = 'en' where id = (select profile_id from address where source = 'test' order by id desc limit 1)");
        town.sms.answer(phone, message -> MAY_BE_VALUES);
        long run = town.launchInTwoLanguages();

        town.work();

        assertThat(town.attempts()).containsOnly(entry("sms accepted", 6L), entry("sms blocked", 1L));
        assertThat(blocks.of(run)).hasSize(1);
    }

    private boolean isPhoneClosed(long run) {
        return sql.one("""
                select a.status <> 'active' from address a
                  join attempt t on t.address_id = a.id where t.run_id = ? and t.state = 'refused'""", row -> row.getBoolean(1), run);
    }

    private String reasonOfRefusal(long run) {
        return sql.one(
                "select reason || ' ' || vendor_code from attempt where run_id = ? and state = 'refused'",
                row -> row.getString(1),
                run);
    }
}
