package io.carillon.delivery.settle;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.ledger.Judgement;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that nobody has looked at yet take a shorter way to what judging them comes to. */
@QuarkusTest
class NewRowsTest extends TownTest {
    @Inject
    Sql sql;

    @Inject
    Judgement judgement;

    @Inject
    UserTransaction transaction;

    @Test
    void newRowsComeToWhatJudgingThemComesTo() throws Exception {
        town.people(3);
        town.mailbox(town.person("without phone"), "m");
        town.consent(town.person("silent"), "sms", "withdrawn");
        long run = town.launch("");

        town.settle();
        List<String> settled = rows(run);
        assertThat(settled)
                .containsExactlyInAnyOrder(
                        "pending null sms due",
                        "pending null sms due",
                        "pending null sms due",
                        "pending null email due",
                        "failed no_address null never");

        List<Long> ids =
                sql.list("select id from delivery where run_id = ? and due_at is not null", row -> row.getLong(1), run);
        Instant[] dues = new Instant[ids.size()];
        Arrays.fill(dues, Judgement.AT_ONCE);
        transaction.begin();
        judgement.apply(Judgement.Row.of(run, 1, ids), dues);
        transaction.commit();
        assertThat(rows(run)).containsExactlyInAnyOrderElementsOf(settled);
        town.assertSum();
    }

    private List<String> rows(long run) {
        return sql.list(
                "select state, reason, channel, due_at from delivery where run_id = ?",
                row -> row.getString(1) + " " + row.getString(2) + " " + row.getString(3) + " "
                        + (row.getTimestamp(4) == null
                                ? "never"
                                : row.getTimestamp(4).toInstant().equals(Judgement.AT_ONCE) ? "due" : "later"),
                run);
    }
}
