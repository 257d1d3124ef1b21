package io.carillon.profile.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.profile.Consents;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same file twice changes nothing, and no file undoes a later opt-out. */
class ReimportTest {
    private static final String[] CELLS = {
        "",
        "",
        "林",
        "上海",
        "yes",
        "no",
        "是 2026-05-31",
        "no 2026-05-31",
        "13812345678",
        "138123456",
        "=1+1",
        "a@example.com",
        "x;y",
        "1990-01-01",
        "en",
        "5"
    };
    private static final String HEADER =
            "external_id,name,city,phone,phone_2,email,tags,consent_sms,consent_email,birthday,locale,trait_a,trait_b\n";

    private final Importer importer = new Importer();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theSameFileTwiceChangesNothingWhateverIsInIt(long seed) {
        String csv = randomFile(new Random(seed), 3000);
        ImportView first = importer.take(csv);
        assertAddsUp(first);
        String before = state();
        ImportView second = importer.take(csv);
        assertAddsUp(second);
        assertThat(List.of(second.created(), second.updated())).containsExactly(0L, 0L);
        assertThat(second.rejected()).isEqualTo(first.rejected());
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void aFileOfDifferentRowsOfOnePersonFarApartIsStillTheSameTwice() {
        StringBuilder csv = new StringBuilder("external_id,city\n");
        for (int i = 0; i < 12_000; i++) {
            csv.append('A').append(i % 6_000).append(",city ").append(i).append('\n');
        }
        importer.take(csv.toString());
        assertThat(importer.text("select city from profile where external_id = 'A5'"))
                .isEqualTo("city 6005");
        ImportView second = importer.take(csv.toString());
        assertThat(List.of(second.created(), second.updated(), second.unchanged()))
                .containsExactly(0L, 0L, 12_000L);
    }

    @Test
    void aReimportNeverUndoesALaterOptOut() {
        String csv = "external_id,consent_sms,consent_email\nA1,yes,yes 2026-05-31\n";
        importer.take(csv);
        long lin = importer.people.number("select id from profile");
        for (ChannelKind channel : List.of(ChannelKind.SMS, ChannelKind.EMAIL)) {
            importer.people.consents.withdraw(
                    List.of(lin), channel, Purpose.MARKETING, new Consents.Said(Instant.now(), "reply", "R"), "system");
        }
        ImportView same = importer.take(csv);
        assertThat(same.unchanged()).isEqualTo(1);
        assertThat(importer.findings(same)).containsExactly("2 consent_sms warning consent_withdrawn_since");
        ImportView otherBytes = importer.take(csv + "A2,yes,yes\n");
        assertThat(otherBytes.created()).isEqualTo(1);
        assertThat(importer.people.sql.list(
                        "select state from consent where profile_id = ? order by channel",
                        row -> row.getString(1),
                        lin))
                .containsExactly("withdrawn", "withdrawn");
    }

    @Test
    void aReimportOfAnOldNoDoesNotUndoALaterYes() {
        String csv = "external_id,consent_sms\nA1,no\n";
        importer.take(csv);
        long lin = importer.people.number("select id from profile");
        importer.people.consents.record(
                List.of(new io.carillon.profile.ConsentChange(
                        lin,
                        ChannelKind.SMS,
                        Purpose.MARKETING,
                        io.carillon.profile.ConsentState.GRANTED,
                        Instant.now(),
                        "reply",
                        "START")),
                "system");
        assertThat(importer.take(csv).unchanged()).isEqualTo(1);
        assertThat(importer.text("select state from consent")).isEqualTo("granted");
        importer.take(csv + "\n");
        assertThat(importer.text("select state from consent"))
                .as("another file that says no is news")
                .isEqualTo("withdrawn");
    }

    @Test
    void ofAYesAndANoOnOneDayTheNoHolds() {
        importer.take("external_id,consent_sms\nA1,yes 2026-05-31T10:00:00+08:00\nA1,no 2026-05-31\n");
        assertThat(importer.text("select state from consent")).isEqualTo("withdrawn");
        ImportView future = importer.take("external_id,consent_sms\nA2,yes 2999-05-31\n");
        assertThat(importer.findings(future)).containsExactly("2 consent_sms warning consent_in_future");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNoOfADayThatIsNotOverWasSaidBeforeTheFileCame(boolean isDay) {
        ZoneId zone = ZoneId.of("Asia/Shanghai");
        Instant begun = Instant.now();
        String no = isDay
                ? LocalDate.ofInstant(begun, zone).toString()
                : begun.plusSeconds(80_000).toString();

        importer.take("external_id,consent_sms\nA1,no " + no + "\n", Map.of("zone", zone.getId()));

        Instant at = Instant.parse(
                importer.text(
                        "select to_char(at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') from consent where state = 'withdrawn'"));
        assertThat(at).isBetween(begun.minusSeconds(1), Instant.now());
        importer.take("external_id,consent_sms\nA1,yes " + Instant.now() + "\n");
        assertThat(importer.text("select state from consent")).isEqualTo("granted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no 2999-05-31", "no 31.12.2025", "退订 2025-13-45", "no thanks", "不想再收 请勿打扰"})
    void aNoIsANoWhateverIsWrongWithItsTime(String no) {
        importer.take("external_id,consent_sms\nA1,yes 2025-05-31\n");

        ImportView taken = importer.take("external_id,consent_sms\nA1," + no + "\n");

        assertThat(importer.findings(taken)).containsExactly("2 consent_sms warning consent_taken_as_no");
        assertThat(importer.text("select state from consent")).isEqualTo("withdrawn");
    }

    @Test
    void oneStatementHoldsForAllRowsExceptWhereACellSaysOtherwise() {
        Map<String, String> statement = Map.of(
                "consent.channels", "sms,email",
                "consent.time", "2026-05-31T10:00:00Z",
                "consent.source", "membership form",
                "consent.wording", "I agree");
        importer.take("external_id,consent_sms\nA1,\nA2,no\nA3,perhaps\n", statement);
        assertThat(importer.people.sql.list("""
                        select concat_ws(' ', p.external_id, r.channel, r.purpose, r.state, r.source, r.wording, r.actor)
                          from consent_record r join profile p on p.id = r.profile_id order by 1""", row -> row.getString(1)))
                .containsExactly(
                        "A1 email marketing granted membership form I agree tester",
                        "A1 sms marketing granted membership form I agree tester",
                        "A2 email marketing granted membership form I agree tester",
                        "A2 sms marketing withdrawn import tester",
                        "A3 email marketing granted membership form I agree tester");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aFileInWhichNobodyHasTwoRowsIsTakenAsOneInWhichSomebodyHas(long seed) {
        String[] lines = randomFile(new Random(seed), 500).split("\n");
        StringBuilder once = new StringBuilder(HEADER);
        for (int i = 1; i < lines.length; i++) {
            // P3 is P4, and which of their rows counts is another matter.
            once.append('P')
                    .append(i == 4 ? 3_000 : i)
                    .append(lines[i].substring(lines[i].indexOf(',')))
                    .append('\n');
        }
        Importer other = new Importer();
        for (Importer one : List.of(importer, other)) {
            one.take("external_id,city,trait_a\nP1,Suzhou,7\nP2,,\nP3,,\nP4,Wuxi,\n");
            one.people.sql.update("update profile set erased_at = now() where external_id = 'P2'");
            one.people.sql.update(
                    "update profile set merged_into = (select id from profile where external_id = 'P4') where external_id = 'P3'");
        }

        importer.take(once.toString());
        other.take(once + "P5" + lines[5].substring(lines[5].indexOf(',')) + "\n");

        assertThat(said(importer)).isEqualTo(said(other)).contains("P499");
    }

    /** What is known of everybody, without what is encrypted. */
    private static String said(Importer importer) {
        return importer.text("""
                select string_agg(concat_ws(' ', external_id, name, city, locale, birthday, traits,
                           (select string_agg(kind || region, ',' order by id) from address where profile_id = p.id),
                           (select string_agg(tag, ',' order by tag) from profile_tag where profile_id = p.id),
                           (select string_agg(channel || state, ',' order by channel) from consent where profile_id = p.id)), '|'
                       order by external_id)
                  from profile p""");
    }

    private static String randomFile(Random random, int rows) {
        StringBuilder csv = new StringBuilder(HEADER);
        for (int i = 0; i < rows; i++) {
            csv.append(random.nextInt(20) == 0 ? "" : "P" + random.nextInt(rows));
            for (int column = 1; column < 13; column++) {
                csv.append(',').append(CELLS[random.nextInt(CELLS.length)]);
            }
            csv.append('\n');
        }
        return csv.toString();
    }

    private static void assertAddsUp(ImportView job) {
        assertThat(job.state()).isEqualTo("completed");
        assertThat(job.created() + job.updated() + job.unchanged() + job.rejected())
                .isEqualTo(job.rowsRead());
    }

    /** All that is known of people, in one fingerprint. */
    private String state() {
        return importer.text("""
                select concat_ws('|',
                    (select md5(string_agg(p::text, ',' order by id)) from profile p),
                    (select md5(string_agg(a::text, ',' order by id)) from address a),
                    (select md5(string_agg(t::text, ',' order by profile_id, tag)) from profile_tag t),
                    (select md5(string_agg(r::text, ',' order by id)) from consent_record r),
                    (select md5(string_agg(c::text, ',' order by profile_id, channel)) from consent c))""");
    }
}
