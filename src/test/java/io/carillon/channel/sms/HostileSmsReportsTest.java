package io.carillon.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.Bent;
import io.carillon.channel.HookAnswer;
import io.carillon.channel.HookRequest;
import io.carillon.channel.Mode;
import io.carillon.channel.VendorAccount;
import io.carillon.vault.TinkVault;
import io.carillon.vault.VaultKeys;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Reports on SMS from strangers: an answer to each, and nothing is reported that the vendor did not sign or whose secret is unknown. */
class HostileSmsReportsTest {
    private static final String TOKEN = "12345";
    private static final String SECRET = "a-hook-secret-of-the-test";
    private static final String URL = "https://shop.example/hooks/twilio/intl/7-19-1";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2027-09-13T02:00:00Z"), ZoneOffset.UTC);
    private static final TreeMap<String, String> FIELDS = new TreeMap<>(Map.of(
            "MessageSid", "SM0123456789abcdef0123456789abcdef", "MessageStatus", "delivered", "To", "+14155550100"));
    private static final HookRequest GENUINE = TwilioRequests.signed(URL, "7-19-1", FIELDS, TOKEN);
    private static final String PUSH = """
            [{"phone_number":"13800000001","send_time":"2027-09-13 10:00:00","report_time":"2027-09-13 10:00:07","success":true,\
            "err_code":"DELIVERED","err_msg":"","sms_size":"2","biz_id":"12^0","out_id":"7-1-1"},\
            {"phone_number":"13800000001","send_time":"2027-09-13 10:00:00","content":"R","sequence_id":1234567890}]""";

    private final TwilioReceipts twilio = new TwilioReceipts(CLOCK);
    private final AliyunReceipts aliyun =
            new AliyunReceipts(new AliyunMessageId(new TinkVault(VaultKeys.random())), CLOCK);

    @Property(tries = 1000)
    void twilioReportsNothingThatItDidNotSign(@ForAll("twilioBodies") byte[] body, @ForAll("paths") String path) {
        HookRequest bent = new HookRequest(
                "POST", "https://shop.example/hooks/twilio/intl/" + path, path, GENUINE.headers(), Map.of(), body);

        HookAnswer answer = twilio.receive(bent, account("twilio", Map.of("token", TOKEN)));

        // A body that is spelt otherwise and says the same is genuine still.
        assertThat(answer.reports())
                .isSubsetOf(twilio.receive(GENUINE, account("twilio", Map.of("token", TOKEN)))
                        .reports());
        assertThat(answer.status()).isIn(200, 400, 403);
    }

    @Property(tries = 500)
    void twilioMaySignWhateverItLikes(@ForAll("fields") Map<String, String> fields, @ForAll("paths") String path) {
        HookRequest signed = TwilioRequests.signed(
                "https://shop.example/hooks/twilio/intl/" + path, path, new TreeMap<>(fields), TOKEN);

        HookAnswer answer = twilio.receive(signed, account("twilio", Map.of("token", TOKEN)));

        assertThat(answer.status()).isIn(200, 400, 403);
        assertThat(answer.reports()).hasSizeLessThanOrEqualTo(1);
    }

    @Property(tries = 1000)
    void anyPushOfAliyunIsAnswered(@ForAll("pushes") byte[] body) {
        HookAnswer answer = aliyun.receive(request(SECRET, body), account("aliyun", Map.of("hookSecret", SECRET)));

        assertThat(answer.status()).isIn(200, 400);
        assertThat(answer.reports())
                .allSatisfy(report -> assertThat(report.dedupeKey()).isNotBlank());
    }

    @Property(tries = 300)
    void aPushWithoutTheSecretReportsNothing(@ForAll("secrets") String suffix) {
        HookAnswer answer = aliyun.receive(
                request(suffix, PUSH.getBytes(StandardCharsets.UTF_8)),
                account("aliyun", Map.of("hookSecret", SECRET)));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.reports()).isEmpty();
    }

    @Provide
    Arbitrary<byte[]> twilioBodies() {
        return Arbitraries.oneOf(Arbitraries.just(GENUINE.body()), Bent.bodies(GENUINE.body()), Bent.garbage());
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.oneOf(
                Arbitraries.just("7-19-1"),
                Arbitraries.of("7-20-1", "", "a b", "%00", "{x}", "a|b"),
                Bent.texts("7-19-1"));
    }

    @Provide
    Arbitrary<Map<String, String>> fields() {
        Arbitrary<String> names =
                Arbitraries.of("MessageSid", "MessageStatus", "ErrorCode", "From", "Body", "OptOutType", "x");
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.of(
                        "delivered",
                        "failed",
                        "SM0123456789abcdef0123456789abcdef",
                        "+14155550100",
                        "STOP",
                        "30003",
                        ""),
                Bent.texts("STOP").map(text -> text.replace("\ud800", "")));
        return Arbitraries.maps(names, values).ofMinSize(1).ofMaxSize(6);
    }

    @Provide
    Arbitrary<byte[]> pushes() {
        byte[] deep = ("[".repeat(5_000) + "]".repeat(5_000)).getBytes(StandardCharsets.UTF_8);
        return Arbitraries.oneOf(
                Bent.bodies(PUSH.getBytes(StandardCharsets.UTF_8)), Bent.garbage(), Arbitraries.just(deep));
    }

    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.oneOf(Bent.texts(SECRET), Arbitraries.strings().ofMaxLength(40));
    }

    private static HookRequest request(String suffix, byte[] body) {
        return new HookRequest("POST", "http://127.0.0.1/", suffix, Map.of(), Map.of(), body);
    }

    private static VendorAccount account(String vendor, Map<String, String> secrets) {
        return SmsAccounts.of(vendor, Mode.SANDBOX, Map.of(), secrets);
    }
}
