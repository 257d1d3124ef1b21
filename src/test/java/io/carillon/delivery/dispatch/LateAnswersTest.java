package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.settle.BatchPlan;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers whose claim somebody took for lost, because PostgreSQL was stuck for longer than its lease. */
@QuarkusTest
class LateAnswersTest extends TownTest {
    private static final SendResult NOT_REACHABLE = new SendResult.Refused(Reason.NOT_REACHABLE, "30003");

    @Inject
    Sql sql;

    @Inject
    Patience patience;

    @Test
    void anAnswerSettlesTheDoubtThatWasWrittenForItsClaim() {
        town.people(2);
        long run = town.launch("");
        town.settle();
        // What is not begun when its claim is taken for lost does not leave.
        CountDownLatch begun = new CountDownLatch(2);
        town.sms.beforeEachCall(() -> {
            begun.countDown();
            await(begun);
            callsAreTakenForLost(run);
        });

        town.dispatch(ChannelKind.SMS);

        assertThat(town.attempts()).containsOnly(entry("sms accepted", 2L));
        assertThat(town.states()).containsOnly(entry("sent", 2L));
        assertThat(batchesTold(run)).as("its workflow planned without it").isPositive();
        town.assertSum();
    }

    @Test
    void aRefusalInTimeStillLeadsOn() {
        town.people(1);
        town.sms.answer("*", message -> NOT_REACHABLE);
        long run = town.launch("");
        town.settle();
        town.sms.beforeEachCall(() -> callsAreTakenForLost(run));

        town.work();

        assertThat(town.attempts()).containsOnly(entry("sms refused", 1L), entry("email accepted", 1L));
    }

    @Test
    void whoIsNotWaitedForAnyMoreIsCorrectedAndNeverSentTo() {
        town.people(2);
        String refused = town.phone(town.person("refused"), "-refused");
        town.sms.answer(refused, message -> NOT_REACHABLE);
        String unsent = town.phone(town.person("unsent"), "-unsent");
        town.sms.answer(unsent, message -> new SendResult.NotSent(Reason.VENDOR_DOWN, "", null));
        long run = town.launch("");
        town.settle();
        // What is not begun when its claim is taken for lost does not leave.
        CountDownLatch begun = new CountDownLatch(4);
        town.sms.beforeEachCall(() -> {
            begun.countDown();
            await(begun);
            nobodyIsWaitedFor(run);
        });

        town.dispatch(ChannelKind.SMS);

        assertThat(town.states())
                .containsOnly(entry("sent", 2L), entry("failed not_reachable", 1L), entry("unknown process_lost", 1L));
        BatchPlan plan = town.work();
        assertThat(plan.stage()).isEqualTo("done");
        assertThat(town.email.taken()).isEmpty();
        town.assertSum();
    }

    @Test
    void whatSomebodyEndedAsNotSentGivesBackWhatItUsedOnlyOnce() {
        String openid = town.openid(town.person("ann"), "ann", 3);
        long run = town.launchOverWechat();
        town.settle();
        AtomicBoolean isFirst = new AtomicBoolean(true);
        town.wechat.answer("*", message -> {
            if (!isFirst.getAndSet(false)) {
                return new SendResult.Accepted("again");
            }
            sql.update("delete from claim_call");
            claimsAreTakenForLost(run);
            assertThat(town.attempts()).containsOnly(entry("wechat not_sent", 1L));
            return new SendResult.NotSent(Reason.LEASE_OVER, "", null);
        });

        town.work();

        assertThat(town.attempts()).containsOnly(entry("wechat not_sent", 1L), entry("wechat accepted", 1L));
        assertThat(town.grants(openid)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answersAreWrittenAgainWhenTheirTransactionWasCalledOff(boolean isNoticedByAStatement) {
        AtomicInteger tries = new AtomicInteger();

        patience.until(() -> QuarkusTransaction.requiringNew().timeout(1).run(() -> {
            if (tries.incrementAndGet() == 1) {
                sql.run("select pg_sleep(3)");
            }
            if (isNoticedByAStatement) {
                sql.run("select 1");
            }
        }));

        assertThat(tries).hasValue(2);
    }

    /** All calls have begun, and another process looks long after the lease. */
    private synchronized void callsAreTakenForLost(long run) {
        sql.update("""
                insert into claim_call (claim_token, places)
                select claim_token, array_agg(place) from attempt where run_id = ? and state = 'in_flight' group by 1""", run);
        claimsAreTakenForLost(run);
    }

    private static void await(CountDownLatch begun) {
        try {
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private synchronized void nobodyIsWaitedFor(long run) {
        callsAreTakenForLost(run);
        sql.update("update delivery set due_at = carillon_now() where run_id = ? and due_at is not null", run);
        assertThat(town.settle().stage()).isEqualTo("done");
    }

    private void claimsAreTakenForLost(long run) {
        sql.update(
                "update attempt set lease_until = clock_timestamp() - interval '1 hour' where run_id = ? and state = 'in_flight'",
                run);
        sql.update(
                "update delivery set due_at = carillon_now() where run_id = ? and state = 'pending' and due_at > carillon_now()",
                run);
        town.settle();
    }

    private long batchesTold(long run) {
        return sql.one(
                "select count(*) from outbox where command = 'batch' and target = ?",
                row -> row.getLong(1),
                run + "/1");
    }
}
