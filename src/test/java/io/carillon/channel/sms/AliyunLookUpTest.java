package io.carillon.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.CallDeadline;
import io.carillon.channel.Content;
import io.carillon.channel.LookUp;
import io.carillon.channel.Mode;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.Sender;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorReport;
import io.carillon.sandbox.AcceptedMessage;
import io.carillon.sandbox.AliyunSandbox;
import io.carillon.sandbox.Fault;
import io.carillon.sandbox.FaultRule;
import io.carillon.sandbox.Sandbox;
import io.carillon.sandbox.SandboxOptions;
import io.carillon.vault.TinkVault;
import io.carillon.vault.VaultKeys;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages whose answer was lost, looked up at the sandbox over the real protocol. */
class AliyunLookUpTest {
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final LocalDate DAY = LocalDate.now(CHINA).minusDays(3);
    private static final Duration LONG_CALL = Duration.ofSeconds(9);
    private static final SendResult LOST = new SendResult.Unknown(Reason.CONNECTION_LOST, "");

    private final AliyunSmsAdapter adapter = new AliyunSmsAdapter(new TinkVault(VaultKeys.random()));

    @TempDir
    private Path data;

    private Sandbox sandbox;

    @BeforeEach
    void start() {
        start(Map.of("outcomes", "all-delivered", "aliyun.carrierMillis", "0"));
    }

    private void start(Map<String, String> people) {
        Map<String, String> settings = new HashMap<>(people);
        settings.put("aliyun.accessKeyId", "test-key");
        settings.put("aliyun.accessKeySecret", "test-secret");
        SandboxOptions options = new SandboxOptions(0, data, URI.create("http://127.0.0.1:9"), 0, 1, settings);
        sandbox = Sandbox.startOnly(options, Set.of("aliyun"));
    }

