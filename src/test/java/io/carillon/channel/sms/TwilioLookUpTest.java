package io.carillon.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.CallDeadline;
import io.carillon.channel.Content;
import io.carillon.channel.LookUp;
import io.carillon.channel.Mode;
import io.carillon.channel.Outbound;
import io.carillon.channel.SendResult;
import io.carillon.channel.Sender;
import io.carillon.channel.TextMark;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorReport;
import io.carillon.sandbox.Fault;
import io.carillon.sandbox.FaultRule;
import io.carillon.sandbox.Sandbox;
import io.carillon.sandbox.SandboxOptions;
import io.carillon.sandbox.TwilioSandbox;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages whose answer was lost, looked up at the sandbox over the real protocol. */
class TwilioLookUpTest {
    private static final String PHONE = "+14155550001";
    private static final String TEXT = "Moon cakes & more: 满300减50 ${x}";
    private static final AttemptKey KEY = new AttemptKey(7, 11, 1);

    private final TwilioAdapter adapter = new TwilioAdapter();
    private final Instant began = Instant.now();

    @TempDir
    private Path data;

    private Sandbox sandbox;

    @BeforeEach
    void start() {
        Map<String, String> settings = Map.of("outcomes", "all-delivered", "twilio.token", "s3cret");
        SandboxOptions options = new SandboxOptions(0, data, URI.create("http://127.0.0.1:9"), 0, 1, settings);
        sandbox = Sandbox.startOnly(options, Set.of("twilio"));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private VendorAccount account(String token, Duration callTimeout) {
        return SmsAccounts.of(
                "twilio",
                Mode.SANDBOX,
                Map.of(
                        "sid",
                        TwilioSandbox.USUAL_SID,
                        "from",
                        "+15005550006",
                        "baseUrl",
                        sandbox.url() + "/twilio",
                        "callTimeoutMillis",
                        Long.toString(callTimeout.toMillis())),
                Map.of("token", token));
    }

    private SendResult send(String phone, String text) {
        Outbound message = new Outbound(
                KEY,
                phone,
                new Content.Sms(text, null, 1),
                URI.create("http://127.0.0.1:9/hooks/twilio/look-up/" + KEY));
        try (Sender sender = adapter.open(account("s3cret", Duration.ofSeconds(9)))) {
            return sender.send(List.of(message), CallDeadline.in(Duration.ofMinutes(1)))
                    .get(0);
        }
    }

    private List<VendorReport.Receipt> find(LookUp.Doubt doubt) {
        return find(doubt, "s3cret");
    }

    private List<VendorReport.Receipt> find(LookUp.Doubt doubt, String token) {
        try (LookUp.Session session = adapter.lookUp().orElseThrow().open(account(token, Duration.ofMillis(700)))) {
            return session.find(doubt);
        }
    }

    private LookUp.Doubt doubt(String phone, @Nullable String text) {
        return new LookUp.Doubt(
                KEY, phone, began, Instant.now().plusSeconds(1), text == null ? null : TextMark.of(text), false);
    }

    @Test
    void findsAMessageWhoseAnswerWasLost() {
        sandbox.faults().add(FaultRule.always("twilio", Fault.Kind.ACCEPT_THEN_RESET));
        assertThat(send(PHONE, TEXT)).isInstanceOf(SendResult.Unknown.class);
        sandbox.faults().clear();

        assertThat(find(doubt(PHONE, TEXT))).singleElement().satisfies(receipt -> {
            assertThat(receipt.key()).isEqualTo(KEY.toString());
            assertThat(receipt.vendorId())
                    .isEqualTo(sandbox.accepted().withKey(KEY.toString()).get(0).vendorId());
            assertThat(receipt.outcome()).isIn(VendorReport.Outcome.ACCEPTED, VendorReport.Outcome.DELIVERED);
            assertThat(receipt.dedupeKey()).startsWith("listed:" + KEY + ":" + receipt.vendorId() + ":");
        });
    }

    @Test
    void findsNothingWhereNothingMayBeIt() {
        send(PHONE, TEXT);

        assertThat(find(doubt("+14155550002", TEXT))).as("another number").isEmpty();
        assertThat(find(doubt(PHONE, TEXT + "!"))).as("another text").isEmpty();
        assertThat(find(doubt(PHONE, null))).as("a text nobody knows").isEmpty();
        assertThat(find(new LookUp.Doubt(
                        KEY, PHONE, began.minusSeconds(3_600), began.minusSeconds(1_800), TextMark.of(TEXT), false)))
                .as("another time")
                .isEmpty();
    }

    @Test
    void listsAllThatMayBeIt() {
        send(PHONE, TEXT);
        send(PHONE, TEXT);
        send(PHONE, "another text");

        assertThat(find(doubt(PHONE, TEXT)))
                .extracting(VendorReport.Receipt::vendorId)
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"THROTTLE, 20429, 'status 429, code 20429'", "SERVER_ERROR, 20503, 'status 503, code 20503'"})
    void saysWhyThereIsNoAnswer(Fault.Kind kind, String code, String why) {
        sandbox.faults().add(FaultRule.always("twilio", kind).code(code));

        assertThatThrownBy(() -> find(doubt(PHONE, TEXT)))
                .isInstanceOf(LookUp.Unanswered.class)
                .hasMessage(why);
    }

    @Test
    void aWordAboutTheNumberIsAnAnswer() {
        sandbox.faults().add(FaultRule.always("twilio", Fault.Kind.BLOCK).code("21211"));

        assertThat(find(doubt(PHONE, TEXT))).isEmpty();
    }

    @Test
    void saysThatThereIsNoneWhenTheVendorHangsOrIsAwayOrKnowsUsNot() {
        assertThatThrownBy(() -> find(doubt(PHONE, TEXT), "wrong"))
                .isInstanceOf(LookUp.Unanswered.class)
                .hasMessageContaining("status 401");
        sandbox.faults().add(FaultRule.always("twilio", Fault.Kind.HANG));
        assertThatThrownBy(() -> find(doubt(PHONE, TEXT)))
                .isInstanceOf(LookUp.Unanswered.class)
                .hasMessage("no answer");
        sandbox.close();
        assertThatThrownBy(() -> find(doubt(PHONE, TEXT)))
                .isInstanceOf(LookUp.Unanswered.class)
                .hasMessage("no answer");
    }
}
