package io.carillon.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.carillon.channel.AttemptKey;
import io.carillon.channel.LookUp;
import io.carillon.channel.Mode;
import io.carillon.channel.Reason;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorReport;
import io.carillon.vault.TinkVault;
import io.carillon.vault.VaultKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of Aliyun, and how its listings are read. */
class AliyunListingTest {
    private static final Instant NOW = Instant.parse("2027-09-13T02:00:00Z");
    private static final AttemptKey KEY = new AttemptKey(7, 1, 1);
    private static final String ADDRESS = "+8613800000001";
    private static final String EMPTY = listing("");

    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final AliyunMessageId ids = new AliyunMessageId(new TinkVault(VaultKeys.random()));
    private final LookUp lookUp = new AliyunLookUp(ids, Clock.fixed(NOW, ZoneOffset.UTC));
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(int status, String body) {
        server.createContext("/", exchange -> {
            questions.add(exchange.getRequestURI().getQuery());
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().add("Retry-After", "0");
                exchange.getResponseHeaders().add("Location", "/elsewhere");
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
    }

    private List<VendorReport.Receipt> find(Instant from, Instant until) {
        VendorAccount account = SmsAccounts.of(
                "aliyun",
                Mode.SANDBOX,
                Map.of(
                        "accessKeyId",
                        "key",
                        "endpoint",
                        "127.0.0.1:" + server.getAddress().getPort(),
                        "protocol",
                        "http"),
                Map.of("accessKeySecret", "secret", "hookSecret", "a-hook-secret-of-the-test"));
        try (LookUp.Session session = lookUp.open(account)) {
            return session.find(new LookUp.Doubt(KEY, ADDRESS, from, until, null, false));
        }
    }

    private List<VendorReport.Receipt> find() {
        return find(NOW.minusSeconds(90), NOW.minusSeconds(60));
    }

    private VendorReport.Receipt found(String message) {
        answer(200, listing(message));
        List<VendorReport.Receipt> found = find();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static String listing(String messages) {
        return "{\"Code\":\"OK\",\"Message\":\"OK\",\"TotalCount\":2,\"SmsSendDetailDTOs\":{\"SmsSendDetailDTO\":["
                + messages + "]}}";
    }

    private static String message(String outId, int status, String more) {
        return "{\"PhoneNum\":\"13800000001\",\"SendDate\":\"2027-09-13 09:59:00\",\"OutId\":\"" + outId
                + "\",\"SendStatus\":" + status + more + "}";
    }

    private List<String> asked(String parameter) {
        Pattern pattern = Pattern.compile("(^|&)" + parameter + "=([^&]*)");
        return questions.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(2))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "2027-09-12T04:00:00Z, 2027-09-12T04:00:30Z, 20270912",
        "2027-09-12T15:58:00Z, 2027-09-12T15:58:50Z, 20270912",
        "2027-09-12T15:59:50Z, 2027-09-12T16:00:10Z, 20270912 20270913",
        "2027-09-12T16:02:00Z, 2027-09-12T16:02:30Z, 20270913",
        // It answers for the last 30 days.
        "2027-08-15T04:00:00Z, 2027-08-15T04:00:30Z, 20270815",
        "2027-08-14T15:59:50Z, 2027-08-14T16:00:10Z, 20270815",
        "2027-08-14T04:00:00Z, 2027-08-14T04:00:30Z, ''"
    })
    void asksForTheDaysOnWhichTheMessageCanHaveLeft(Instant from, Instant until, String days) {
        answer(200, EMPTY);

        assertThat(find(from, until)).isEmpty();
        assertThat(String.join(" ", asked("SendDate"))).isEqualTo(days);
    }

    @Test
    void asksForTheNumberAndTheFirstFifty() {
        answer(200, EMPTY);
        find();

        assertThat(asked("PhoneNumber")).containsExactly("13800000001");
        assertThat(asked("PageSize")).containsExactly("50");
        assertThat(asked("CurrentPage")).containsExactly("1");
        assertThat(asked("BizId")).isEmpty();
    }

    @Test
    void asksForTenPagesAtMost() {
        answer(
                200,
                listing(IntStream.range(0, 50)
                        .mapToObj(i -> message("8-" + i + "-1", 3, ""))
                        .collect(Collectors.joining(","))));

        assertThat(find()).isEmpty();
        assertThat(asked("CurrentPage")).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
    }

    @Test
    void readsWhenAMessageArrived() {
        assertThat(found(message("7-1-1", 3, ",\"ErrCode\":\"DELIVERED\",\"ReceiveDate\":\"2027-09-13 09:59:07\"")))
                .isEqualTo(new VendorReport.Receipt(
                        "listed:" + ids.of("7-1-1", "13800000001") + ":delivered",
                        "7-1-1",
                        null,
                        VendorReport.Outcome.DELIVERED,
                        null,
                        "DELIVERED",
                        null,
                        null,
                        Instant.parse("2027-09-13T01:59:07Z")));
    }

    @Test
    void takesItsOwnClockWhereAliyunSaysNoTime() {
        assertThat(found(message("7-1-1", 3, "")).at()).isEqualTo(NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "MK:0001, UNDELIVERED_INVALID",
        "USER_REJECT, VENDOR_OPTED_OUT",
        "NEVER_HEARD_OF, UNDELIVERED",
        ", UNDELIVERED"
    })
    void readsWhyAMessageDidNotArrive(String code, Reason reason) {
        VendorReport.Receipt receipt =
                found(message("call-7-9-1", 2, code == null ? "" : ",\"ErrCode\":\"" + code + "\""));

        assertThat(receipt.outcome()).isEqualTo(VendorReport.Outcome.UNDELIVERED);
        assertThat(receipt.reason()).isEqualTo(reason);
        assertThat(receipt.vendorCode()).isEqualTo(code == null ? "" : code);
        assertThat(receipt.key()).isNull();
        assertThat(receipt.call()).isEqualTo(new VendorReport.Call("7-9-1", ADDRESS));
    }

    @ParameterizedTest
    @CsvSource({"1, ''", "1, REQUEST_SUCCESS", "2, REQUEST_SUCCESS"})
    void readsThatNobodyKnowsYet(int status, String code) {
        VendorReport.Receipt receipt = found(message("7-1-1", status, ",\"ErrCode\":\"" + code + "\""));

        assertThat(receipt.outcome()).isEqualTo(VendorReport.Outcome.ACCEPTED);
        assertThat(receipt.reason()).isNull();
        assertThat(receipt.at()).isEqualTo(Instant.parse("2027-09-13T01:59:00Z"));
    }

    @Test
    void leavesOutWhatItDoesNotKnow() {
        answer(200, listing(message("7-1-1", 7, "") + ",null,{\"SendStatus\":3},{\"OutId\":\"7-1-1\"}"));

        assertThat(find()).isEmpty();
    }

    @Test
    void tellsAMessageOnceThatIsListedTwice() {
        answer(200, listing(message("7-1-1", 3, "") + "," + message("7-1-1", 3, "")));

        assertThat(find()).hasSize(1);
    }

    @Test
    void keepsWhatIsToldLaterApartFromWhatWasToldBefore() {
        answer(
                200,
                listing(message("7-1-1", 1, "") + "," + message("call-7-1-1", 1, "") + "," + message("7-1-1", 3, "")));

        assertThat(find())
                .extracting(VendorReport.Receipt::dedupeKey)
                .hasSize(3)
                .doesNotHaveDuplicates()
                .allSatisfy(key -> assertThat(key).startsWith("listed:").doesNotContain("13800000001"));
    }

    @Test
    void takesAnAnswerWithoutAListForAnEmptyOne() {
        answer(200, "{\"Code\":\"OK\",\"TotalCount\":\"0\"}");

        assertThat(find()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "503 | {\"Code\":\"ServiceUnavailable\"} | vendor_error ServiceUnavailable",
                "502 | <html>Bad Gateway</html> | vendor_error HTTP 502",
                "307 | {} | account_setting HTTP 307",
                "200 | <html>Welcome to our Wi-Fi</html> | vendor_error HTTP 200",
                "200 | '' | vendor_error HTTP 200",
                "200 | [] | vendor_error HTTP 200",
                "200 | {\"Message\":\"13800000001\"} | vendor_error HTTP 200",
                "200 | {\"Code\":\"13800000001\"} | unlisted",
                "200 | {\"Code\":\"isv.RAM_CHECK_FAILED\"} | credentials isv.RAM_CHECK_FAILED",
                "200 | {\"Code\":\"OK\",\"SmsSendDetailDTOs\":\"13800000001\"} | vendor_error HTTP 200",
                "429 | {\"Code\":\"Throttling.User\"} | throttled Throttling.User"
            })
    void isUnansweredWithoutAListAndAsksOnce(int status, String body, String why) {
        answer(status, body);

        assertThatThrownBy(this::find).isInstanceOf(LookUp.Unanswered.class).hasMessage(why);
        assertThat(questions).hasSize(1);
    }

    @Test
    void waitsAMinuteUntilItAsks() {
        assertThat(lookUp.lag()).hasSeconds(60);
    }
}
