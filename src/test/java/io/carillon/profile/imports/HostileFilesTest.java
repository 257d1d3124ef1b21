package io.carillon.profile.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever bytes come as a customer file: an answer, never an exception, and good people are not lost among bad ones. */
class HostileFilesTest {
    private static final Importer IMPORTER = new Importer();
    private static final AtomicLong FILES = new AtomicLong();
    private static final Charset GB18030 = Charset.forName("GB18030");

    @Property(tries = 80)
    void anyBytesEndInAnAnswer(@ForAll("bytes") byte[] file) {
        ImportView job;
        try {
            job = IMPORTER.take(file, Map.of());
        } catch (HttpProblem refused) {
            assertThat(refused.getStatusCode()).isEqualTo(400);
            return;
        }
        assertThat(job.state()).isIn("completed", "failed");
        if (job.state().equals("failed")) {
            assertThat(job.error())
                    .isNotNull()
                    .satisfies(error -> assertThat(error.message()).isNotBlank());
        } else {
            assertThat(job.rowsRead()).isEqualTo(job.created() + job.updated() + job.unchanged() + job.rejected());
        }
    }

    @Property(tries = 30)
    void goodRowsSurviveAroundBadOnes(@ForAll("rows") List<String> names, @ForAll("cell") String bad) {
        String prefix = "file" + FILES.incrementAndGet() + "-";
        StringBuilder csv = new StringBuilder("external_id,name,phone,email,birthday,time_zone,consent_sms\n");
        List<String> good = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String id = prefix + i;
            boolean isBad = names.get(i).isEmpty();
            String cell = quoted(bad);
            csv.append(
                            isBad
                                    ? cell + "," + cell + "," + cell + "," + cell + "," + cell + "," + cell + "," + cell
                                    : id + "," + quoted(names.get(i)) + ",,,,,")
                    .append('\n');
            if (!isBad) {
                good.add(id);
            }
        }

        ImportView job = IMPORTER.take(csv.toString());

