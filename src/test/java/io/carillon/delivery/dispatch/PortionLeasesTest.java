package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorAccounts;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.claim.ClaimedMessage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PortionLeasesTest extends TownTest {
    @Inject
    Sql sql;

    @Inject
    VendorAccounts accounts;

    @Inject
    RateLeases rates;

    @Inject
    AccountSenders senders;

    @Inject
    ClaimSizes sizes;

    @Inject
    DispatchMeters meters;

    @Inject
    Paces paces;

    private PortionLeases leases;
    private PortionLeases.Portions first;
    private VendorAccount ring;

    @BeforeEach
    void begin() {
        town.account("ring", "test-ring", "sms", 20);
        ring = accounts.find("ring").orElseThrow();
        leases = new PortionLeases(rates, senders, sizes, meters);
        first = lease();
        leases.ended(first, Set.of("ring"));
        leases.giveBack(first, List.of());
    }

    @Test
    void theFirstCallOfAProcessCarriesOneMessage() {
        assertThat(first.units()).containsEntry("ring", 1);
        assertThat(lease().units().get("ring")).isGreaterThan(1);
    }

    @Test
    void whatIsSentAtOnceUsesThePortionAsItIs() {
        PortionLeases.Portions portions = lease();

        assertThat(leases.renew(portions, messages(10))).isSameAs(portions);
    }

    @Test
    void aPortionThatGrewOldIsForfeitedAndTakenAnew() {
        PortionLeases.Portions old = aged(lease());
        assertThat(old.units()).containsEntry("ring", 20);
        spend();
        long begun = System.nanoTime();

        PortionLeases.Portions fresh = leases.renew(old, messages(10));

        assertThat(fresh.units()).containsEntry("ring", 10);
        // Ten of them take half a second to come together again.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void whatDoesNotComeInTimeIsADebt() {
        PortionLeases.Portions old = aged(lease());
        sql.update("update vendor_account set tokens = -1000, tokens_at = clock_timestamp() where name = 'ring'");

        leases.renew(old, messages(10));

        double tokens = sql.one("select tokens from vendor_account where name = 'ring'", row -> row.getDouble(1));
        assertThat(tokens).isBetween(-1010.0, -910.0);
    }

    private PortionLeases.Portions lease() {
        Pacing pacing = paces.begin(1, 1, ChannelKind.SMS);
        return leases.lease(List.of(ring), pacing, Instant.now(), 500);
    }

    private static PortionLeases.Portions aged(PortionLeases.Portions portions) {
        return new PortionLeases.Portions(
                portions.at() - Duration.ofSeconds(2).toNanos(),
                portions.units(),
                portions.leased(),
                portions.spent(),
                portions.turns(),
                portions.closed(),
                portions.shortestWait());
    }

    private void spend() {
        sql.update("update vendor_account set tokens = 0, tokens_at = clock_timestamp() where name = 'ring'");
    }

    private List<ClaimedMessage> messages(int many) {
        return Collections.nCopies(
                many, new ClaimedMessage(null, 1, 0, null, ring, "sms", "", null, "form", Map.of(), 1, 1, false, 0));
    }
}
