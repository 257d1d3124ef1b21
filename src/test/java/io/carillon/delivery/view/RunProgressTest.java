package io.carillon.delivery.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.VendorReport.Outcome;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.ledger.LedgerNews;
import io.carillon.delivery.settle.BatchPlan;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RunProgressTest extends TownTest {
    @Inject
    Sql sql;

    @Inject
    RunProgress runs;

    @Inject
    LedgerNews news;

    @Test
    void aBatchIsWokenWhenTheLastOfItsPeopleIsReachedAndNotBefore() {
        town.people(2);
        long run = town.launch("  waitFor: { sms: { state: delivered, within: 2h } }");
        town.work();
        List<AttemptKey> keys = sql.list(
                "select delivery_id, no from attempt where run_id = ? order by 1",
                row -> new AttemptKey(run, row.getLong(1), row.getInt(2)),
                run);

        deliver(keys.get(0));
        progress(run).body("waits.waitsFor", contains("receipts")).body("waits[0].people", equalTo(1));
        assertThat(runs.throughBefore()).doesNotContain(run + "/1");
        deliver(keys.get(1));
        assertThat(runs.throughBefore()).contains(run + "/1");

        assertThat(town.settle().stage()).isEqualTo("done");
        assertThat(runs.throughBefore()).doesNotContain(run + "/1");
    }

    @Test
    void saysThatTemporalTakesNoCommand() {
        town.people(1);
        long run = town.launch("");
        sql.update("delete from outbox");
        progress(run).body("commandWaitsSince", nullValue());

        sql.update(
                "insert into outbox (command, target, created_at) values ('batch', ?, now() - interval '5 s')",
                run + "/1");
        progress(run).body("commandWaitsSince", nullValue());
        sql.update("update outbox set created_at = now() - interval '1 minute'");
        progress(run).body("commandWaitsSince", startsWith("20"));
        sql.update("update outbox set target = ?", run + "1/1");
        progress(run).body("commandWaitsSince", nullValue());
        sql.update("delete from outbox");
    }

    @Test
    void nothingThatIsOverOrPausedShowsAWaitThatIsOver() {
        town.people(1);
        town.sms.answer("*", message -> new SendResult.Blocked(Reason.BALANCE, ""));
        long run = town.launch("");
        assertThat(town.work().reasons()).containsExactly("balance");
        assertThat(runs.look(run).reasons()).containsExactly("balance");

        town.api().post("/api/campaigns/" + run + "/pause").then().statusCode(200);
        assertThat(runs.look(run).reasons()).containsExactly("paused");
        assertThat(town.settle().reasons()).containsExactly("paused");

        town.api().post("/api/campaigns/" + run + "/cancel").then().statusCode(200);
        BatchPlan done = town.settle();
        assertThat(done.stage()).isEqualTo("done");
        assertThat(done.waitsFor()).isEmpty();
        assertThat(done.reasons()).isEmpty();
        runs.close(run);
        assertThat(runs.look(run).reasons()).isEmpty();
        assertThat(runs.look(run).channels()).isEmpty();
    }

    private ValidatableResponse progress(long run) {
        return town.api().get("/api/campaigns/" + run + "/progress").then().statusCode(200);
    }

    private void deliver(AttemptKey key) {
        QuarkusTransaction.requiringNew()
                .run(() -> news.apply(List.of(
                        new LedgerNews.News("ring", key, Outcome.DELIVERED, null, "", null, null, null, town.now()))));
    }
}
