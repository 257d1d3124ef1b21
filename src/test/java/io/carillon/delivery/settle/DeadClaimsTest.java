package io.carillon.delivery.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Outbound;
import io.carillon.channel.VendorReport.Outcome;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.ledger.LedgerNews;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Claims whose process died: what it had begun is in doubt, what it had not begun is sent by another. */
@QuarkusTest
class DeadClaimsTest extends TownTest {
    @Inject
    LedgerNews news;

    @Inject
    Sql sql;

    @Test
    void aClaimWhoseProcessDiedBecomesADoubtThatAReceiptSettles() {
        town.people(1);
        long run = town.launch("");
        town.work();
        // As a process leaves it that was killed between the claim and the outcome, long ago.
        sql.update("""
                update attempt set state = 'in_flight', vendor_id = null, outcome_at = null,
                       lease_until = clock_timestamp() - interval '1 minute' where run_id = ?""", run);
        sql.update("""
                update delivery set state = 'pending', reason = null, channel = 'sms', due_at = carillon_now() where run_id = ?""", run);
        sql.update("""
                insert into claim_call (claim_token, places) select claim_token, array[place] from attempt where run_id = ?""", run);

        town.settle();
        assertThat(town.states()).containsOnly(entry("unknown process_lost", 1L));

        Outbound sent = town.sms.taken().get(0);
        QuarkusTransaction.requiringNew()
                .run(() -> news.apply(List.of(new LedgerNews.News(
                        "ring", sent.key(), Outcome.DELIVERED, null, "", null, null, null, town.now()))));
        assertThat(town.states()).containsOnly(entry("sent", 1L));
        town.work();
        assertThat(town.sms.taken()).hasSize(1);
        town.assertSum();
    }

    @Test
    void whatADeadProcessHadClaimedAndNotBegunIsSentByAnother() {
        town.people(3);
        long run = town.launch("");
        town.settle();
        diesAfter(run, 1);

        town.work();

        assertThat(town.states()).containsOnly(entry("sent", 2L), entry("unknown process_lost", 1L));
        assertThat(town.attempts())
                .containsOnly(entry("sms accepted", 2L), entry("sms not_sent", 2L), entry("sms unknown", 1L));
        assertThat(town.sms.addresses()).hasSize(2).doesNotHaveDuplicates();
        town.assertSum();
    }

    @Test
    void aClaimOfAReleaseThatMarkedNoCallsIsAllInDoubt() {
        town.people(2);
        long run = town.launch("");
        town.settle();
        diesAfter(run, 0);
        sql.update("update attempt set place = null where run_id = ?", run);

        town.work();

        assertThat(town.states()).containsOnly(entry("unknown process_lost", 2L));
    }

    @Test
    void whoWasHeldIsAtWorkFromTheClaimOnSoThatADeadClaimOfTheirsIsFound() {
        town.people(2);
        long run = town.launch("");
        town.settle();
        // Their window opens while a dispatch is at work, so nobody settles them before they are claimed.
        sql.update("update delivery set state = 'held', reason = 'window', hold = 'window' where run_id = ?", run);
        List<Map<String, Long>> seen = new CopyOnWriteArrayList<>();
        town.sms.beforeEachCall(() -> seen.add(town.states()));

        town.dispatch(ChannelKind.SMS);

        assertThat(seen).isNotEmpty().allSatisfy(states -> assertThat(states).containsOnlyKeys("pending"));
        town.assertSum();
    }

    @Test
    void whoWasHeldAndWaitsForAnAccountIsToldAsWaiting() {
        town.people(2);
        long run = town.launch("");
        town.settle();
        sql.update("update delivery set state = 'held', reason = 'window', hold = 'window' where run_id = ?", run);
        sql.update(
                "update vendor_account set closed_until = clock_timestamp() + interval '1 hour' where name = 'ring'");

        town.dispatch(ChannelKind.SMS);

        assertThat(town.sms.taken()).isEmpty();
        assertThat(town.states()).containsOnly(entry("pending", 2L));
        long waiting = sql.one(
                "select count(*) from delivery where run_id = ? and waits_for = 'ring'", row -> row.getLong(1), run);
        assertThat(waiting).isEqualTo(2);
        town.assertSum();
    }

