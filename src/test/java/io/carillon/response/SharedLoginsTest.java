package io.carillon.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.VendorAccounts;
import io.carillon.channel.VendorReport;
import io.carillon.channel.VendorReport.Outcome;
import io.carillon.channel.VendorReport.Receipt;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports on messages of one account that come to the address of another one. */
@QuarkusTest
class SharedLoginsTest extends TownTest {
    @Inject
    ReceiptStore receipts;

    @Inject
    VendorAccounts accounts;

    @Inject
    Sql sql;

    private AttemptKey key;

    @BeforeEach
    void sendThroughTheFirst() {
        town.account("a-bell", "test-ring", "sms", 100_000);
        town.people(1);
        town.launch("");
        town.work();
        key = town.sms.taken().get(0).key();
        String account = sql.one("select account from attempt where run_id = ?", row -> row.getString(1), key.run());
        assertThat(account).isEqualTo("a-bell");
    }

    private void share(String... names) {
        sql.update("update vendor_account set settings = '{\"login\": \"one\"}' where name = any (?)", (Object) names);
        accounts.forget();
    }

    @Test
    void ourKeyIsTakenFromAnotherAccountOfTheSameLogin() {
        share("ring", "a-bell");
        tell("ring", receipt(key.toString(), null, null));

        assertThat(town.attempts()).containsOnly(entry("sms delivered", 1L));
    }

    @Test
    void soAreTheVendorsIdAndTheCallsKey() {
        share("ring", "a-bell");
        tell("ring", receipt(null, "ring-" + key, null));
        assertThat(town.attempts()).containsOnly(entry("sms delivered", 1L));

        sql.update("update attempt set state = 'accepted' where run_id = ?", key.run());
        String phone = town.sms.taken().get(0).address();
        tell("ring", receipt(null, "nobody's", new VendorReport.Call(key.toString(), phone)));
        assertThat(town.attempts()).containsOnly(entry("sms delivered", 1L));
    }

    @Test
    void whoHasAnotherLoginIsNotBelieved() {
        tell("ring", receipt(key.toString(), null, null));
        tell("ring", receipt(null, "ring-" + key, null));

        assertThat(town.attempts()).containsOnly(entry("sms accepted", 1L));
        long unmatched = sql.one("select count(*) from receipt where state = 'unmatched'", row -> row.getLong(1));
        assertThat(unmatched).isGreaterThanOrEqualTo(2);
    }

    private static Receipt receipt(@Nullable String key, @Nullable String id, VendorReport.@Nullable Call call) {
        return new Receipt(
                UUID.randomUUID().toString(), key, id, Outcome.DELIVERED, null, "", null, null, Instant.now(), call);
    }

    private void tell(String account, VendorReport report) {
        receipts.add(account, List.of(report), new byte[0]);
        Awaitility.await()
                .until(() -> sql.one("select count(*) from receipt where state = 'new'", row -> row.getLong(1)) == 0);
    }
}
