package io.carillon.response;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.VendorReport;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.claim.AttemptLinks;
import io.carillon.delivery.claim.UnsubscribeToken;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProofsOfArrivalTest extends TownTest {
    @Inject
    Sql sql;

    @Inject
    AttemptLinks links;

    @Inject
    ReceiptStore store;

    @Test
    void whoUsesTheLinkOfAMessageInDoubtHasIt() {
        AttemptKey key = messageInDoubt();

        given().post(links.unsubscribe(new UnsubscribeToken(key, null)).replaceFirst("https?://[^/]+", ""))
                .then()
                .statusCode(200);

        assertThat(town.attempts()).containsOnly(entry("sms delivered", 1L));
        assertThat(town.states()).containsOnly(entry("sent", 1L));
        town.assertSum();
    }

    @Test
    void whoComplainsOfAMessageInDoubtHasIt() {
        AttemptKey key = messageInDoubt();

        store.add("ring", List.of(complaint(key)), new byte[0]);

        Awaitility.await().untilAsserted(() -> assertThat(town.attempts()).containsOnly(entry("sms delivered", 1L)));
        town.assertSum();
    }

    @Test
    void aComplaintTellsNothingNewOfAMessageThatWasTaken() {
        town.people(1);
        long run = town.launch("");
        town.work();
        Map<String, Long> before = town.attempts();

        store.add("ring", List.of(complaint(town.sms.taken().get(0).key())), new byte[0]);

        Awaitility.await()
                .until(() -> sql.one(
                                "select count(*) from consent_record where wording = ?",
                                row -> row.getLong(1),
                                "complaint " + run)
                        == 1);
        assertThat(town.attempts()).isEqualTo(before);
    }

    private boolean isWithdrawn(long run) {
        return sql.first("select 1 from consent_record where wording = ?", row -> 1, "complaint " + run)
                .isPresent();
    }

    private VendorReport complaint(AttemptKey key) {
        return new VendorReport.OptOut("arf:" + key, null, key.toString(), "complaint " + key.run(), town.now());
    }

    private AttemptKey messageInDoubt() {
        town.people(1);
        town.sms.answer("*", message -> new SendResult.Unknown(Reason.TIME_OUT, ""));
        town.launch("");
        town.work();
        assertThat(town.attempts()).containsOnly(entry("sms unknown", 1L));
        return sql.one(
                "select run_id, delivery_id, no from attempt where run_id = (select max(run_id) from attempt)",
                row -> new AttemptKey(row.getLong("run_id"), row.getLong("delivery_id"), row.getInt("no")));
    }
}
