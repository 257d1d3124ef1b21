package io.carillon.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.ChannelAdapter;
import io.carillon.channel.ChannelContractTest;
import io.carillon.channel.Content;
import io.carillon.channel.HookRequest;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorReport;
import io.carillon.sandbox.Fault;
import io.carillon.sandbox.FaultRule;
import io.carillon.sandbox.Sandbox;
import io.carillon.sandbox.TwilioSandbox;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwilioAdapterTest extends ChannelContractTest {
    private static final String TOKEN = "a-token-of-the-test";
    private static final String FROM = "+15005550006";

    @Override
    protected ChannelAdapter adapter() {
        return new TwilioAdapter();
    }

    @Override
    protected Map<String, String> sandboxSettings() {
        return Map.of("twilio.token", TOKEN, "twilio.from", FROM, "twilio.receiptMillis", "40");
    }

    @Override
    protected VendorAccount account(Sandbox running) {
        return account(running, Map.of("from", FROM), TOKEN);
    }

    @Override
    protected VendorAccount accountWithWrongCredentials(Sandbox running) {
        return account(running, Map.of("from", FROM), "not-the-token");
    }

    private VendorAccount account(Sandbox running, Map<String, String> sender, String token) {
        Map<String, String> settings = new HashMap<>(sender);
        settings.put("sid", TwilioSandbox.USUAL_SID);
        settings.put("baseUrl", running.url() + "/twilio");
        return accountWith(adapter(), "", settings, Map.of("token", token));
    }

    @Override
    protected String address(int number) {
        return "+1415555" + String.format("%04d", number);
    }

    @Override
    protected Content content() {
        return new Content.Sms("Moon cakes & more: 满300减50 ${x}", null, 1);
    }

    @Override
    protected HookRequest malformedHook(VendorAccount of, URI hooksUrl) {
        return TwilioRequests.signed(
                hooksUrl + "/hooks/twilio/contract", "", new TreeMap<>(Map.of("MessageStatus", "delivered")), TOKEN);
    }

    @Test
    void handsOverTextSenderAndCallbackAsTheyAre() {
        Outbound message = message(3);
        send(message);

        assertThat(sandbox().accepted().withKey(message.key().toString()))
                .singleElement()
                .satisfies(taken -> {
                    assertThat(taken.to()).isEqualTo(address(3));
                    assertThat(taken.content())
                            .containsEntry("body", "Moon cakes & more: 满300减50 ${x}")
                            .containsEntry("from", FROM)
                            .containsEntry("segments", "1");
                });
    }

    @Test
    void letsAMessagingServicePickTheSender() {
        String service = "MG00000000000000000000000000000001";
        VendorAccount account = account(sandbox(), Map.of("messagingServiceSid", service), TOKEN);
        try (TwilioSender sender = new TwilioSender(TwilioSettings.of(account))) {
            List<SendResult> results =
                    sender.send(List.of(message(0)), io.carillon.channel.CallDeadline.in(Duration.ofSeconds(60)));

            assertThat(results).singleElement().isInstanceOf(SendResult.Accepted.class);
        }
        assertThat(sandbox().accepted().withKey("7-1-1"))
                .singleElement()
                .satisfies(taken -> assertThat(taken.content())
                        .containsEntry("service", service)
                        .containsEntry("from", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSE, 21211, Refused, INVALID_ADDRESS",
        "REFUSE, 21614, Refused, INVALID_ADDRESS",
        "REFUSE, 21610, Refused, VENDOR_OPTED_OUT",
        "REFUSE, 21408, Refused, REGION_REFUSED",
        "REFUSE, 29999, Refused, UNLISTED",
        "BLOCK, 21606, Blocked, SENDER",
        "BLOCK, 21617, Blocked, CONTENT",
        "BLOCK, 30002, Blocked, ACCOUNT_SETTING",
        "THROTTLE, 21611, NotSent, THROTTLED",
        "SERVER_ERROR, 20503, Unknown, VENDOR_ERROR",
        "SERVER_ERROR, 21730, NotSent, VENDOR_DOWN"
    })
    void sortsTwiliosCodes(Fault.Kind kind, String code, String result, Reason reason) {
        show(FaultRule.always("twilio", kind).code(code));

        SendResult found = send(message(0));

        assertThat(found.getClass().getSimpleName()).isEqualTo(result);
        assertThat(found).hasFieldOrPropertyWithValue("reason", reason).hasFieldOrPropertyWithValue("vendorCode", code);
    }

    @Test
    void reportsSentBeforeDelivered() {
        send(message(0));

        awaitReceipts(VendorReport.Outcome.DELIVERED, 1);
        assertThat(reports())
                .extracting(report -> ((VendorReport.Receipt) report).outcome())
                .containsExactly(VendorReport.Outcome.ACCEPTED, VendorReport.Outcome.DELIVERED);
    }

    @Test
    void meetsTheSameFateInReceiptsWhateverTheirOrder() {
        show(FaultRule.always("twilio", Fault.Kind.RECEIPT_SHUFFLED).time(Duration.ofMillis(200)));
        send(message(0));

        awaitReceipts(VendorReport.Outcome.ACCEPTED, 1);
        assertThat(reports())
                .extracting(report -> ((VendorReport.Receipt) report).outcome())
                .containsExactly(VendorReport.Outcome.DELIVERED, VendorReport.Outcome.ACCEPTED);
    }
}