        assertThat(job.state()).isEqualTo("completed");
        assertThat(people(prefix)).containsAll(good);
        assertThat(job.rowsRead()).isEqualTo(job.created() + job.updated() + job.unchanged() + job.rejected());
        assertThat(job.rejected()).isLessThanOrEqualTo(names.size() - good.size());
    }

    @Property(tries = 20)
    void theSameFileAgainChangesNothing(@ForAll("cells") List<List<String>> rows) {
        String prefix = "again" + FILES.incrementAndGet() + "-";
        StringBuilder csv = new StringBuilder("external_id,name,city,phone,email,tags,trait_note,consent_email\n");
        for (int i = 0; i < rows.size(); i++) {
            csv.append(prefix).append(i % 7).append(',');
            csv.append(rows.get(i).stream().map(HostileFilesTest::quoted).collect(Collectors.joining(",")))
                    .append('\n');
        }
        IMPORTER.take(csv.toString());
        ImportView settled = IMPORTER.take(csv.toString());
        List<String> before = dump(prefix);

        ImportView again = IMPORTER.take(csv.toString());

        assertThat(again.created()).isZero();
        assertThat(again.rejected()).isEqualTo(settled.rejected());
        assertThat(dump(prefix)).isEqualTo(before);
    }

    @Example
    void aTimeOutsideEveryCalendarCostsOnlyItsCell() {
        ImportView job = IMPORTER.take("external_id,name,consent_sms\n"
                + "time-1,a,yes -999999999-01-01T00:00:00\n"
                + "time-2,b,yes -4800-01-01T00:00:00\n"
                + "time-3,c,yes 2027-01-01\n");

        assertThat(job.state()).isEqualTo("completed");
        assertThat(people("time-")).containsExactlyInAnyOrder("time-1", "time-2", "time-3");
        assertThat(IMPORTER.findings(job)).anyMatch(finding -> finding.endsWith("invalid_consent"));
    }

    @Example
    void aYearThatThereNeverWasCostsOnlyItsCell() {
        ImportView job = IMPORTER.take("external_id,name,consent_sms,birthday,time_zone\n"
                + "yes 0000-01-01,yes 0000-01-01,yes 0000-01-01,yes 0000-01-01,yes 0000-01-01\n"
                + "year-1,a,yes 0000-01-01,,\n"
                + "year-2,b,yes 2027-01-01,0000-01-01,\n");

        assertThat(job.state()).isEqualTo("completed");
        assertThat(people("year-")).containsExactlyInAnyOrder("year-1", "year-2");
    }

    /** Bytes by chance, and texts out of the pieces that parsers trip over, in several encodings. */
    @Provide
    Arbitrary<byte[]> bytes() {
        Arbitrary<byte[]> any = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        Arbitrary<String> text = Arbitraries.oneOf(pieces(), Arbitraries.just("external_id,name,phone\n"))
                .list()
                .ofMaxSize(25)
                .map(parts -> String.join("", parts));
        Arbitrary<byte[]> written =
                text.flatMap(whole -> Arbitraries.of(StandardCharsets.UTF_8, GB18030, StandardCharsets.UTF_16)
                        .map(charset -> whole.getBytes(charset)));
        Arbitrary<byte[]> headed = written.map(bytes -> joined("external_id,name\nA1,x\n", bytes));
        return Arbitraries.oneOf(any, written, headed);
    }

    @Provide
    Arbitrary<List<String>> rows() {
        return Arbitraries.oneOf(
                        Arbitraries.just(""),
                        Arbitraries.strings()
                                .withChars("abc 林小梅-")
                                .ofMinLength(1)
                                .ofMaxLength(8)
                                .map(name -> "n" + name))
                .list()
                .ofMinSize(2)
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<String> cell() {
        return pieces().list().ofMaxSize(4).map(parts -> String.join("", parts).replace("\0", ""));
    }

    @Provide
    Arbitrary<List<List<String>>> cells() {
        Arbitrary<String> cell = Arbitraries.oneOf(
                cell(), Arbitraries.of("上海", "+8613812345678", "lin@example.com", "member;tea", "是", "2027-05-31", ""));
        return cell.list().ofSize(7).list().ofMinSize(1).ofMaxSize(10);
    }

    private static Arbitrary<String> pieces() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "\"",
                        "\"\"",
                        ",",
                        ";",
                        "\t",
                        "\n",
                        "\r\n",
                        "\r",
                        "\0",
                        "\ufeff",
                        "=1+1",
                        "@SUM(A1)",
                        "+86",
                        "-1",
                        "\u202e",
                        "\ud800",
                        "\uffff",
                        "😀",
                        "external_id",
                        "会员号",
                        "phone_2",
                        "手机号",
                        "A1",
                        "null",
                        "'",
                        "\\",
                        "31.02.1990",
                        "yes -999999999-01-01T00:00:00",
                        "no +999999999-12-31T00:00:00Z",
                        "yes 0000-01-01",
                        "Mars/Olympus",
                        "13800138000",
                        "a@b",
                        "\u0085",
                        "\u2028",
                        "\u001a"),
                Arbitraries.strings().ofMaxLength(12));
    }

    private static byte[] joined(String head, byte[] rest) {
        byte[] start = head.getBytes(StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(start, start.length + rest.length);
        System.arraycopy(rest, 0, all, start.length, rest.length);
        return all;
    }

    private static String quoted(String cell) {
        return '"' + cell.replace("\"", "\"\"") + '"';
    }

    private static List<String> people(String prefix) {
        return IMPORTER.people.sql.list(
                "select external_id from profile where external_id like ? || '%'", row -> row.getString(1), prefix);
    }

    /** All that an import writes of these people. */
    private static List<String> dump(String prefix) {
        return IMPORTER.people.sql.list("""
                select concat_ws('|', p.external_id, p.name, p.city, p.traits, p.updated_at,
                       (select string_agg(a.kind || encode(a.hash, 'hex') || a.status, ',' order by a.id) from address a where a.profile_id = p.id),
                       (select string_agg(t.tag, ',' order by t.tag) from profile_tag t where t.profile_id = p.id),
                       (select count(*) from consent_record c where c.profile_id = p.id))
                  from profile p where p.external_id like ? || '%' order by 1""", row -> row.getString(1), prefix);
    }
}
