package io.carillon.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ConsentsAndAddressesTest {
    private static final Instant MAY = Instant.parse("2026-05-01T10:00:00Z");
    private static final Instant JUNE = Instant.parse("2026-06-01T10:00:00Z");

    private final People people = new People();

    @Test
    void theNewestWordDecidesWhateverTheOrderOfArrival() {
        long lin = people.person("A1");
        people.consents.withdraw(
                List.of(lin), ChannelKind.SMS, Purpose.MARKETING, new Consents.Said(JUNE, "sms reply", "R"), "system");
        people.consents.record(List.of(grant(lin, MAY)), "api");
        assertThat(state(lin)).isEqualTo("withdrawn");
        people.consents.record(List.of(grant(lin, JUNE)), "api");
        assertThat(state(lin)).as("of two at one moment the withdrawal holds").isEqualTo("withdrawn");
        people.consents.record(List.of(grant(lin, JUNE.plusSeconds(1))), "api");
        assertThat(state(lin)).isEqualTo("granted");
        assertThat(people.number("select count(*) from consent_record")).isEqualTo(4);
    }

    @Test
    void aRecordThatIsThereAlreadyIsNotAddedAgain() {
        long lin = people.person("A1");
        assertThat(people.consents.record(List.of(grant(lin, MAY), grant(lin, MAY)), "api"))
                .isEqualTo(1);
        assertThat(people.consents.record(List.of(grant(lin, MAY)), "api")).isZero();
    }

    @Test
    void withdrawsForThousandsInOneStatement() {
        List<Long> many = LongStream.range(0, 3000).boxed().toList();
        int added = people.consents.withdraw(
                many, ChannelKind.WECHAT, Purpose.MARKETING, new Consents.Said(MAY, "unfollow", null), "system");
        assertThat(added).isEqualTo(3000);
        assertThat(people.number("select count(*) from consent where state = 'withdrawn'"))
                .isEqualTo(3000);
    }

    @Test
    void closesAnAddressForEverybodyWhoHasItAndKeepsTheFirstReason() {
        long first = people.address(people.person("A1"), "phone", "+8613812345678");
        long second = people.address(people.person("A2"), "phone", "+8613812345678");
        long other = people.address(people.person("A3"), "phone", "+8613812345679");
        assertThat(people.addresses.close(List.of(new AddressClosing(first, "invalid", "invalid_address", MAY))))
                .isEqualTo(2);
        assertThat(people.addresses.close(List.of(
                        new AddressClosing(second, "dead", "dead_token", JUNE),
                        new AddressClosing(other, "bounced", "bounced", JUNE))))
                .isEqualTo(1);
        assertThat(people.sql.list(
                        "select status || ' ' || status_reason from address order by id", row -> row.getString(1)))
                .containsExactly("invalid invalid_address", "invalid invalid_address", "bounced bounced");
    }

    @Test
    void keepsTheLatestSuccess() {
        long id = people.address(people.person("A1"), "mailbox", "lin@example.com");
        people.addresses.succeeded(new Long[] {id, id}, new Instant[] {JUNE, MAY});
        people.addresses.succeeded(new Long[] {id}, new Instant[] {MAY});
        assertThat(people.number("select count(*) from address where last_success_at = ?", JUNE))
                .isEqualTo(1);
    }

    private static ConsentChange grant(long profileId, Instant at) {
        return new ConsentChange(
                profileId, ChannelKind.SMS, Purpose.MARKETING, ConsentState.GRANTED, at, "form", "I agree");
    }

    private String state(long profileId) {
        return people.sql.one(
                "select state from consent where profile_id = ? and channel = 'sms' and purpose = 'marketing'",
                row -> row.getString(1),
                profileId);
    }
}
