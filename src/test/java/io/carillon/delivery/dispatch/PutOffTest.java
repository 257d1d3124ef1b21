package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.hamcrest.Matchers.equalTo;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Closures;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** People whom their own mailboxes put off, beside an account that takes everybody else. */
@QuarkusTest
class PutOffTest extends TownTest {
    private static final SendResult LATER = new SendResult.NotSent(Reason.DEFERRED, "450 4.2.1", Duration.ofMinutes(5));
    private static final int BUSY = 15;

    @Inject
    Sql sql;

    @Inject
    Closures closures;

    @Test
    void whoIsPutOffAgainProvesNothingOfTheAccount() {
        busy();
        town.phone(town.person("free"), "-free");
        long run = town.launch("");
        town.work();
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 1L), entry("sms not_sent", (long) BUSY));

        sql.update("update delivery set due_at = carillon_now() where run_id = ? and state = 'pending'", run);
        town.dispatch(ChannelKind.SMS);

        assertThat(town.attempts()).as("they were one claim").contains(entry("sms not_sent", 2L * BUSY));
        assertThat(closures.now()).isEmpty();
    }

    @Test
    void whereEverybodyIsPutOffForTheFirstTimeTheAccountIsClosedAndNoVendorIsBlamed() {
        busy();
        long run = town.launch("");

        town.work();

        assertThat(closures.now().get("ring"))
                .returns(Reason.DEFERRED, Closures.Closure::reason)
                .returns("450 4.2.1", Closures.Closure::vendorCode);
        town.api()
                .get("/api/campaigns/" + run + "/progress")
                .then()
                .body("closedAccounts[0].reason", equalTo("deferred"));
    }

    @Test
    void whoWasPutOffForTheirOwnSakeDoesNotComeBackWhenTheAccountIsOpened() {
        busy();
        long run = town.launch("");
        town.work();
        town.api().post("/api/accounts/ring/open").then().statusCode(200);
        assertThat(dueIn(run)).as("their own pause").allMatch(seconds -> seconds > 200);

        // Meanwhile the vendor asked to be left in peace for an hour.
        closures.close("ring", Duration.ofHours(1), Reason.THROTTLED, "429");
        sql.update("update delivery set due_at = carillon_now() + interval '1 hour' where run_id = ?", run);
        long fresh = sql.one("select min(id) from delivery where run_id = ?", row -> row.getLong(1), run);
        sql.update("delete from attempt where run_id = ? and delivery_id = ?", run, fresh);
        town.api().post("/api/accounts/ring/open").then().statusCode(200);

        assertThat(dueIn(run).get(0)).as("one who waited for the account").isNegative();
        assertThat(dueIn(run).subList(1, BUSY))
                .as("as if it had been open all the time")
                .allMatch(seconds -> seconds > 200 && seconds < 400);
    }

    @Test
    void whoWasPutOffForTheirOwnSakeGoesOnWhenTheAccountIsTakenOutOfUse() {
        busy();
        long run = town.launch("");
        town.work();

        town.api().delete("/api/accounts/ring").then().statusCode(204);

        assertThat(closures.now()).doesNotContainKey("ring");
        assertThat(dueIn(run)).hasSize(BUSY).allMatch(seconds -> seconds < 10);
    }

    @Test
    void whoWasPutOffForTheirOwnSakeDoesNotComeBackWhenTheRunIsResumed() {
        busy();
        long run = town.launch("");
        town.work();
        long fresh = sql.one("select min(id) from delivery where run_id = ?", row -> row.getLong(1), run);
        sql.update("delete from attempt where run_id = ? and delivery_id = ?", run, fresh);
        sql.update(
                "insert into run_block (run_id, channel, account, reason, vendor_code, since, probe_at)"
                        + " values (?, 'sms', 'ring', 'balance', '', carillon_now(), carillon_now() + interval '5 minutes')",
                run);

        town.api().post("/api/campaigns/" + run + "/resume").then().statusCode(200);

        assertThat(dueIn(run).get(0)).as("one who waited for the channel").isNegative();
        assertThat(dueIn(run).subList(1, BUSY)).as("their own pause").allMatch(seconds -> seconds > 200);
    }

    private void busy() {
        for (int i = 0; i < BUSY; i++) {
            town.sms.answer(town.phone(town.person("busy" + i), "-" + i), message -> LATER);
        }
    }

    /** Seconds until each is due, the most urgent first. */
    private List<Double> dueIn(long run) {
        return sql.list(
                "select extract(epoch from due_at - carillon_now()) from delivery where run_id = ? and state = 'pending' order by due_at",
                row -> row.getDouble(1),
                run);
    }
}
