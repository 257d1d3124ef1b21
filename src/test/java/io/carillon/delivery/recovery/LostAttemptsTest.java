package io.carillon.delivery.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.Content;
import io.carillon.channel.Outbound;
import io.carillon.channel.Purpose;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.VendorReport;
import io.carillon.channel.VendorReport.Outcome;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.claim.AttemptLinks;
import io.carillon.delivery.claim.UnsubscribeToken;
import io.carillon.response.ReceiptStore;
import io.carillon.vault.Vault;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Receipts on messages that left after the backup was taken: they carry keys that the restored database does not have. */
@QuarkusTest
class LostAttemptsTest extends TownTest {
    @Inject
    Recovery recovery;

    @Inject
    ReceiptStore receipts;

    @Inject
    Sql sql;

    @Inject
    AttemptLinks links;

    @Inject
    Vault vault;

    private long run;

    @BeforeEach
    void found() {
        sql.update("update run set closed_at = now() where closed_at is null");
        sql.update("delete from recovery_run");
        sql.update("delete from recovery");
    }

    @Test
    void aReceiptByOurKeySettlesTheDoubtAndALaterOneFindsItToo() {
        town.people(2);
        sendAndLose();
        AttemptKey key = town.sms.taken().get(0).key();

        tell("ring", receipt(key, null, Outcome.ACCEPTED));
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 1L), entry("sms unknown", 1L));
        tell("ring", receipt(key, null, Outcome.DELIVERED));

        assertThat(town.states()).containsOnly(entry("sent", 1L), entry("unknown restored", 1L));
        assertThat(town.attempts()).containsOnly(entry("sms delivered", 1L), entry("sms unknown", 1L));
    }

    @Test
    void twoReceiptsOfOneLostMessageInOneGoAreOneMessage() {
        town.people(1);
        sendAndLose();
        AttemptKey key = town.sms.taken().get(0).key();

        tell("ring", receipt(key, null, Outcome.ACCEPTED), receipt(key, null, Outcome.DELIVERED));

        assertThat(town.attempts()).containsOnly(entry("sms delivered", 1L));
        assertThat(town.states()).containsOnly(entry("sent", 1L));
    }

    @Test
    void aReceiptFromAnotherChannelThanTheDoubtWritesThatMessageDown() {
        town.people(1);
        town.sms.answer("*", message -> new SendResult.Refused(Reason.NOT_REACHABLE, ""));
        sendAndLose();
        AttemptKey mail = town.email.taken().get(0).key();
        assertThat(town.attempts()).containsOnly(entry("sms unknown", 1L));

        tell("letter", receipt(mail, null, Outcome.DELIVERED));

        assertThat(town.attempts()).containsOnly(entry("sms unknown", 1L), entry("email delivered", 1L));
        assertThat(town.states()).containsOnly(entry("sent", 1L));
    }

    @Test
    void aReceiptOfACallOfManyIsFoundByItsAddress() {
        town.people(2);
        sendAndLose();
        Outbound first = town.sms.taken().get(0);
        Outbound second = town.sms.taken().get(1);

        VendorReport.Call call = new VendorReport.Call(first.key().toString(), second.address());
        tell("ring", receipt(null, call, Outcome.DELIVERED));

        assertThat(town.states()).containsOnly(entry("sent", 1L), entry("unknown restored", 1L));
        long settled = sql.one(
                "select delivery_id from attempt where run_id = ? and state = 'delivered'", row -> row.getLong(1), run);
        assertThat(settled).isEqualTo(second.key().delivery());
    }

    @Test
    void aReceiptOfACallOfManyIsFoundWhereTheDoubtIsAboutAnotherAddressOfThePerson() {
        long ann = town.person("ann");
        town.phone(ann, "-old");
        String dead = town.phone(ann, "-new");
        town.sms.answer(dead, message -> new SendResult.Refused(Reason.INVALID_ADDRESS, ""));
        run = town.launch("");
        RunBackup backup = RunBackup.of(sql, run);
        town.work();
        backup.restore();
        sql.update("update address set status = 'active', status_at = null where profile_id = ?", ann);
        recovery.recover(town.now().minusSeconds(60), "", "test");
        Outbound sent = town.sms.taken().stream()
                .filter(one -> !one.address().equals(dead))
                .findFirst()
                .orElseThrow();
        assertThat(town.attempts()).containsOnly(entry("sms unknown", 1L));

        long atIt = sql.one(
                "select count(*) from attempt where run_id = ? and address_hash = ?",
                row -> row.getLong(1),
                run,
                vault.hash("phone", "", sent.address()));
        assertThat(atIt).as("the doubt is about the dead one").isZero();

        AttemptKey other = new AttemptKey(run, 99_999, 1);
        tell("ring", receipt(null, new VendorReport.Call(other.toString(), sent.address()), Outcome.DELIVERED));

        assertThat(town.attempts()).containsOnly(entry("sms delivered", 1L));
        assertThat(town.states()).containsOnly(entry("sent", 1L));
    }

    @Test
    void aReceiptOfALaterTrySettlesWhatWasInFlightWhenTheBackupWasTaken() {
        town.people(2);
        loseInFlight();
        Outbound one = town.sms.taken().get(0);
        Outbound other = town.sms.taken().get(1);

        // What was in flight came back unsent, and was tried again, once by itself and once in a call of many.
        tell("ring", receipt(next(one.key()), null, Outcome.DELIVERED));
        VendorReport.Call call = new VendorReport.Call(next(other.key()).toString(), other.address());
        tell("ring", receipt(null, call, Outcome.DELIVERED));

        assertThat(town.attempts()).containsOnly(entry("sms delivered", 2L));
        assertThat(town.states()).containsOnly(entry("sent", 2L));
    }

    @Test
    void aReceiptOfACallOfManyAboutWhatWasLookedUpBeforeIsNoOtherMessage() {
        town.people(2);
        loseInFlight();
        Outbound one = town.sms.taken().get(0);

        // A look-up knows the message, and not the vendor's id of it.
        tell("ring", receipt(one.key(), null, Outcome.UNDELIVERED));
        assertThat(town.attempts()).contains(entry("sms undelivered", 1L));
        AttemptKey other = new AttemptKey(run, 99_999, 1);
        tell("ring", receipt(null, new VendorReport.Call(other.toString(), one.address()), Outcome.UNDELIVERED));

        assertThat(town.attempts().get("sms undelivered")).isEqualTo(1L);
    }

    @Test
    void theUnsubscribeLinkOfAMailThatTheDatabaseLostStillOptsOut() {
        long ann = town.person("ann");
        town.mailbox(ann, "ann");
        long bob = town.person("bob");
        town.mailbox(bob, "bob");
        run = town.launchOver("email", "");
        RunBackup backup = RunBackup.of(sql, run);
        town.work();
        backup.restore();
        recovery.recover(town.now().minusSeconds(60), "", "test");
        AttemptKey key = town.email.taken().stream()
                .map(Outbound::key)
                .filter(one -> profile(one) == ann)
                .findFirst()
                .orElseThrow();

        post(key, 200);
        post(key, 200);

        assertThat(withdrawn(ann)).containsExactly("email");
        assertThat(withdrawn(bob)).isEmpty();
        post(new AttemptKey(run, 99_999_999, 1), 404);
        sql.update("update run set frozen_at = now() where id = ?", run);
        post(town.email.taken().get(0).key(), 404);
    }

    @Test
    void aLinkOfWhichNobodyKnowsWhatItWasSentOnOptsOutOfAllThatTheCampaignIsSentOn() {
        long ann = town.person("ann");
        town.phone(ann, "-ann");
        town.mailbox(ann, "ann");
        run = town.launch("");
        RunBackup backup = RunBackup.of(sql, run);
        town.work();
        backup.restore();
        recovery.recover(town.now().minusSeconds(60), "", "test");

        post(town.sms.taken().get(0).key(), 200);

        assertThat(withdrawn(ann)).containsExactlyInAnyOrder("email", "sms");
    }

    /** A campaign that was made after the backup is not known at all. */
    @Test
    void theUnsubscribeLinkOfAMailOfALostCampaignOptsOutWhoeverHasTheMailbox() {
        long ann = town.person("ann");
        town.mailbox(ann, "ann");
        run = town.launchOver("email", "");
        town.work();
        Outbound mail = town.email.taken().get(0);
        for (String table : List.of("attempt", "delivery", "batch")) {
            sql.update("delete from " + table + " where run_id = ?", run);
        }
        sql.update("update run set closed_at = now(), frozen_at = null where id = ?", run);

        post(mail.key(), 404);
        post(links.unsubscribe(new UnsubscribeToken(mail.key(), null)) + "?m=bent", 404);
        post(((Content.Email) mail.content()).unsubscribeUrl(), 200);
        post(((Content.Email) mail.content()).unsubscribeUrl(), 200);

        assertThat(withdrawn(ann)).containsExactly("email");
    }

    @Test
    void theUnsubscribeLinkOfAMailToAMailboxThatNobodyHasIsKeptForWhoeverIsGivenIt() {
        byte[] mailbox = vault.hash("mailbox", "", "nobody-" + UUID.randomUUID() + "@example.com");
        UnsubscribeToken token = new UnsubscribeToken(
                new AttemptKey(999_999, 1, 1), new UnsubscribeToken.From(Purpose.SERVICE, mailbox));

        post(links.unsubscribe(token), 200);

        assertThat(sql.list(
                        "select channel || ' ' || purpose || ' ' || state || ' ' || source from address_word where address_hash = ?",
                        row -> row.getString(1),
                        (Object) mailbox))
                .containsExactly("email service withdrawn one_click");
    }

    private void post(AttemptKey key, int status) {
        post(links.unsubscribe(new UnsubscribeToken(key, null)), status);
    }

    private static void post(String link, int status) {
        RestAssured.given()
                .contentType("application/x-www-form-urlencoded")
                .body("List-Unsubscribe=One-Click")
                .post(link.replaceFirst("https?://[^/]+", ""))
                .then()
                .statusCode(status);
    }

    private long profile(AttemptKey key) {
        return sql.one(
                "select profile_id from delivery where run_id = ? and id = ?",
                row -> row.getLong(1),
                key.run(),
                key.delivery());
    }

    private List<String> withdrawn(long profile) {
        return sql.list(
                "select channel from consent where profile_id = ? and state = 'withdrawn'",
                row -> row.getString(1),
                profile);
    }

    private void loseInFlight() {
        run = town.launch("");
        town.work();
        sql.update("update attempt set state = 'in_flight', outcome_at = null, vendor_id = null where run_id = ?", run);
        sql.update("""
                update delivery set state = 'pending', channel = 'sms', due_at = carillon_now() + interval '46 seconds' where run_id = ?""", run);
        recovery.recover(town.now().minusSeconds(60), "", "test");
        assertThat(town.states()).containsOnly(entry("unknown restored", 2L));
    }

    private static AttemptKey next(AttemptKey key) {
        return new AttemptKey(key.run(), key.delivery(), key.no() + 1);
    }

    @Test
    void keysOfAnAudienceThatWasFrozenAnewNameOtherPeople() {
        town.people(1);
        sendAndLose();
        sql.update("update run set frozen_at = now() where id = ?", run);

        tell("ring", receipt(town.sms.taken().get(0).key(), null, Outcome.DELIVERED));

        assertThat(town.states()).containsOnly(entry("unknown restored", 1L));
    }

    @Test
    void aKeyOfSomebodyWhoIsNotInDoubtIsNotBelieved() {
        town.people(1);
        run = town.launch("");
        town.work();
        recovery.recover(town.now().minusSeconds(60), "", "test");
        sql.update("update delivery set is_doubtful = false where run_id = ?", run);
        AttemptKey key = town.sms.taken().get(0).key();

        tell("letter", receipt(new AttemptKey(run, key.delivery(), 7), null, Outcome.DELIVERED));

        assertThat(town.attempts()).containsOnly(entry("sms accepted", 1L));
    }

    /** Sends everything, then puts the rows back as they were before, and recovers. */
    private void sendAndLose() {
        run = town.launch("");
        RunBackup backup = RunBackup.of(sql, run);
        town.work();
        backup.restore();
        recovery.recover(town.now().minusSeconds(60), "", "test");
    }

    private VendorReport receipt(@Nullable AttemptKey key, VendorReport.@Nullable Call call, Outcome outcome) {
        return new VendorReport.Receipt(
                UUID.randomUUID().toString(),
                key == null ? null : key.toString(),
                call == null ? null : UUID.randomUUID().toString(),
                outcome,
                null,
                "",
                null,
                null,
                town.now(),
                call);
    }

    /** Until the running app has tried them. */
    private void tell(String account, VendorReport... reports) {
        receipts.add(account, List.of(reports), new byte[0]);
        Awaitility.await()
                .until(() -> sql.one("select count(*) from receipt where state = 'new'", row -> row.getLong(1)) == 0);
        town.assertSum();
    }
}
