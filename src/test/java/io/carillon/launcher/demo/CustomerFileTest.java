package io.carillon.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomerFileTest {
    private static final int ROWS = 10_000;

    @TempDir
    private Path folder;

    @Test
    void makesTheSamePeopleForTheSameSeedAndOthersForAnother() throws IOException {
        CustomerFile.Written first = CustomerFile.write(folder.resolve("a.csv"), 500, 7);
        CustomerFile.Written second = CustomerFile.write(folder.resolve("b.csv"), 500, 7);
        CustomerFile.write(folder.resolve("c.csv"), 500, 8);

        assertThat(Files.readString(folder.resolve("b.csv"))).isEqualTo(Files.readString(folder.resolve("a.csv")));
        assertThat(second).isEqualTo(first);
        assertThat(Files.readString(folder.resolve("c.csv"))).isNotEqualTo(Files.readString(folder.resolve("a.csv")));
    }

    @Test
    void writesTheColumnsOfTheImportFileAndNoOthers() throws IOException {
        List<NamedCsvRecord> rows = rows(10);

        assertThat(rows.get(0).getHeader())
                .containsExactly(
                        "external_id",
                        "unionid",
                        "name",
                        "phone",
                        "phone_2",
                        "email",
                        "fcm_token",
                        "wechat_openid",
                        "city",
                        "locale",
                        "time_zone",
                        "birthday",
                        "gender",
                        "tags",
                        "consent_sms",
                        "consent_email",
                        "consent_push",
                        "consent_wechat",
                        "trait_points");
        assertThat(rows)
                .hasSize(10)
                .allSatisfy(row -> assertThat(row.getFields()).hasSize(19));
    }

    @Test
    void leavesTheGapsOfARealShop() throws IOException {
        List<NamedCsvRecord> rows = rows(ROWS);

        assertThat(share(rows, has("fcm_token"))).isCloseTo(0.64, within(0.03));
        assertThat(share(rows, has("phone"))).isCloseTo(0.83, within(0.03));
        assertThat(share(rows, has("email"))).isCloseTo(0.62, within(0.03));
        assertThat(share(rows, has("wechat_openid"))).isCloseTo(0.58, within(0.03));
        assertThat(share(
                        rows,
                        has("phone")
                                .or(has("email"))
                                .or(has("fcm_token"))
                                .or(has("wechat_openid"))
                                .negate()))
                .as("nobody can be reached by everything, some by nothing")
                .isBetween(0.002, 0.03);
        assertThat(share(rows, row -> row.getField("name").matches("[A-Za-zëíü' -]+")))
                .isBetween(0.05, 0.13);
        assertThat(share(
                        rows,
                        row -> Set.of("上海", "杭州", "苏州").contains(row.getField("city"))
                                && row.getField("tags").startsWith("member")))
                .as("the demo's segment")
                .isCloseTo(0.62, within(0.03));
    }

    @Test
    void hasEveryKindOfBadRowButOnlyAFew() throws IOException {
        List<NamedCsvRecord> rows = rows(ROWS);

        assertThat(rows).anyMatch(row -> row.getField("external_id").isEmpty());
        assertThat(rows).anyMatch(row -> row.getField("name").startsWith("="));
        assertThat(rows).anyMatch(row -> row.getField("phone").equals("138001"));
        assertThat(rows).anyMatch(row -> row.getField("email").equals("someone@"));
        assertThat(rows).anyMatch(row -> row.getField("time_zone").startsWith("Mars"));
        assertThat(share(rows, row -> row.getField("external_id").isEmpty())).isBetween(0.0001, 0.005);
        assertThat(share(rows, has("phone").and(row -> !isPhone(row.getField("phone")))))
                .isBetween(0.001, 0.005);
    }

    @Test
    void letsSomePeopleShareAPhone() throws IOException {
        Set<String> seen = new HashSet<>();
        long shared = rows(ROWS).stream()
                .map(row -> row.getField("phone").replaceAll("[^0-9]", "").replaceAll("^(0086|86)", ""))
                .filter(phone -> phone.length() == 11)
                .filter(phone -> !seen.add(phone))
                .count();

        assertThat(shared).isBetween(30L, 300L);
    }

    @Test
    void suppressesOneInSixtySevenAndGrantsToFollowersWithAnOpenid() throws IOException {
        Path file = folder.resolve("customers.csv");
        CustomerFile.Written written = CustomerFile.write(file, ROWS, CustomerFile.SEED);
        Set<String> openids = new HashSet<>();
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            csv.stream().map(row -> row.getField("wechat_openid")).forEach(openids::add);
        }

        assertThat(written.suppress()).hasSize(149).doesNotHaveDuplicates().allMatch(id -> id.matches("M\\d{6}"));
        assertThat(written.openids())
                .extracting(CustomerFile.OpenidHistory::openid)
                .isSubsetOf(openids);
        assertThat(written.openids())
                .extracting(CustomerFile.OpenidHistory::history)
                .contains(
                        DemoPerson.WechatHistory.GRANTED,
                        DemoPerson.WechatHistory.FOLLOWS,
                        DemoPerson.WechatHistory.LEFT)
                .doesNotContain(DemoPerson.WechatHistory.NONE);
    }

    private List<NamedCsvRecord> rows(int number) throws IOException {
        Path file = folder.resolve("rows.csv");
        CustomerFile.write(file, number, CustomerFile.SEED);
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            return csv.stream().toList();
        }
    }

    private static Predicate<NamedCsvRecord> has(String column) {
        return row -> !row.getField(column).isEmpty();
    }

    private static double share(List<NamedCsvRecord> rows, Predicate<NamedCsvRecord> which) {
        return (double) rows.stream().filter(which).count() / rows.size();
    }

    private static boolean isPhone(String text) {
        try {
            PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
            return numbers.isValidNumber(numbers.parse(text, "CN")) && !text.equals("13800138000");
        } catch (NumberParseException noNumber) {
            return false;
        }
    }
}
