package io.carillon.profile.imports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is given an address of which something is known. */
class KnownAddressesTest {
    private final Importer importer = new Importer();

    @BeforeEach
    void before() {
        importer.take("""
                external_id,phone,email,consent_sms,consent_email
                A1,13812345678,Lin@example.com,yes 2025-01-01,yes 2025-01-01
                A2,13812345679,,yes 2025-01-01,
                """);
    }

    @Test
    void whatSomebodySaidAtAnAddressHoldsForWhoeverIsGivenItLater() {
        say("A1", "sms", "withdrawn", "reply", "2026-06-01");

        importer.take("""
                external_id,phone,consent_sms
                B1,13812345678,yes 2025-05-01
                B2,13812345678,yes
                B3,13812345678,yes 2026-07-01
                A2,13812345678,
                B4,13812345670,yes 2025-05-01
                """);

        assertThat(importer.text("""
                select string_agg(p.external_id || ' ' || c.state, ', ' order by p.external_id)
                  from consent c join profile p on p.id = c.profile_id where c.channel = 'sms'"""))
                .isEqualTo("A1 withdrawn, A2 withdrawn, B1 withdrawn, B2 withdrawn, B3 granted, B4 granted");
        assertThat(importer.text("""
                select r.source || ' ' || r.wording from consent_record r join profile p on p.id = r.profile_id
                 where p.external_id = 'B1' and r.state = 'withdrawn'""")).isEqualTo("reply R");
    }

    @Test
    void whatWasTakenBackThereOrSaidToTheShopHoldsNobodyUp() {
        say("A1", "email", "withdrawn", "one_click", "2026-06-01");
        say("A1", "email", "granted", "reply", "2026-06-02");
        say("A2", "sms", "withdrawn", "service desk", "2026-06-01");

        importer.take("""
                external_id,phone,email,consent_sms,consent_email
                B1,13812345679,lin@example.com,yes 2025-05-01,yes 2025-05-01
                """);

        assertThat(consents("B1")).isEqualTo("email granted, sms granted");
    }

    @Test
    void aNoThatIsSaidOnceMoreToTheShopMakesNobodyForgetIt() {
        say("A1", "sms", "withdrawn", "reply", "2026-06-01");
        importer.take("external_id,consent_sms\nA1,no 2026-06-02\n");

        importer.take("external_id,phone,consent_sms\nB1,13812345678,yes 2025-05-01\n");

        assertThat(consents("B1")).isEqualTo("sms withdrawn");
    }

    @Test
    void aYesWithoutATimeIsNoLaterOneWheneverItCame() {
        say("A1", "sms", "withdrawn", "reply", "2026-06-01");
        importer.take("external_id,consent_sms\nB1,yes\nB2,yes 2026-06-02\n");

        importer.take("external_id,phone\nB1,13812345678\nB2,13812345678\n");

        assertThat(consents("B1")).isEqualTo("sms withdrawn");
        assertThat(consents("B2")).isEqualTo("sms granted");
    }

    @Test
    void thePersonsOtherAddressesAreLeftAlone() {
        importer.take("external_id,phone,phone_2\nA3,13812345681,13812345682\n");
        say("A3", "sms", "withdrawn", "reply", "2026-06-01");

        importer.take("""
                external_id,phone,consent_sms
                B1,13812345681,yes 2025-05-01
                B2,13812345682,yes 2025-05-01
                """);

        // It was said at the first one.
        assertThat(consents("B1")).isEqualTo("sms withdrawn");
        assertThat(consents("B2")).isEqualTo("sms granted");
    }

    @Test
    void anAddressThatDiedLatelyIsClosedForWhoeverIsGivenIt() {
        close("mailbox", "bounced", "1 day");
        close("phone", "invalid", "100 days");

        importer.take("external_id,phone,email\nB1,13812345678,lin@EXAMPLE.com\n");

        assertThat(importer.text("""
                select string_agg(a.kind || ' ' || a.status || coalesce(' ' || a.status_reason, ''), ', ' order by a.kind)
                  from address a join profile p on p.id = a.profile_id where p.external_id = 'B1'""")).isEqualTo("mailbox bounced test, phone active");
    }

    @Test
    void theSameFileAgainChangesNothing() {
        say("A1", "sms", "withdrawn", "reply", "2026-06-01");
        close("mailbox", "bounced", "1 day");
        String file = "external_id,phone,email,consent_sms\nB1,13812345678,lin@example.com,yes 2025-05-01\n";
        importer.take(file);
        long before = importer.people.number("select count(*) from consent_record");

        ImportView again = importer.take(file);

        assertThat(again.unchanged()).isEqualTo(1);
        assertThat(importer.people.number("select count(*) from consent_record"))
                .isEqualTo(before);
    }

    private String consents(String person) {
        return importer.text("""
                select string_agg(c.channel || ' ' || c.state, ', ' order by c.channel)
                  from consent c join profile p on p.id = c.profile_id where p.external_id = '%s'""".formatted(person));
    }

    /** At the person's first address of that kind, except to the service desk. */
    private void say(String person, String channel, String state, String source, String day) {
        importer.people.sql.update("""
                insert into consent_record (profile_id, channel, purpose, state, at, source, wording, actor, address_hash)
                select p.id, ?, 'marketing', ?, ?::timestamptz, ?, 'R', 'person',
                       case when ? <> 'service desk' then (select a.hash from address a where a.profile_id = p.id
                            and a.kind = case ? when 'sms' then 'phone' else 'mailbox' end order by a.id desc limit 1) end
                  from profile p where external_id = ?""", channel, state, day, source, source, channel, person);
    }

    private void close(String kind, String status, String ago) {
        importer.people.sql.update(
                "update address set status = ?, status_reason = 'test', status_at = now() - ?::interval where kind = ?",
                status,
                ago,
                kind);
    }
}
