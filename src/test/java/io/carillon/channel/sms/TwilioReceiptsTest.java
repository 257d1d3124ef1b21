package io.carillon.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.HookAnswer;
import io.carillon.channel.HookRequest;
import io.carillon.channel.Mode;
import io.carillon.channel.Reason;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorReport;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioReceiptsTest {
    private static final String TOKEN = "12345";
    private static final String SID = "SM0123456789abcdef0123456789abcdef";
    private static final String URL = "https://shop.example/hooks/twilio/intl/7-19-1";
    private static final Instant NOW = Instant.parse("2027-09-13T02:00:00Z");
    private static final VendorAccount ACCOUNT = SmsAccounts.of("twilio", Mode.LIVE, Map.of(), Map.of("token", TOKEN));

    private final TwilioReceipts receipts = new TwilioReceipts(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void acceptsTheExampleOfTwiliosDocumentation() {
        // The worked example of https://www.twilio.com/docs/usage/webhooks/webhooks-security, token 12345.
        String body =
                "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212";
        HookRequest request = new HookRequest(
                "POST",
                "https://mycompany.com/myapp.php?foo=1&bar=2",
                "",
                Map.of("x-twilio-signature", List.of("RSOYDt4T1cUTdK1PDd93/VVr8B8=")),
                Map.of(),
                body.getBytes(StandardCharsets.UTF_8));

        // Genuine, though a voice call is nothing we read: 400, not 403.
        assertThat(receipts.receive(request, ACCOUNT).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "sent, ACCEPTED, , , sent",
        "delivered, DELIVERED, , , delivered",
        "read, READ, , , read",
        "undelivered, UNDELIVERED, 30003, UNDELIVERED_EXPIRED, 30003",
        "undelivered, UNDELIVERED, 30005, UNDELIVERED_INVALID, 30005",
        "undelivered, UNDELIVERED, 30007, UNDELIVERED_CARRIER, 30007",
        "failed, UNDELIVERED, 21610, VENDOR_OPTED_OUT, 21610",
        "undelivered, UNDELIVERED, 63014, USER_BLOCKED, 63014",
        "undelivered, UNDELIVERED, 63032, UNDELIVERED, 63032",
        "undelivered, UNDELIVERED, 63033, USER_BLOCKED, 63033",
        "failed, UNDELIVERED, 12345, UNDELIVERED, 12345",
        "failed, UNDELIVERED, , UNDELIVERED, failed"
    })
    void readsAStatus(String status, VendorReport.Outcome outcome, String code, Reason reason, String vendorCode) {
        TreeMap<String, String> fields = new TreeMap<>(Map.of("MessageSid", SID, "MessageStatus", status));
        if (code != null) {
            fields.put("ErrorCode", code);
        }

        HookAnswer answer = receipts.receive(TwilioRequests.signed(URL, "7-19-1", fields, TOKEN), ACCOUNT);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.reports())
                .containsExactly(new VendorReport.Receipt(
                        SID + ":" + status, "7-19-1", SID, outcome, reason, vendorCode, null, null, NOW));
    }

    @Test
    void takesAStatusItDoesNotKnowAndReportsNothing() {
        TreeMap<String, String> fields = new TreeMap<>(Map.of("MessageSid", SID, "MessageStatus", "pondering"));

        HookAnswer answer = receipts.receive(TwilioRequests.signed(URL, "7-19-1", fields, TOKEN), ACCOUNT);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.reports()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"STOP", " stop. ", "R", "退订", "ＳＴＯＰ", "Revoke"})
    void readsAnOptOut(String body) {
        HookAnswer answer = inbound(Map.of("Body", body));

        assertThat(answer.contentType()).isEqualTo("text/xml");
        assertThat(answer.body()).endsWith("<Response/>");
        assertThat(answer.reports())
                .containsExactly(new VendorReport.OptOut(SID, "+14155550100", null, body.strip(), NOW));
    }

    @Test
    void believesTwilioAboutWordsOfOtherLanguages() {
        assertThat(inbound(Map.of("Body", "ARRÊTER", "OptOutType", "STOP")).reports())
                .singleElement()
                .isInstanceOf(VendorReport.OptOut.class);
        assertThat(inbound(Map.of("Body", "REPRENDRE", "OptOutType", "START")).reports())
                .singleElement()
                .isInstanceOf(VendorReport.OptIn.class);
        assertThat(inbound(Map.of("Body", "END", "OptOutType", "HELP")).reports())
                .isEmpty();
    }

    @Test
    void readsAnOptIn() {
        assertThat(inbound(Map.of("Body", "start")).reports())
                .containsExactly(new VendorReport.OptIn(SID, "+14155550100", "start", NOW));
    }

    @Test
    void leavesOrdinaryRepliesAlone() {
        HookAnswer answer = inbound(Map.of("Body", "please don't stop"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.reports()).isEmpty();
    }

    @Test
    void turnsAwayASignatureForAnotherUrl() {
        TreeMap<String, String> fields = new TreeMap<>(Map.of("MessageSid", SID, "MessageStatus", "delivered"));
        HookRequest genuine = TwilioRequests.signed(URL, "7-19-1", fields, TOKEN);
        HookRequest moved = new HookRequest(
                "POST", URL.replace("7-19-1", "7-20-1"), "7-20-1", genuine.headers(), Map.of(), genuine.body());

        assertThat(receipts.receive(moved, ACCOUNT).status()).isEqualTo(403);
    }

    @Test
    void turnsAwayARequestWithoutSignature() {
        HookRequest bare = new HookRequest(
                "POST", URL, "7-19-1", Map.of(), Map.of(), "MessageStatus=delivered".getBytes(StandardCharsets.UTF_8));

        assertThat(receipts.receive(bare, ACCOUNT).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "=", "a=%zz", "a=1&a=2"})
    void saysThatABodyIsNoForm(String body) {
        HookRequest request =
                new HookRequest("POST", URL, "", Map.of(), Map.of(), body.getBytes(StandardCharsets.UTF_8));

        assertThat(receipts.receive(request, ACCOUNT).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"SMtooShort, 7-19-1", "SM0123456789abcdef0123456789abcdef, not-our-key"})
    void saysThatAGenuineReceiptCannotBeRead(String sid, String suffix) {
        TreeMap<String, String> fields = new TreeMap<>(Map.of("MessageSid", sid, "MessageStatus", "delivered"));

        assertThat(receipts.receive(TwilioRequests.signed(URL, suffix, fields, TOKEN), ACCOUNT)
                        .status())
                .isEqualTo(400);
    }

    private HookAnswer inbound(Map<String, String> more) {
        TreeMap<String, String> fields = new TreeMap<>(Map.of("MessageSid", SID, "From", "+14155550100"));
        fields.putAll(more);
        return receipts.receive(
                TwilioRequests.signed("https://shop.example/hooks/twilio/intl", "", fields, TOKEN), ACCOUNT);
    }
}
