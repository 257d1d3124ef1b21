package io.carillon.delivery.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Several people of one run with one address. */
@QuarkusTest
class SharedAddressesTest extends TownTest {
    @Inject
    Sql sql;

    @Test
    void ofTwoOwnersOfOnePhoneOneIsSentTo() {
        long ann = town.person("ann");
        long bob = town.person("bob");
        String phone = town.phone(ann, "-1");
        town.phone(bob, "-1");
        town.launch("");

        town.work();
        town.clockBy(Duration.ofSeconds(5));
        town.work();

        assertThat(town.sms.addresses()).containsExactly(phone);
        assertThat(town.states()).containsOnly(entry("sent", 1L), entry("skipped same_address", 1L));
    }

    @Test
    void theSecondOwnerOfAPhoneIsNotGivenUpForAMessageThatIsRefused() {
        long ann = town.person("ann");
        long bob = town.person("bob");
        String phone = town.phone(ann, "-1");
        town.phone(bob, "-1");
        town.mailbox(ann, "ann");
        String mailbox = town.mailbox(bob, "bob");
        town.sms.answer(phone, message -> new SendResult.Refused(Reason.INVALID_ADDRESS, "21211"));
        town.launch("");

        town.work();
        town.clockBy(Duration.ofSeconds(5));
        town.work();

        assertThat(town.email.addresses()).contains(mailbox);
        assertThat(town.states()).containsOnly(entry("sent", 2L));
        assertThat(sql.list(
                        "select status from address where kind = 'phone' and profile_id in (?, ?)",
                        row -> row.getString(1),
                        ann,
                        bob))
                .containsExactly("invalid", "invalid");
    }

    @Test
    void anOptOutThatTheVendorKnowsOfHoldsForEverybodyWhoHasThePhone() {
        long ann = town.person("ann");
        long bob = town.person("bob");
        String phone = town.phone(ann, "-1");
        town.phone(bob, "-1");
        town.mailbox(ann, "ann");
        town.mailbox(bob, "bob");
        town.sms.answer(phone, message -> new SendResult.Refused(Reason.VENDOR_OPTED_OUT, "21610"));
        town.launch("");

        town.work();

        assertThat(sql.list("""
                        select profile_id from consent_record where channel = 'sms' and state = 'withdrawn'
                         and profile_id in (?, ?) order by 1""", row -> row.getLong(1), ann, bob)).containsExactly(ann, bob);
    }
}
