package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.ledger.Judgement;
import io.carillon.delivery.settle.BatchPlan;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who was turned away while their form was doubted, and is once more. */
@QuarkusTest
class TurnedAwayAgainTest extends TownTest {
    private static final SendResult MAY_BE_VALUES =
            new SendResult.Blocked(Reason.TEMPLATE, "47003", SendResult.Meant.US_OR_VALUES);

    private static final SendResult BY_ITS_WORDS =
            new SendResult.Blocked(Reason.SENDER, "550 5.7.1", SendResult.Meant.US_UNLESS_AGAIN);

    @Inject
    Sql sql;

    @Inject
    Blocks blocks;

    @Test
    void manyInARowWhoseValuesAreNotTakenStopTheChannelAndGoOnWhenItIsTakenForOthers() {
        town.people("first", 5);
        Set<String> odd = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            odd.add(town.somebody("odd" + i));
        }
        // More than a claim takes, so that there is somebody to probe.
        town.people("later", 500);
        town.sms.answerAt(
                "ring",
                message ->
                        odd.contains(message.address()) ? MAY_BE_VALUES : new SendResult.Accepted(message.address()));
        long run = town.launch("");
        town.work();
        assertThat(blocks.of(run)).hasSize(1);
        assertThat(town.attempts()).containsKey("sms blocked").doesNotContainKey("sms refused");

        for (int turn = 1; turn < 10 && town.states().containsKey("pending"); turn++) {
            town.clockBy(Duration.ofMinutes(6 * turn));
            town.work();
        }

