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
        say("A1", "sms", "reply", "2026-06-01");

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
    void whoeverAgreedAgainSinceAndWhatWasSaidToTheShopHoldsNobodyUp() {
        say("A1", "email", "one_click", "2026-06-01");
        importer.take("external_id,consent_email\nA1,yes 2026-06-02\n");
        say("A2", "sms", "service desk", "2026-06-01");

        importer.take("""
                external_id,phone,email,consent_sms,consent_email
                B1,13812345679,lin@example.com,yes 2025-05-01,yes 2025-05-01
                """);

        assertThat(importer.text("""
                select string_agg(c.channel || ' ' || c.state, ', ' order by c.channel)
                  from consent c join profile p on p.id = c.profile_id where p.external_id = 'B1'""")).isEqualTo("email granted, sms granted");
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
        say("A1", "sms", "reply", "2026-06-01");
        close("mailbox", "bounced", "1 day");
        String file = "external_id,phone,email,consent_sms\nB1,13812345678,lin@example.com,yes 2025-05-01\n";
        importer.take(file);
        long before = importer.people.number("select count(*) from consent_record");

        ImportView again = importer.take(file);

        assertThat(again.unchanged()).isEqualTo(1);
        assertThat(importer.people.number("select count(*) from consent_record"))
                .isEqualTo(before);
    }

    private void say(String person, String channel, String source, String day) {
        importer.people.sql.update("""
                insert into consent_record (profile_id, channel, purpose, state, at, source, wording, actor)
                select id, ?, 'marketing', 'withdrawn', ?::timestamptz, ?, 'R', 'person' from profile where external_id = ?""", channel, day, source, person);
    }

    private void close(String kind, String status, String ago) {
        importer.people.sql.update(
                "update address set status = ?, status_reason = 'test', status_at = now() - ?::interval where kind = ?",
                status,
                ago,
                kind);
    }
}