    private void restart(Map<String, String> people) {
        sandbox.close();
        start(people);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private VendorAccount account(String secret, Duration callTimeout) {
        Map<String, String> settings = Map.of(
                "accessKeyId",
                "test-key",
                "endpoint",
                "127.0.0.1:" + sandbox.vendor(AliyunSandbox.class).port(),
                "protocol",
                "http",
                "callTimeoutMillis",
                Long.toString(callTimeout.toMillis()));
        return SmsAccounts.of(
                "aliyun",
                Mode.SANDBOX,
                settings,
                Map.of("accessKeySecret", secret, "hookSecret", "a-hook-secret-of-the-test"));
    }

    private List<SendResult> send(Outbound... messages) {
        try (Sender sender = adapter.open(account("test-secret", LONG_CALL))) {
            return sender.send(Arrays.asList(messages), CallDeadline.in(Duration.ofMinutes(1)));
        }
    }

    private static Outbound message(AttemptKey key, String address) {
        Content content = new Content.Sms("", new Content.Binding("钟楼商城", "SMS_1", Map.of()), 1);
        return new Outbound(key, address, content, URI.create("http://127.0.0.1/"));
    }

    private static Outbound message(int number) {
        return message(new AttemptKey(7, number, 1), address(number));
    }

    private static String address(int number) {
        return "+86138" + String.format("%08d", number);
    }

    /** The doubt of a message sent just now. */
    private static LookUp.Doubt doubt(Outbound message) {
        Instant now = Instant.now();
        return new LookUp.Doubt(message.key(), message.address(), now.minusSeconds(60), now, null, false);
    }

    private List<VendorReport.Receipt> find(LookUp.Doubt doubt) {
        return find(doubt, account("test-secret", LONG_CALL));
    }

    private List<VendorReport.Receipt> find(LookUp.Doubt doubt, VendorAccount account) {
        try (LookUp.Session session = adapter.lookUp().orElseThrow().open(account)) {
            return session.find(doubt);
        }
    }

    private void loseTheNextAnswer() {
        sandbox.faults()
                .add(FaultRule.always("aliyun", Fault.Kind.ACCEPT_THEN_RESET).times(1));
    }

    /** Makes a message to number 1 that was taken then. */
    private void taken(String outId, LocalDate day, String time) {
        Instant at = at(day, time);
        sandbox.kit()
                .accepted(new AcceptedMessage(
                        "aliyun",
                        "test-key",
                        "1^0",
                        outId,
                        address(1),
                        Map.of("PhoneNumber", "13800000001", "TemplateCode", "SMS_1", "sent", at.toString())));
    }

    private static Instant at(LocalDate day, String time) {
        return day.atTime(LocalTime.parse(time)).atZone(CHINA).toInstant();
    }

    @Test
    void findsAMessageThatWasTakenUnanswered() {
        loseTheNextAnswer();
        Outbound message = message(1);
        assertThat(send(message)).containsExactly(LOST);

        assertThat(find(doubt(message))).singleElement().satisfies(receipt -> {
            assertThat(receipt.key()).isEqualTo("7-1-1");
            assertThat(receipt.call()).isNull();
            assertThat(receipt.vendorId()).isNull();
            assertThat(receipt.outcome()).isEqualTo(VendorReport.Outcome.DELIVERED);
            assertThat(receipt.reason()).isNull();
            assertThat(receipt.vendorCode()).isEqualTo("DELIVERED");
            assertThat(receipt.at()).isBetween(Instant.now().minusSeconds(120), Instant.now());
        });
    }

    @Test
    void findsEachMessageOfACallThatWasTakenUnanswered() {
        loseTheNextAnswer();
        Outbound[] messages = {message(1), message(2), message(3)};
        assertThat(send(messages)).containsOnly(LOST);

        for (Outbound message : messages) {
            assertThat(find(doubt(message))).singleElement().satisfies(receipt -> {
                assertThat(receipt.key()).isNull();
                assertThat(receipt.call()).isEqualTo(new VendorReport.Call("7-1-1", message.address()));
                assertThat(receipt.outcome()).isEqualTo(VendorReport.Outcome.DELIVERED);
            });
        }
    }

    @Test
    void findsAMessageToAnotherCountry() {
        loseTheNextAnswer();
        Outbound message = message(new AttemptKey(7, 1, 1), "+85251234567");
        assertThat(send(message)).containsExactly(LOST);

        assertThat(find(doubt(message))).extracting(VendorReport.Receipt::key).containsExactly("7-1-1");
    }

    @Test
    void findsNothingForANumberNobodySentTo() {
        send(message(2));

        assertThat(find(doubt(message(1)))).isEmpty();
    }

    @Test
    void leavesOtherMessagesToTheSameNumberAlone() {
        taken("8-1-1", DAY, "10:00:00");
        taken("call-8-1-1", DAY, "10:00:00");
        taken("7-2-1", DAY, "10:00:00");
        taken("7-1-2", DAY, "10:00:00");
        taken("somebody else's", DAY, "10:00:00");
        taken("", DAY, "10:00:00");
        Instant at = at(DAY, "10:00:00");

        assertThat(find(new LookUp.Doubt(new AttemptKey(7, 1, 1), address(1), at, at, null, false)))
                .isEmpty();
    }

    /** The database that wrote the doubt has lost under which number the message left. */
    @Test
    void findsARestoredDoubtsMessageUnderWhateverNumberItLeft() {
        taken("8-1-1", DAY, "10:00:00");
        taken("7-2-1", DAY, "10:00:00");
        taken("7-1-2", DAY, "10:00:00");
        Instant at = at(DAY, "10:00:00");

        assertThat(find(new LookUp.Doubt(new AttemptKey(7, 1, 1_001), address(1), at, at, null, true)))
                .extracting(VendorReport.Receipt::key)
                .containsExactly("7-1-2");
    }

    @Test
    void saysThatAMessageDidNotArriveAndWhy() {
        restart(Map.of("aliyun.refused", "0", "aliyun.undelivered", "1", "aliyun.carrierMillis", "0"));
        Outbound message = message(1);
        send(message);

        assertThat(find(doubt(message))).singleElement().satisfies(receipt -> {
            assertThat(receipt.outcome()).isEqualTo(VendorReport.Outcome.UNDELIVERED);
            assertThat(receipt.reason()).isEqualTo(Reason.UNDELIVERED_INVALID);
            assertThat(receipt.vendorCode()).isEqualTo("MK:0001");
        });
    }

    @Test
    void saysThatAMessageWaitsForItsReceipt() {
        restart(Map.of("outcomes", "all-delivered", "aliyun.carrierMillis", "600000"));
        Outbound message = message(1);
        send(message);

        assertThat(find(doubt(message)))
                .extracting(VendorReport.Receipt::outcome)
                .containsExactly(VendorReport.Outcome.ACCEPTED);
    }

    @Test
    void findsAMessageWhoseReceiptIsLost() {
        sandbox.faults().add(FaultRule.always("aliyun", Fault.Kind.RECEIPT_LOST));
        loseTheNextAnswer();
        Outbound message = message(1);
        send(message);

        assertThat(find(doubt(message)))
                .extracting(VendorReport.Receipt::outcome)
                .containsExactly(VendorReport.Outcome.DELIVERED);
    }

    @Test
    void readsMoreThanOnePage() {
        taken("7-1-1", DAY, "10:00:00");
        // The newest are listed first.
        IntStream.range(0, 50).forEach(i -> taken("8-" + i + "-1", DAY, "11:00:00"));
        Instant at = at(DAY, "10:00:00");

        assertThat(find(new LookUp.Doubt(new AttemptKey(7, 1, 1), address(1), at, at, null, false)))
                .extracting(VendorReport.Receipt::key)
                .containsExactly("7-1-1");
    }

    @ParameterizedTest
    @CsvSource({
        "23:59:59, 0, 23:00:00, 0, 23:59:59, true",
        "00:00:01, 1, 23:59:30, 0, 00:00:30, true",
        "23:59:45, 0, 23:59:30, 0, 00:00:30, true",
        // Aliyun may date what it took just before midnight to the next day.
        "00:00:02, 1, 23:59:00, 0, 23:59:59, true",
        "00:00:02, 1, 12:00:00, 0, 12:01:00, false"
    })
    void asksForTheDayInChina(String taken, int days, String from, int fromDays, String until, boolean isFound) {
        taken("7-1-1", DAY.plusDays(days), taken);
        Instant first = at(DAY.plusDays(fromDays), from);
        Instant last = at(until.startsWith("00") ? DAY.plusDays(1) : DAY, until);

        assertThat(find(new LookUp.Doubt(new AttemptKey(7, 1, 1), address(1), first, last, null, false)))
                .hasSize(isFound ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "THROTTLE, throttled Throttling.User",
        "SERVER_ERROR, vendor_error InternalError",
        "RESET, connection_lost",
        "BLOCK, balance isv.AMOUNT_NOT_ENOUGH"
    })
    void saysThatItIsUnanswered(Fault.Kind kind, String why) {
        Outbound message = message(1);
        send(message);
        sandbox.faults().add(FaultRule.always("aliyun", kind).times(1));

        assertThatThrownBy(() -> find(doubt(message)))
                .isInstanceOf(LookUp.Unanswered.class)
                .hasMessage(why);
        assertThat(find(doubt(message))).hasSize(1);
    }

    @Test
    void aWordAboutTheNumberIsAnAnswer() {
        Outbound message = message(1);
        send(message);
        sandbox.faults()
                .add(FaultRule.always("aliyun", Fault.Kind.BLOCK)
                        .code("isv.MOBILE_NUMBER_ILLEGAL")
                        .times(1));

        assertThat(find(doubt(message))).isEmpty();
        assertThat(find(doubt(message))).hasSize(1);
    }

    @Test
    void waitsNoLongerThanACallMay() {
        sandbox.faults().add(FaultRule.always("aliyun", Fault.Kind.HANG));
        VendorAccount hasty = account("test-secret", Duration.ofSeconds(2));
        Instant before = Instant.now();

        assertThatThrownBy(() -> find(doubt(message(1)), hasty))
                .isInstanceOf(LookUp.Unanswered.class)
                .hasMessage("time_out");
        // Far from the 30 seconds of the vendor, on the busiest machine.
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void saysThatNobodyListens() {
        VendorAccount account = account("test-secret", LONG_CALL);
        sandbox.close();

        assertThatThrownBy(() -> find(doubt(message(1)), account))
                .isInstanceOf(LookUp.Unanswered.class)
                .hasMessage("vendor_down");
    }

    @Test
    void saysThatCredentialsAreWrong() {
        assertThatThrownBy(() -> find(doubt(message(1)), account("not-the-secret", LONG_CALL)))
                .isInstanceOf(LookUp.Unanswered.class)
                .hasMessage("credentials SignatureDoesNotMatch");
    }
}
