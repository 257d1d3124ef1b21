package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.VendorAccounts;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our own rate limits: they slow an account down, and never make anybody go elsewhere or wait for ever. */
@QuarkusTest
class PaceTest extends TownTest {
    @Inject
    Sql sql;

    @Inject
    VendorAccounts accounts;

    @Inject
    RateLeases rates;

    @AfterEach
    void leave() {
        sql.update("delete from vendor_account where name = 'ring-2'");
        sql.update("update vendor_account set kind = 'sms', rate_unit = 'messages' where name = 'ring'");
        accounts.forget();
    }

    @Test
    void whoFindsNoRateAtTheirAccountWaitsForItAndDoesNotGoToADearerOne() {
        town.account("ring-2", "test-ring", "sms", 100_000);
        sql.update("update vendor_account set rank = 2 where name = 'ring-2'");
        town.people(60);
        town.account("ring", "test-ring", "sms", 20);
        long run = town.launch("");

        town.settle();
        town.dispatch(ChannelKind.SMS);

        assertThat(used(run)).containsOnly("ring");
        assertThat(town.sms.addresses()).hasSizeBetween(20, 59);
        long later = sql.one(
                "select count(*) from delivery where run_id = ? and state = 'pending' and due_at > 'epoch'",
                row -> row.getLong(1),
                run);
        assertThat(later).as("those who wait leave the way free").isPositive();

        sql.update("update vendor_account set tokens = 100, rate_limit = 1000 where name = 'ring'");
        sql.update("update delivery set due_at = carillon_now() where run_id = ? and state = 'pending'", run);
        accounts.forget();
        town.work();
        assertThat(used(run)).containsOnly("ring");
        assertThat(town.states()).containsOnly(entry("sent", 60L));
    }

    @ParameterizedTest
    @CsvSource({
        "0.25, messages, sms, 1",
        "0.25, calls, sms, 1",
        "2, parts, sms, 24",
        "40, parts, sms, 40",
        "0.25, messages, push, 20"
    })
    void aSlowAccountSavesUpForWhoeverTakesMost(double perSecond, String unit, String kind, int most) {
        sql.update(
                "update vendor_account set rate_limit = ?, rate_unit = ?, kind = ?, tokens = 0, tokens_at = clock_timestamp() - interval '1 hour'"
                        + " where name = 'ring'",
                perSecond,
                unit,
                kind);
        accounts.forget();

        assertThat(rates.lease(accounts.find("ring").orElseThrow(), 500).units())
                .isEqualTo(most);
    }

    private List<String> used(long run) {
        return sql.list("select distinct account from attempt where run_id = ?", row -> row.getString(1), run);
    }
}
