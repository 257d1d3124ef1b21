package io.carillon.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.campaign.DefinitionReader.Read;
import io.carillon.campaign.DefinitionReader.Syntax;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.channel.Reason;
import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.carillon.problem.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionReaderTest {
    private static Sql sql;

    @BeforeAll
    static void database() {
        sql = TestDatabase.freshSql();
    }

    @Test
    void understandsAGoodDefinition() {
        Read read = Definitions.read(sql, Definitions.GOOD);

        assertThat(read.findings()).isEmpty();
        CampaignDefinition definition = read.definition().orElseThrow();
        assertThat(definition.name()).isEqualTo("中秋会员礼 Mid-autumn gift");
        assertThat(definition.purpose()).isEqualTo(Purpose.MARKETING);
        assertThat(definition.policy().steps())
                .extracting(ChannelPolicy.Step::kind)
                .containsExactly(ChannelKind.PUSH, ChannelKind.WECHAT, ChannelKind.SMS, ChannelKind.EMAIL);
        assertThat(definition.written())
                .containsExactlyInAnyOrder(Reason.Rule.NO_ADDRESS, Reason.Rule.NOT_CONFIRMED, Reason.Rule.UNKNOWN);
        assertThat(definition.schedule())
                .isEqualTo(new SchedulePlan(
                        LocalDateTime.parse("2027-09-13T10:00"),
                        ZoneId.of("Asia/Shanghai"),
                        LocalTime.of(9, 0),
                        LocalTime.of(20, 30),
                        LocalDateTime.parse("2027-09-17T20:30")));
    }

    @Test
    void everyMissingKeyIsToldAtOnceWithItsPlace() {
        assertThat(Definitions.read(sql, "kind: campaign\n").findings())
                .extracting(Finding::place, Finding::code)
                .containsExactlyInAnyOrder(
                        Tuple.tuple("/name", "missing"),
                        Tuple.tuple("/purpose", "missing"),
                        Tuple.tuple("/segment", "missing"),
                        Tuple.tuple("/message", "missing"),
                        Tuple.tuple("/channels", "missing"));
    }

    @ParameterizedTest
    @CsvSource({
        "'start: 2027-09-13T10:00', true",
        "'end: 2027-09-13T10:00', true",
        "'window: 09:00-20:30', true",
        "'start: now', false",
        "'start: 2027-09-13T10:00, zone: UTC', false",
    })
    void saysWhichZoneIsTakenForTimesWithoutOne(String schedule, boolean isSaid) {
        Read read = Definitions.read(sql, scheduled(schedule));

        assertThat(read.definition()).isPresent();
        assertThat(read.findings().stream()
                        .filter(finding -> finding.place().equals("/schedule/zone"))
                        .filter(finding -> finding.code().equals("zone_taken"))
                        .filter(finding -> finding.message().contains("UTC"))
                        .findAny()
                        .isPresent())
                .isEqualTo(isSaid);
    }

    @ParameterizedTest
    @CsvSource({"2027-09-13T10:00", "2027-09-13T09:59", "'2020-01-01 00:00'"})
    void refusesAnEndThatIsNotAfterTheStart(String end) {
        Read read = Definitions.read(sql, scheduled("start: 2027-09-13T10:00, zone: UTC, end: " + end));

        assertThat(read.tree()).isEmpty();
        assertThat(read.findings())
                .extracting(Finding::place, Finding::line, Finding::code, Finding::found)
                .containsExactly(Tuple.tuple("/schedule/end", 15, "end_before_start", end));
    }

    @Test
    void takesAnEndThatPassedBecauseTimePassesWhileItIsADraft() {
        assertThat(Definitions.read(sql, scheduled("start: now, zone: UTC, end: 2020-01-01T00:00"))
                        .findings())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "start: now, zone: Mars/X, window: '25:00-26:00', end: 2020-01-01T00:00 | /schedule/window /schedule/zone",
                "start: 2027-02-30T10:00, zone: 5, window: 09:00-09:00, end: 2027-09-31T00:00"
                        + " | /schedule/zone /schedule/window /schedule/start /schedule/end",
                "start: [], zone: Mars/X, window: {}, end: 7"
                        + " | /schedule/start /schedule/window /schedule/end /schedule/zone",
            })
    void tellsAllFaultsOfAScheduleAtOnce(String schedule, String places) {
        Read read = Definitions.read(sql, scheduled(schedule));

        assertThat(read.definition()).isEmpty();
        assertThat(read.findings())
                .filteredOn(finding -> finding.severity() == Finding.Severity.error)
                .extracting(Finding::place)
                .containsExactlyInAnyOrder(places.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: Gift: half off | quotation marks around it",
                "name: \"Gift | is not closed",
                "tab: Gift | not with tabs"
            })
    void saysWhatAuthorsOfYamlDoWrongMost(String line, String why) {
        String text = "kind: campaign\n" + (line.startsWith("name") ? line : "\t" + line) + "\n";

        assertThat(Definitions.read(sql, text).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("not_yaml");
            assertThat(finding.message()).contains(why);
        });
    }

    @Test
    void jsonSaysTheSame() {
        Read yaml = Definitions.read(sql, Definitions.GOOD);
        String json = yaml.tree().orElseThrow().toPrettyString();

        Read read = Definitions.reader(sql).read(json, Syntax.JSON, Locale.ENGLISH);

        assertThat(read.definition()).isEqualTo(yaml.definition());
    }

    @Test
    void examplesOfTheApiWorkAsTheyStand() {
        assertThat(Definitions.read(sql, CampaignExamples.YAML).findings()).isEmpty();
        assertThat(Definitions.reader(sql)
                        .read(CampaignExamples.JSON, Syntax.JSON, Locale.ENGLISH)
                        .findings())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void shippedDefinitionsAreTaken(Path file) throws IOException {
        assertThat(Definitions.read(sql, Files.readString(file)).findings())
                .filteredOn(finding -> finding.severity() == Finding.Severity.error)
                .isEmpty();
    }

    static Stream<Path> shipped() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("workflows"))) {
            return files.filter(file -> file.toString().endsWith("-campaign.yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "kind: campaign | kind: campain | 2 | /kind | unknown_value | Did you mean 'campaign'?",
                "purpose: marketing | purpos: marketing | 4 | /purpos | unknown_key | Did you mean 'purpose'?",
                "purpose: marketing | purpose: promotion | 4 | /purpose | unknown_value | marketing, service",
                "trait: city | trait: citty | 5 | /segment/all/0/trait | unknown_trait | Did you mean 'city'?",
                "tag: member | tags: member | 5 | /segment/all/1/tags | unknown_key | Did you mean 'tag'?",
                "order: [push | ordr: [push | 12 | /channels/ordr | unknown_key | Did you mean 'order'?",
                "wechat, sms | wechat, smss | 12 | /channels/order/2 | unknown_value | Did you mean 'sms'?",
                "[push, wechat, sms, email] | [push, sms, push] | 12 | /channels/order | item_twice | twice",
                "[push, wechat, sms, email] | [] | 12 | /channels/order | empty_list | empty",
                "[push, wechat, sms, email] | sms | 12 | /channels/order | wrong_type | the text sms",
                "state: delivered | state: read | 13 | /channels/waitFor/sms/state | unknown_value | delivered",
                "within: 2h | within: 2 hours | 13 | /channels/waitFor/sms/within | pattern_mismatch | 2h, 15m, 10s",
                "within: 2h | within: 0s | 13 | /channels/waitFor/sms/within | duration_out_of_range | 1s - 7d",
                "within: 2h | within: 8d | 13 | /channels/waitFor/sms/within | duration_out_of_range | 1s - 7d",
                "within: 2h | within: 7200 | 13 | /channels/waitFor/sms/within | pattern_mismatch | 2h, 15m, 10s",
                "no_address: next | no_grant: wait | 14 | /channels/on/no_grant | unknown_value | one of: next, stop.",
                "no_address: next | no_adress: next | 14 | /channels/on/no_adress | unknown_key | Did you mean 'no_address'?",
                "no_address: next | no_address: skip | 14 | /channels/on/no_address | unknown_value | next, stop",
                "no_address: next | no_address: retry | 14 | /channels/on/no_address | action_not_allowed | next, stop",
                "no_address: next | vendor_down: next | 14 | /channels/on/vendor_down | action_not_allowed | retry",
                "unknown: leave | unknown: repeat | 14 | /channels/on/unknown | action_not_yet | leave",
                "unknown: leave | unknown: next | 14 | /channels/on/unknown | action_not_yet | leave",
                "2027-09-13T10:00 | 13.9.2027 | 16 | /schedule/start | pattern_mismatch | 2027-09-13T10:00, now",
                "2027-09-13T10:00 | 2027-09-31T10:00 | 16 | /schedule/start | not_a_time | 2027-09-13T10:00",
                "Asia/Shanghai | Asia/Shangai | 17 | /schedule/zone | unknown_zone | Did you mean 'Asia/Shanghai'?",
                "Asia/Shanghai | +08:00 | 17 | /schedule/zone | unknown_zone | Asia/Shanghai",
                "09:00-20:30 | 9-20 | 18 | /schedule/window | pattern_mismatch | 09:00-20:30",
                "09:00-20:30 | 09:00-09:00 | 18 | /schedule/window | window_empty | 09:00-20:30",
                "end: 2027 | over: 3h, end: 2027 | 19 | `` | not_yaml | YAML",
                "window: 09 | over: 09 | 18 | /schedule/over | unknown_key | start, zone, window, end",
                "name: 中秋 | nam: 中秋 | 3 | /nam | unknown_key | Did you mean 'name'?",
                "defaultLocale: zh | defaultLocal: zh | 7 | /message/defaultLocal | unknown_key | did you mean 'defaultLocale'?",
            })
    void answersMisspellingsWithLineAndWhatWasExpected(
            String good, String bad, int line, String place, String code, String said) {
        String text = Definitions.GOOD.replaceFirst(Pattern.quote(good), bad);
        assertThat(text).isNotEqualTo(Definitions.GOOD);

        Read read = Definitions.read(sql, text);

        assertThat(read.definition()).isEmpty();
        assertThat(read.tree()).isEmpty();
        assertThat(read.findings()).anySatisfy(finding -> {
            assertThat(finding.place()).isEqualTo(place);
            assertThat(finding.line()).isEqualTo(line);
            assertThat(finding.code()).isEqualTo(code);
            assertThat(finding.message()).contains(said);
        });
    }

    @Test
    void tellsEverythingAtOnce() {
        String text = Definitions.GOOD
                .replace("purpose: marketing\n", "")
                .replace("tag: member", "tag: 5")
                .replace("order: [push, wechat, sms, email]", "order: [fax]");

        assertThat(Definitions.read(sql, text).findings())
                .extracting(Finding::place)
                .contains("/purpose", "/segment/all/1/tag", "/channels/order/0");
    }

    @Test
    void waitingOrOpenChannelsMustBeInTheOrder() {
        String text = Definitions.GOOD.replace("[push, wechat, sms, email]", "[push, email]");

        assertThat(Definitions.read(sql, text).findings()).anySatisfy(finding -> {
            assertThat(finding.place()).isEqualTo("/channels/waitFor/sms");
            assertThat(finding.code()).isEqualTo("not_in_order");
            assertThat(finding.line()).isEqualTo(13);
        });
    }

    @Test
    void openTimesHaveDefaultsAndWithinReplacesThem() {
        String text = Definitions.GOOD.replace("waitFor:", "openFor: { email: 5s, wechat: 1m }\n  waitFor:");

        ChannelPolicy policy =
                Definitions.read(sql, text).definition().orElseThrow().policy();

        assertThat(policy.steps())
                .extracting(ChannelPolicy.Step::openFor)
                .containsExactly(Duration.ZERO, Duration.ofMinutes(1), Duration.ofHours(2), Duration.ofSeconds(5));
        assertThat(policy.steps())
                .extracting(step -> step.waitFor() != null)
                .containsExactly(false, false, true, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "   \n", "# only a comment", "---", "hello", "5", "[]", "null", "{}", "- kind: campaign"})
    void refusesWhatIsNoDefinition(String text) {
        assertThat(Definitions.read(sql, text).findings()).isNotEmpty();
        Read asJson = Definitions.reader(sql).read(text, Syntax.JSON, Locale.CHINESE);
        assertThat(asJson.findings()).isNotEmpty();
        assertThat(asJson.definition()).isEmpty();
    }

    @Test
    void chineseIsSpokenToo() {
        String text = Definitions.GOOD.replace("purpose: marketing", "purpose: promotion");
        List<Finding> findings =
                Definitions.reader(sql).read(text, Syntax.YAML, Locale.CHINESE).findings();
        assertThat(findings)
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .contains("可选范围");
    }

    private static String scheduled(String schedule) {
        return Definitions.GOOD.replaceAll("(?s)schedule:.*", "schedule: { " + schedule + " }\n");
    }
}
