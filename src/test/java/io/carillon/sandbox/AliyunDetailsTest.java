package io.carillon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.aliyun.dysmsapi20170525.Client;
import com.aliyun.dysmsapi20170525.models.QuerySendDetailsRequest;
import com.aliyun.dysmsapi20170525.models.QuerySendDetailsResponseBody;
import com.aliyun.dysmsapi20170525.models.QuerySendDetailsResponseBody.QuerySendDetailsResponseBodySmsSendDetailDTOsSmsSendDetailDTO;
import com.aliyun.dysmsapi20170525.models.SendSmsRequest;
import com.aliyun.tea.TeaException;
import com.aliyun.teaopenapi.models.Config;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AliyunDetailsTest {
    private static final String NUMBER = "13800000001";
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    /** Within the 30 days, and over. */
    private static final LocalDate DAY = LocalDate.now(CHINA).minusDays(3);

    @TempDir
    private Path data;

    private Sandbox sandbox;

    @BeforeEach
    void start() {
        start("aliyun.carrierMillis", "0");
    }

    private void start(String... settings) {
        SandboxOptions options = SandboxOptions.onFreePorts(data, URI.create("http://127.0.0.1:9"))
                .with("aliyun.accessKeyId", "key")
                .with("aliyun.accessKeySecret", "secret");
        for (int i = 0; i < settings.length; i += 2) {
            options = options.with(settings[i], settings[i + 1]);
        }
        sandbox = Sandbox.start(options);
    }

    private void restart(String... settings) {
        sandbox.close();
        start(settings);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private Client client(String secret) throws Exception {
        return new Client(new Config()
                .setAccessKeyId("key")
                .setAccessKeySecret(secret)
                .setProtocol("HTTP")
                .setEndpoint("127.0.0.1:" + sandbox.vendor(AliyunSandbox.class).port()));
    }

    private String send(String outId) throws Exception {
        return client("secret")
                .sendSms(new SendSmsRequest()
                        .setPhoneNumbers(NUMBER)
                        .setSignName("钟楼商城")
                        .setTemplateCode("SMS_1")
                        .setOutId(outId))
                .getBody()
                .getBizId();
    }

    /** Makes a message that was taken then. */
    private void taken(String outId, Instant at) {
        sandbox.kit()
                .accepted(new AcceptedMessage(
                        "aliyun",
                        "key",
                        "1^0",
                        outId,
                        "+86" + NUMBER,
                        Map.of("PhoneNumber", NUMBER, "TemplateCode", "SMS_1", AliyunDetails.SENT, at.toString())));
    }

    private static Instant at(LocalDate day, String time) {
        return day.atTime(LocalTime.parse(time)).atZone(CHINA).toInstant();
    }

    private static String written(LocalDate day) {
        return day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    private static QuerySendDetailsRequest question(LocalDate day) {
        return new QuerySendDetailsRequest()
                .setPhoneNumber(NUMBER)
                .setSendDate(written(day))
                .setPageSize(10L)
                .setCurrentPage(1L);
    }

    private QuerySendDetailsResponseBody ask(QuerySendDetailsRequest question) throws Exception {
        return client("secret").querySendDetails(question).getBody();
    }

    private static List<QuerySendDetailsResponseBodySmsSendDetailDTOsSmsSendDetailDTO> listed(
            QuerySendDetailsResponseBody body) {
        assertThat(body.getCode()).isEqualTo("OK");
        return body.getSmsSendDetailDTOs().getSmsSendDetailDTO();
    }

    private List<String> outIds(QuerySendDetailsRequest question) throws Exception {
        return listed(ask(question)).stream()
                .map(QuerySendDetailsResponseBodySmsSendDetailDTOsSmsSendDetailDTO::getOutId)
                .toList();
    }

    /** The day of the newest message, as the sandbox dates it. */
    private LocalDate dayOfLast() {
        List<AcceptedMessage> all = sandbox.accepted().sentTo("aliyun", "+86" + NUMBER, 1);
        return LocalDate.ofInstant(Instant.parse(all.get(0).content().get(AliyunDetails.SENT)), CHINA);
    }

    @Test
    void listsWhatAliyunsClientSent() throws Exception {
        send("7-1-1");

        assertThat(listed(ask(question(dayOfLast())))).singleElement().satisfies(detail -> {
            assertThat(detail.getPhoneNum()).isEqualTo(NUMBER);
            assertThat(detail.getTemplateCode()).isEqualTo("SMS_1");
            assertThat(detail.getOutId()).isEqualTo("7-1-1");
            assertThat(detail.getSendStatus()).isEqualTo(3L);
            assertThat(detail.getErrCode()).isEqualTo("DELIVERED");
            assertThat(detail.getSendDate()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
            assertThat(detail.getReceiveDate()).isEqualTo(detail.getSendDate());
        });
    }

    @Test
    void listsOneCallOnly() throws Exception {
        send("7-1-1");
        String bizId = send("7-2-1");

        assertThat(outIds(question(dayOfLast()).setBizId(bizId))).containsExactly("7-2-1");
    }

    @Test
    void saysThatACarrierHasNotReportedYet() throws Exception {
        restart("aliyun.carrierMillis", "600000");
        send("7-1-1");

        assertThat(listed(ask(question(dayOfLast())))).singleElement().satisfies(detail -> {
            assertThat(detail.getSendStatus()).isEqualTo(1L);
            assertThat(detail.getErrCode()).isNull();
            assertThat(detail.getReceiveDate()).isNull();
        });
    }

    @Test
    void saysThatAMessageDidNotArrive() throws Exception {
        restart("outcomes", "", "aliyun.refused", "0", "aliyun.undelivered", "1", "aliyun.carrierMillis", "0");
        send("7-1-1");

        assertThat(listed(ask(question(dayOfLast())))).singleElement().satisfies(detail -> {
            assertThat(detail.getSendStatus()).isEqualTo(2L);
            assertThat(detail.getErrCode()).isEqualTo("MK:0001");
        });
    }

    @Test
    void takesTheUsualMomentForAReport() throws Exception {
        restart();
        send("7-1-1");

        await().until(() -> listed(ask(question(dayOfLast()))).get(0).getSendStatus() == 3L);
    }

    @Test
    void countsDaysAsChinaDoes() throws Exception {
        taken("7-1-1", at(DAY, "00:00:00"));
        taken("7-2-1", at(DAY, "23:59:59.999"));
        taken("7-3-1", at(DAY.plusDays(1), "00:00:00"));

        assertThat(outIds(question(DAY))).containsExactly("7-2-1", "7-1-1");
        assertThat(outIds(question(DAY.plusDays(1)))).containsExactly("7-3-1");
        assertThat(outIds(question(DAY.minusDays(1)))).isEmpty();
    }

    @Test
    void givesPagesAndCountsThemAll() throws Exception {
        IntStream.rangeClosed(1, 7).forEach(i -> taken("7-" + i + "-1", at(DAY, "10:00:00")));

        QuerySendDetailsRequest question = question(DAY).setPageSize(3L);
        assertThat(ask(question).getTotalCount()).isEqualTo("7");
        assertThat(outIds(question)).containsExactly("7-7-1", "7-6-1", "7-5-1");
        assertThat(outIds(question.setCurrentPage(3L))).containsExactly("7-1-1");
        assertThat(outIds(question.setCurrentPage(4L))).isEmpty();
    }

    @Test
    void listsNothingForANumberNobodySentTo() throws Exception {
        taken("7-1-1", at(DAY, "10:00:00"));

        QuerySendDetailsResponseBody body = ask(question(DAY).setPhoneNumber("13800000002"));

        assertThat(listed(body)).isEmpty();
        assertThat(body.getTotalCount()).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PhoneNumber", "SendDate", "PageSize", "CurrentPage"})
    void missesAParameter(String name) {
        QuerySendDetailsRequest question = question(DAY);
        Map<String, Consumer<QuerySendDetailsRequest>> without = Map.of(
                "PhoneNumber", any -> any.setPhoneNumber(null),
                "SendDate", any -> any.setSendDate(null),
                "PageSize", any -> any.setPageSize(null),
                "CurrentPage", any -> any.setCurrentPage(null));
        without.get(name).accept(question);

        TeaException missing = catchThrowableOfType(TeaException.class, () -> ask(question));

        assertThat(missing.getCode()).isEqualTo("Missing" + name);
        assertThat(missing.getMessage()).contains(name + " is mandatory for this action.");
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, 20270913, 10, 1, isv.MOBILE_NUMBER_ILLEGAL",
        "'13800000001,13800000002', 20270913, 10, 1, isv.MOBILE_NUMBER_ILLEGAL",
        "13800000001, 2027-09-13, 10, 1, isv.INVALID_PARAMETERS",
        "13800000001, 20270231, 10, 1, isv.INVALID_PARAMETERS",
        "13800000001, 20200101, 10, 1, isv.INVALID_PARAMETERS",
        "13800000001, 20990913, 0, 1, isv.INVALID_PARAMETERS",
        "13800000001, 20990913, 51, 1, isv.INVALID_PARAMETERS",
        "13800000001, 20990913, 10, 0, isv.INVALID_PARAMETERS",
        "13800000001, 20990913, 50, 1, OK"
    })
    void refusesWhatItCannotRead(String number, String day, long size, long page, String code) throws Exception {
        QuerySendDetailsResponseBody body = ask(new QuerySendDetailsRequest()
                .setPhoneNumber(number)
                .setSendDate(day)
                .setPageSize(size)
                .setCurrentPage(page));

        assertThat(body.getCode()).isEqualTo(code);
    }

    @Test
    void reachesThirtyDaysBack() throws Exception {
        LocalDate today = LocalDate.now(CHINA);

        // A day's slack: midnight may come between.
        assertThat(ask(question(today.minusDays(29))).getCode()).isEqualTo("OK");
        assertThat(ask(question(today.minusDays(32))).getCode()).isEqualTo("isv.INVALID_PARAMETERS");
    }

    @Test
    void refusesAQuestionThatIsNotSignedRight() {
        assertThatThrownBy(() -> client("other").querySendDetails(question(DAY)))
                .isInstanceOfSatisfying(
                        TeaException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo("SignatureDoesNotMatch"));
    }

    @Test
    void showsFaultsOfCallsToAQuestionToo() throws Exception {
        sandbox.faults().add(FaultRule.always("aliyun", Fault.Kind.THROTTLE).times(1));
        TeaException throttled = catchThrowableOfType(TeaException.class, () -> ask(question(DAY)));
        assertThat(throttled.getCode()).isEqualTo("Throttling.User");

        sandbox.faults()
                .add(FaultRule.always("aliyun", Fault.Kind.BLOCK)
                        .code("isv.ACCOUNT_ABNORMAL")
                        .times(1));
        assertThat(ask(question(DAY)).getCode()).isEqualTo("isv.ACCOUNT_ABNORMAL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACCEPT_THEN_RESET", "REFUSE"})
    void answersAQuestionWhereMessagesMeetAFault(Fault.Kind kind) throws Exception {
        taken("7-1-1", at(DAY, "10:00:00"));
        sandbox.faults().add(FaultRule.always("aliyun", kind));

        assertThat(outIds(question(DAY))).containsExactly("7-1-1");
        assertThat(sandbox.accepted().count()).isEqualTo(1);
    }

    @Test
    void saysAtTheStartThatASettingIsWrong() {
        sandbox.close();

        assertThatThrownBy(() -> start("aliyun.carrierMillis", "soon"))
                .isInstanceOf(SandboxFailure.class)
                .hasMessageContaining("aliyun.carrierMillis");
    }
}
