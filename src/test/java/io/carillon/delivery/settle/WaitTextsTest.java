package io.carillon.delivery.settle;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What an operator reads of a batch that waits. */
@QuarkusTest
class WaitTextsTest extends TownTest {
    @Inject
    Sql sql;

    @Test
    void receiptsAreWaitedForUntilTheLatestOfThemIsDue() {
        town.people(2);
        long run = town.launch("  waitFor: { sms: { state: delivered, within: 10m } }");
        BatchPlan sent = town.work();
        sql.update(
                "update delivery set due_at = due_at + interval '1 minute' where run_id = ?"
                        + " and id = (select max(id) from delivery where run_id = ?)",
                run,
                run);

        BatchPlan plan = town.settle();

        String latest = sql.one(
                "select to_char(max(due_at) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from delivery where run_id = ?",
                row -> row.getString(1),
                run);
        assertThat(sent.waitsFor()).startsWith("sms receipts until ").endsWith("Z, 2 people");
        assertThat(plan.waitsFor()).isEqualTo("sms receipts until " + latest + ", 2 people");
    }
}