        assertThat(blocks.of(run)).isEmpty();
        assertThat(town.states()).containsOnly(entry("sent", 605L));
        assertThat(town.attempts())
                .contains(entry("sms refused", 100L), entry("sms accepted", 505L), entry("email accepted", 100L));
    }

    @Test
    void whoIsKnownToHaveSuchValuesMakesNobodyElsesFormSuspicious() {
        town.people(36);
        isTakenForTheFirstAnd("");
        long run = town.launch("");
        sql.update("update delivery set due_at = due_at + interval '1 hour' where run_id = ? and id > 26", run);
        town.work();
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 1L), entry("sms blocked", 25L));

        blocks.openAll(run);
        sql.update("update delivery set due_at = due_at - interval '1 hour' where run_id = ? and id > 26", run);
        town.work();

        assertThat(blocks.of(run)).isEmpty();
        assertThat(town.attempts()).contains(entry("sms blocked", 35L), entry("sms refused", 25L));
    }

    @Test
    void ofThoseWhoWereTurnedAwayFewGoOnWhereNobodyIsTakenForBesideThem() {
        long run = launchToSixtyWhoAreTurnedAway(MAY_BE_VALUES);
        town.work();
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 1L), entry("sms blocked", 60L));

        town.clockBy(Duration.ofMinutes(6));
        town.work();

        // The others wait for their own sake, and stop nobody.
        assertThat(blocks.of(run)).isEmpty();
        assertThat(town.attempts())
                .containsOnly(
                        entry("sms accepted", 2L),
                        entry("sms blocked", 105L),
                        entry("sms refused", 15L),
                        entry("email accepted", 15L));

        town.clockBy(Duration.ofMinutes(12));
        town.work();

        assertThat(town.attempts()).contains(entry("sms blocked", 135L), entry("sms refused", 30L));
    }

    @Test
    void whoWaitsForTheirOwnSakeGoesOnWhenSomebodyResumes() {
        long run = launchToSixtyWhoAreTurnedAway(MAY_BE_VALUES);
        town.work();
        town.clockBy(Duration.ofMinutes(6));
        BatchPlan plan = town.work();
        assertThat(blocks.of(run)).isEmpty();
        assertThat(plan.waitsFor()).contains("sms at ring next try", "47003), 45 people");

        assertThat(blocks.openAll(run)).isEqualTo(1);
        town.work();

        assertThat(town.states()).containsOnly(entry("sent", 62L));
        assertThat(town.attempts()).contains(entry("sms refused", 60L), entry("email accepted", 60L));
    }

    @Test
    void whomWordsBlameUsForWaitsAndGoesOnWhenTheFormWasTakenSince() {
        town.warmUp();
        town.people(2);
        town.sms.answer(town.somebody("odd"), message -> BY_ITS_WORDS);
        town.people("later", 2);
        long run = town.launch("");
        sql.update("update delivery set due_at = due_at + interval '5 minutes' where run_id = ? and id > 4", run);
        BatchPlan plan = town.work();
        assertThat(blocks.of(run)).isEmpty();
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 3L), entry("sms blocked", 1L));
        assertThat(plan.waitsFor()).contains("sms at ring next try", "(550 5.7.1), 1 person");

        town.clockBy(Duration.ofMinutes(6));
        town.work();
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 5L), entry("sms blocked", 2L));

        town.clockBy(Duration.ofMinutes(12));
        town.work();

        assertThat(blocks.of(run)).isEmpty();
        assertThat(town.attempts())
                .containsOnly(
                        entry("sms accepted", 5L),
                        entry("sms blocked", 2L),
                        entry("sms refused", 1L),
                        entry("email accepted", 1L));
    }

    @Test
    void whomWordsBlameUsForAtTheEndOfARunGoesOnWhenSomebodyResumesTwice() {
        town.warmUp();
        town.people(2);
        town.sms.answer(town.somebody("odd"), message -> BY_ITS_WORDS);
        long run = town.launch("");
        town.work();
        sql.update("update delivery set state = 'held' where run_id = ? and state = 'pending'", run);
        assertThat(blocks.openAll(run)).as("also whose window has closed").isEqualTo(1);
        assertThat(blocks.openAll(run)).as("nothing changed since").isZero();
        sql.update("update delivery set state = 'pending', due_at = ? where state = 'held'", Judgement.AT_ONCE);
        town.work();
        assertThat(blocks.of(run)).isEmpty();
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 3L), entry("sms blocked", 2L));

        assertThat(blocks.openAll(run)).isEqualTo(1);
        town.work();

        assertThat(town.attempts())
                .containsOnly(
                        entry("sms accepted", 3L),
                        entry("sms blocked", 2L),
                        entry("sms refused", 1L),
                        entry("email accepted", 1L));
        assertThat(blocks.openAll(run)).as("nobody waits").isZero();
    }

    @Test
    void whoWaitsAloneForLongStopsNobody() {
        town.warmUp();
        town.people(2);
        town.sms.answer(town.somebody("odd"), message -> BY_ITS_WORDS);
        long run = town.launch("");
        for (int turn = 0; turn < 8; turn++) {
            town.work();
            town.clockBy(Duration.ofMinutes(6L * (turn + 1)));
        }

        assertThat(blocks.of(run)).isEmpty();
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 3L), entry("sms blocked", 8L));
    }

    @Test
    void whoHasAFormOfTheirOwnWaitsWhereTheAccountTakesOthersAndGoesOnWhenSomebodyResumesTwice() {
        town.warmUp();
        town.people(2);
        String odd = town.somebody("odd");
        town.sms.answer(odd, message -> BY_ITS_WORDS);
        sql.update(
                "update profile set locale = 'en' where id = (select profile_id from address where source = 'test' order by id desc limit 1)");
        long run = town.launchInTwoLanguages();
        town.work();
        assertThat(blocks.of(run)).isEmpty();
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 3L), entry("sms blocked", 1L));

        for (int resumes = 0; resumes < 2; resumes++) {
            blocks.openAll(run);
            town.work();
        }

        assertThat(blocks.of(run)).isEmpty();
        assertThat(town.attempts()).contains(entry("sms refused", 1L), entry("email accepted", 1L));
    }

    @Test
    void wordsThatBlameUsStopAnAccountThatTakesNothingHoweverOftenSomebodyResumes() {
        town.warmUp();
        town.people(1);
        town.sms.answerAt("ring", message -> BY_ITS_WORDS);
        long run = town.launch("");

        for (int resumes = 0; resumes < 3; resumes++) {
            town.work();
            assertThat(blocks.of(run)).extracting(Blocks.Block::reason).containsExactly(Reason.SENDER);
            blocks.openAll(run);
        }

        assertThat(town.attempts()).containsOnlyKeys("sms blocked");
    }

    @Test
    void manyWhomWordsBlameUsForStopTheChannelAndNobodyIsLedOn() {
        town.warmUp();
        town.people(40);
        AtomicInteger calls = new AtomicInteger();
        town.sms.answerAt(
                "ring",
                message ->
                        calls.getAndIncrement() % 2 == 0 ? BY_ITS_WORDS : new SendResult.Accepted(message.address()));
        long run = town.launch("");
        town.work();
        assertThat(blocks.of(run)).extracting(Blocks.Block::reason).containsExactly(Reason.SENDER);

        town.sms.answerAt("ring", message -> new SendResult.Accepted(message.address()));
        town.clockBy(Duration.ofMinutes(6));
        town.work();

        assertThat(blocks.of(run)).isEmpty();
        assertThat(town.states()).containsOnly(entry("sent", 41L));
        assertThat(town.attempts()).containsOnlyKeys("sms accepted", "sms blocked");
    }

    @Test
    void ofManyWhomWordsBlameUsForFewGoOnAndTheOthersWaitAndStopNobody() {
        long run = launchToSixtyWhoAreTurnedAway(BY_ITS_WORDS);
        town.work();
        assertThat(blocks.of(run)).hasSize(1);
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 1L), entry("sms blocked", 60L));

        town.clockBy(Duration.ofMinutes(6));
        town.work();
        assertThat(blocks.of(run)).isEmpty();
        assertThat(town.attempts()).contains(entry("sms blocked", 115L), entry("sms refused", 5L));

        blocks.openAll(run);
        town.work();

        assertThat(blocks.of(run)).isEmpty();
        assertThat(town.attempts()).contains(entry("sms blocked", 155L), entry("sms refused", 20L));
    }

    /** Beside them somebody is taken at once, and somebody five minutes later. */
    private long launchToSixtyWhoAreTurnedAway(SendResult answer) {
        town.warmUp();
        town.people(60);
        isTakenForTheFirstAnd(town.somebody("odd"), answer);
        long run = town.launch("");
        sql.update("update delivery set due_at = due_at + interval '5 minutes' where run_id = ? and id = 62", run);
        return run;
    }

    /** Whoever is called first, and whoever has this phone; nobody else. */
    private void isTakenForTheFirstAnd(String phone) {
        isTakenForTheFirstAnd(phone, MAY_BE_VALUES);
    }

    private void isTakenForTheFirstAnd(String phone, SendResult others) {
        AtomicInteger calls = new AtomicInteger();
        town.sms.answerAt(
                "ring",
                message -> calls.getAndIncrement() == 0 || message.address().equals(phone)
                        ? new SendResult.Accepted(message.address())
                        : others);
    }

    @Test
    void whoIsTurnedAwayOnceMoreAfterSomebodyResumedTwiceGoesOnHoweverMany() {
        town.people(60);
        isTakenForTheFirstAnd("");
        long run = town.launch("");
        town.work();
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 1L), entry("sms blocked", 59L));

        // Somebody may have been mistaken in what they mended.
        blocks.openAll(run);
        town.work();
        assertThat(blocks.of(run)).isEmpty();
        assertThat(town.attempts()).contains(entry("sms blocked", 103L), entry("sms refused", 15L));

        blocks.openAll(run);
        town.work();

        assertThat(blocks.of(run)).isEmpty();
        assertThat(town.attempts())
                .containsOnly(
                        entry("sms accepted", 1L),
                        entry("sms blocked", 103L),
                        entry("sms refused", 59L),
                        entry("email accepted", 59L));
    }

    @Test
    void devicesThatWereTurnedAwayTogetherAreOneTurn() {
        town.people(60);
        isTakenForTheFirstAnd("");
        long run = town.launch("");
        town.work();
        sql.update("""
                insert into attempt (run_id, delivery_id, no, batch_no, kind, channel, account, address_id, address_hash, state, reason,
                                     vendor_code, claim_token, claimed_at, lease_until, outcome_at, currency)
                select run_id, delivery_id, no + 1, batch_no, kind, channel, account, address_id, address_hash, state, reason,
                       vendor_code, claim_token, claimed_at, lease_until, outcome_at, currency
                  from attempt where run_id = ? and state = 'blocked'""", run);

        blocks.openAll(run);
        town.work();

        assertThat(town.attempts()).contains(entry("sms refused", 15L));
    }

    @Test
    void ofAFormThatIsTakenForNobodyFewGoOnWhenSomebodyResumes() {
        town.warmUp();
        town.people(8);
        town.sms.answerAt("ring", message -> MAY_BE_VALUES);
        long run = town.launch("");
        town.work();

        blocks.openAll(run);
        town.work();

        assertThat(blocks.of(run)).isEmpty();
        assertThat(town.attempts())
                .containsOnly(entry("sms blocked", 9L), entry("sms refused", 9L), entry("email accepted", 9L));
    }

    @Test
    void ofAFormThatIsTakenForNobodyFewGoOnAtATimeWhereTheAccountTakesOthers() {
        town.warmUp();
        town.people(2);
        Set<String> english = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            english.add(town.somebody("english" + i));
        }
        sql.update(
                "update profile set locale = 'en' where id in (select profile_id from address where source = 'test' order by id desc limit 60)");
        town.sms.answerAt(
                "ring",
                message -> english.contains(message.address())
                        ? MAY_BE_VALUES
                        : new SendResult.Accepted(message.address()));
        long run = town.launchInTwoLanguages();
        town.work();
        assertThat(blocks.of(run)).hasSize(1);
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 3L), entry("sms blocked", 30L));

        blocks.openAll(run);
        town.work();
        assertThat(blocks.of(run)).hasSize(1);
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 3L), entry("sms blocked", 60L));

        for (long goneOn = 15; goneOn <= 30; goneOn += 15) {
            blocks.openAll(run);
            town.work();
            assertThat(blocks.of(run)).isEmpty();
            assertThat(town.attempts()).contains(entry("sms refused", goneOn), entry("email accepted", goneOn));
        }
    }

    @Test
    void ofAFormThatIsTakenForNobodyManyGoOnForNobodysWord() {
        town.warmUp();
        town.people(30);
        town.sms.answerAt("ring", message -> MAY_BE_VALUES);
        long run = town.launch("");
        town.work();

        blocks.openAll(run);
        town.work();

        assertThat(blocks.of(run)).hasSize(1);
        assertThat(town.attempts()).containsOnly(entry("sms blocked", 62L));
    }

    @Test
    void anOpenedChannelIsTrustedAnew() {
        town.people(20);
        isTakenForTheFirstAnd("");
        long run = town.launch("");
        town.work();
        assertThat(blocks.of(run)).hasSize(1);

        town.sms.forget();
        AtomicInteger again = new AtomicInteger();
        town.sms.answerAt(
                "ring",
                message -> again.getAndIncrement() == 0 ? MAY_BE_VALUES : new SendResult.Accepted(message.address()));
        blocks.openAll(run);
        town.work();

        assertThat(blocks.of(run)).isEmpty();
        assertThat(town.attempts()).contains(entry("sms refused", 1L), entry("sms accepted", 19L));
    }
}