    @Test
    void theCallToOneDeviceOfSomebodyWhoWasReachedOnAnotherIsEndedToo() {
        town.people(1);
        long run = town.launch("");
        town.settle();
        diesAfter(run, 1);
        sql.update("update delivery set state = 'sent' where run_id = ?", run);

        town.settle();

        assertThat(town.attempts()).containsOnly(entry("sms unknown", 1L));
    }

    @Test
    void whatIsNotBegunWhenItsClaimIsOverForEverybodyElseIsNotCalled() {
        town.people(160);
        long run = town.launch("");
        town.settle();
        AtomicBoolean isPaused = new AtomicBoolean();
        // As if this machine had been paused while some calls were out: by its own clock there is time left.
        town.sms.beforeEachCall(() -> {
            synchronized (isPaused) {
                if (town.sms.taken().size() >= 64 && !isPaused.getAndSet(true)) {
                    sql.update(
                            "update attempt set lease_until = clock_timestamp() - interval '1 second' where run_id = ?",
                            run);
                }
            }
        });

        town.work();

        assertThat(town.attempts()).containsKey("sms not_sent");
        sql.update("update delivery set due_at = carillon_now() where run_id = ? and state = 'pending'", run);
        town.work();
        assertThat(town.attempts()).containsEntry("sms accepted", 160L);
        assertThat(town.sms.addresses()).hasSize(160).doesNotHaveDuplicates();
        town.assertSum();
    }

    @Test
    void aCallThatCannotBeMarkedDoesNotBegin() {
        town.people(2);
        town.launch("");
        town.settle();
        sql.run("alter table claim_call rename to claim_call_away");
        try {
            assertThatThrownBy(() -> town.dispatch(ChannelKind.SMS)).isInstanceOf(RuntimeException.class);
        } finally {
            sql.run("alter table claim_call_away rename to claim_call");
        }

        assertThat(town.sms.taken()).isEmpty();
    }

    @Test
    void whatWasAnsweredStaysBegunUntilItsWholeClaimIsWrittenAndNoLonger() {
        town.people(160);
        long run = town.launch("");
        town.settle();
        AtomicLong most = new AtomicLong();
        town.sms.beforeEachCall(() -> most.accumulateAndGet(begun(run), Math::max));

        town.dispatch(ChannelKind.SMS);

        // Four senders with up to 16 in hand each had no more than 64 at once.
        assertThat(most.get()).isBetween(65L, 160L);
        assertThat(begun(run)).isZero();
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 160L));
    }

    private long begun(long run) {
        return sql.one("""
                select coalesce(sum(cardinality(c.places)), 0) from claim_call c
                 where c.claim_token in (select a.claim_token from attempt a where a.run_id = ?)""", row -> row.getLong(1), run);
    }

    /** All of a run's people are claimed, so many are called, and then nobody writes the outcome; long ago. */
    private void diesAfter(long run, int calls) {
        town.dispatch(ChannelKind.SMS);
        sql.update("""
                update attempt set state = 'in_flight', vendor_id = null, outcome_at = null,
                       lease_until = clock_timestamp() - interval '1 minute' where run_id = ?""", run);
        sql.update("""
                update delivery set state = 'pending', reason = null, channel = 'sms', due_at = carillon_now() where run_id = ?""", run);
        town.sms.forget();
        sql.update("""
                insert into claim_call (claim_token, places)
                select claim_token, array_agg(place) from attempt where run_id = ? and place < ? group by 1""", run, calls);
    }

    @Test
    void aClaimWithinItsLeaseIsLeftAlone() {
        town.people(1);
        long run = town.launch("");
        town.work();
        sql.update("""
                update attempt set state = 'in_flight', outcome_at = null,
                       lease_until = clock_timestamp() - interval '1 second' where run_id = ?""", run);
        sql.update("update delivery set state = 'pending', due_at = carillon_now() where run_id = ?", run);

        town.settle();

        assertThat(town.attempts()).containsOnly(entry("sms in_flight", 1L));
    }
}
