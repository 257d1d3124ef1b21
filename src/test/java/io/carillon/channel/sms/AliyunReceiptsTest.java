package io.carillon.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.HookAnswer;
import io.carillon.channel.HookRequest;
import io.carillon.channel.Mode;
import io.carillon.channel.Reason;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorReport;
import io.carillon.vault.TinkVault;
import io.carillon.vault.VaultKeys;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AliyunReceiptsTest {
    private static final String SECRET = "a-hook-secret-of-the-test";
    private static final Instant NOW = Instant.parse("2027-09-13T02:00:00Z");

    private final AliyunMessageId ids = new AliyunMessageId(new TinkVault(VaultKeys.random()));
    private final AliyunReceipts receipts = new AliyunReceipts(ids, Clock.fixed(NOW, ZoneOffset.UTC));
    private final VendorAccount account =
            SmsAccounts.of("aliyun", Mode.SANDBOX, Map.of(), Map.of("hookSecret", SECRET));

    private HookAnswer receive(String body) {
        return receive(body, SECRET);
    }

    private HookAnswer receive(String body, String suffix) {
        return receipts.receive(
                new HookRequest(
                        "POST", "http://127.0.0.1/", suffix, Map.of(), Map.of(), body.getBytes(StandardCharsets.UTF_8)),
                account);
    }

    private static String report(String number, String bizId, boolean isDelivered, String code, String outId) {
        return """
                {"phone_number":"%s","send_time":"2027-09-13 10:00:00","report_time":"2027-09-13 10:00:07",\
                "success":%s,"err_code":"%s","err_msg":"","sms_size":"2","biz_id":"%s"%s}""".formatted(number, isDelivered, code, bizId, outId.isEmpty() ? "" : ",\"out_id\":\"" + outId + "\"");
    }

    @Test
    void readsAllReportsOfAPush() {
        HookAnswer answer = receive("[" + report("13800000001", "12^0", true, "DELIVERED", "7-1-1") + ","
                + report("8613800000002", "13^0", false, "MK:0001", "") + "]");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"code\":0,\"msg\":\"接收成功\"}");
        String first = ids.of("12^0", "13800000001");
        String second = ids.of("13^0", "13800000002");
        Instant at = Instant.parse("2027-09-13T02:00:07Z");
        assertThat(answer.reports())
                .containsExactly(
                        new VendorReport.Receipt(
                                first + ":delivered",
                                "7-1-1",
                                first,
                                VendorReport.Outcome.DELIVERED,
                                null,
                                "DELIVERED",
                                2,
                                null,
                                at),
                        new VendorReport.Receipt(
                                second + ":MK:0001",
                                null,
                                second,
                                VendorReport.Outcome.UNDELIVERED,
                                Reason.UNDELIVERED_INVALID,
                                "MK:0001",
                                2,
                                null,
                                at));
    }

    @ParameterizedTest
    @ValueSource(strings = {"13800000001", "+8613800000001", "008613800000001", "8613800000001"})
    void knowsANumberByAnyOfItsPrefixes(String number) {
        assertThat(receive("[" + report(number, "12^0", true, "DELIVERED", "") + "]")
                        .reports())
                .singleElement()
                .isInstanceOfSatisfying(
                        VendorReport.Receipt.class,
                        receipt -> assertThat(receipt.vendorId())
                                .isEqualTo(ids.of("12^0", AliyunNumbers.toWire("+8613800000001"))));
    }

    @Test
    void knowsAForeignNumberByTheFormItWasSentIn() {
        assertThat(receive("[" + report("14155550100", "12^0", true, "DELIVERED", "") + "]")
                        .reports())
                .singleElement()
                .isInstanceOfSatisfying(
                        VendorReport.Receipt.class,
                        receipt -> assertThat(receipt.vendorId())
                                .isEqualTo(ids.of("12^0", AliyunNumbers.toWire("+14155550100"))));
    }

    @Test
    void takesARejectionByThePersonAsAnOptOut() {
        assertThat(receive("[" + report("13800000001", "12^0", false, "USER_REJECT", "7-1-1") + "]")
                        .reports())
                .singleElement()
                .isInstanceOfSatisfying(VendorReport.Receipt.class, receipt -> {
                    assertThat(receipt.reason()).isEqualTo(Reason.VENDOR_OPTED_OUT);
                    assertThat(receipt.key()).isEqualTo("7-1-1");
                    assertThat(receipt.saysNo()).isTrue();
                });
    }

    @Test
    void knowsNothingYetWhenTheCarrierDidNotReport() {
        assertThat(receive("[" + report("13800000001", "12^0", false, "REQUEST_SUCCESS", "") + "]")
                        .reports())
                .singleElement()
                .isInstanceOfSatisfying(VendorReport.Receipt.class, receipt -> {
                    assertThat(receipt.outcome()).isEqualTo(VendorReport.Outcome.ACCEPTED);
                    assertThat(receipt.reason()).isNull();
                });
    }

    @Test
    void ignoresAnOutIdThatIsNotOurs() {
        assertThat(receive("[" + report("13800000001", "12^0", true, "DELIVERED", "somebody's") + "]")
                        .reports())
                .singleElement()
                .isInstanceOfSatisfying(
                        VendorReport.Receipt.class,
                        receipt -> assertThat(receipt.key()).isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"R", "r", "TD", "T", "退订", " 退订。", "ＴＤ"})
    void readsRepliesThatOptOut(String word) {
        assertThat(receive(reply(word)).reports())
                .singleElement()
                .isInstanceOfSatisfying(VendorReport.OptOut.class, optOut -> {
                    assertThat(optOut.address()).isEqualTo("+8613800000001");
                    assertThat(optOut.dedupeKey()).isEqualTo("up:1234567890");
                    assertThat(optOut.at()).isEqualTo(Instant.parse("2027-09-13T02:00:00Z"));
                });
    }

    @Test
    void readsARepliesThatOptsInAndLeavesOthersAlone() {
        assertThat(receive(reply("START")).reports()).singleElement().isInstanceOf(VendorReport.OptIn.class);
        HookAnswer chat = receive(reply("R 你好"));
        assertThat(chat.status()).isEqualTo(200);
        assertThat(chat.reports()).isEmpty();
    }

    private static String reply(String word) {
        return """
                [{"phone_number":"13800000001","send_time":"2027-09-13 10:00:00","content":"%s",\
                "sign_name":"钟楼商城","dest_code":"1234","sequence_id":1234567890}]""".formatted(word);
    }

    @Test
    void tellsRepliesApartThatHaveNoSequence() {
        String one = "{\"phone_number\":\"13800000001\",\"content\":\"R\",\"send_time\":\"2027-09-13 10:00:00\"}";
        String other = one.replace("10:00:00", "11:00:00");

        List<VendorReport> reports =
                receive("[" + one + "," + other + "," + one + "]").reports();

        assertThat(reports).extracting(VendorReport::dedupeKey).hasSize(3);
        assertThat(reports.get(0).dedupeKey())
                .isEqualTo(reports.get(2).dedupeKey())
                .isNotEqualTo(reports.get(1).dedupeKey());
    }

    @Test
    void takesTheReadableReportsOfAPush() {
        HookAnswer answer =
                receive("[{\"unknown\":true}," + report("13800000001", "12^0", true, "DELIVERED", "") + ",7,null]");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.reports()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "7", "null", "[{\"phone_number\":\"13800000001\"}]", "[[]]", "\u0000"})
    void saysWhatAPushMustLookLike(String body) {
        HookAnswer answer = receive(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .contains("must be")
                .satisfies(text -> assertThat(text).doesNotContain("1380000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong", "a-hook-secret-of-the-tesT", "a-hook-secret-of-the-test/more"})
    void turnsAwayWhoDoesNotKnowTheSecret(String suffix) {
        HookAnswer answer = receive("[" + report("13800000001", "12^0", true, "DELIVERED", "") + "]", suffix);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.reports()).isEmpty();
    }
}
