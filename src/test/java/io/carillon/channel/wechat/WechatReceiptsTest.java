package io.carillon.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.HookAnswer;
import io.carillon.channel.HookRequest;
import io.carillon.channel.Mode;
import io.carillon.channel.Money;
import io.carillon.channel.Purpose;
import io.carillon.channel.RateLimit;
import io.carillon.channel.Reason;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorReport;
import io.carillon.vault.TinkVault;
import io.carillon.vault.VaultKeys;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events as WeChat wraps them, wrapped here by the documented algorithm and not by the library that opens them. */
class WechatReceiptsTest {
    static final Instant NOW = Instant.parse("2027-09-13T02:00:00Z");
    private static final String APPID = WechatSubscribeAdapterTest.APPID;
    private static final String TOKEN = WechatSubscribeAdapterTest.TOKEN;
    private static final String AES_KEY = WechatSubscribeAdapterTest.AES_KEY;
    static final VendorAccount ACCOUNT = new VendorAccount(
            "shop",
            "wechat",
            ChannelKind.WECHAT,
            Purpose.MARKETING,
            APPID,
            Set.of(),
            Mode.SANDBOX,
            1,
            new RateLimit(1_000, RateLimit.Unit.MESSAGES),
            new Money(BigDecimal.ZERO, "CNY"),
            Map.of(),
            Map.of("token", TOKEN, "aesKey", AES_KEY));

    private final WechatReceipts receipts =
            new WechatReceipts(new TinkVault(VaultKeys.random()), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void answersTheCheckOfTheAddressOnlyWhenItIsSigned() {
        String time = Long.toString(NOW.getEpochSecond());
        Map<String, List<String>> signed = Map.of(
                "signature", List.of(sha1(TOKEN, time, "n1")),
                "timestamp", List.of(time),
                "nonce", List.of("n1"),
                "echostr", List.of("4711"));

        HookAnswer answer = receipts.receive(get(signed), ACCOUNT);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("4711");
        assertThat(receipts.receive(get(with(signed, "signature", "0".repeat(40))), ACCOUNT)
                        .status())
                .isEqualTo(403);
        assertThat(receipts.receive(get(with(signed, "echostr", "<script>")), ACCOUNT)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void readsASentEvent() {
        HookAnswer answer = receipts.receive(event(sent("0", "success")), ACCOUNT);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("success");
        assertThat(answer.reports()).singleElement().isInstanceOfSatisfying(VendorReport.Receipt.class, receipt -> {
            assertThat(receipt.vendorId()).isEqualTo("9001");
            assertThat(receipt.outcome()).isEqualTo(VendorReport.Outcome.DELIVERED);
        });
    }

    @Test
    void tellsABlockByThePersonFromTroubleOfTheSystem() {
        assertThat(reason(sent("43101", "failed:user block"))).isEqualTo(Reason.USER_BLOCKED);
        assertThat(reason(sent("-2", "failed:system failed"))).isEqualTo(Reason.UNDELIVERED);
    }

    @Test
    void readsTheJobFinishOfATemplateMessage() {
        String xml = wrapped("<MsgType>event</MsgType><Event>TEMPLATESENDJOBFINISH</Event><MsgID>9002</MsgID>"
                + "<Status><![CDATA[failed:user block]]></Status>");

        assertThat(reason(xml)).isEqualTo(Reason.USER_BLOCKED);
    }

    @ParameterizedTest
    @CsvSource({
        "0, success, DELIVERED",
        "0, '', DELIVERED",
        "'', success, DELIVERED",
        "43004, '', UNDELIVERED",
        "20001, refused, UNDELIVERED",
        "'', failed:system failed, UNDELIVERED",
        "'', '', ",
        "'', sending, ",
        "x, sending, "
    })
    void onlyWhatIsNamedIsGoodOrBadNews(String code, String status, VendorReport.@Nullable Outcome outcome) {
        List<VendorReport> told =
                receipts.receive(event(sent(code, status)), ACCOUNT).reports();

        assertThat(told)
                .extracting(report -> ((VendorReport.Receipt) report).outcome())
                .isEqualTo(outcome == null ? List.of() : List.of(outcome));
    }

    @ParameterizedTest
    @CsvSource({
        "success, DELIVERED",
        "failed:user block, UNDELIVERED",
        "'failed: system failed', UNDELIVERED",
        "sending, ",
        "'', "
    })
    void aTemplateMessageIsThroughOnlyWhereItSaysSo(String status, VendorReport.@Nullable Outcome outcome) {
        String xml = wrapped("<MsgType>event</MsgType><Event>TEMPLATESENDJOBFINISH</Event><MsgID>9002</MsgID>"
                + "<Status><![CDATA[" + status + "]]></Status>");

        assertThat(receipts.receive(event(xml), ACCOUNT).reports())
                .extracting(report -> ((VendorReport.Receipt) report).outcome())
                .isEqualTo(outcome == null ? List.of() : List.of(outcome));
    }

    @Test
    void turnsAwayWhatIsOldOrSignedByAnother() {
        long old = NOW.getEpochSecond() - 601;
        assertThat(receipts.receive(event(sent("0", "success"), old, TOKEN, APPID), ACCOUNT)
                        .status())
                .isEqualTo(403);
        assertThat(receipts.receive(event(sent("0", "success"), NOW.getEpochSecond(), "otherToken", APPID), ACCOUNT)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void saysThatAnEventOfAnotherAccountCannotBeRead() {
        HookAnswer answer = receipts.receive(
                event(sent("0", "success"), NOW.getEpochSecond(), TOKEN, "wxffffffffffffffff"), ACCOUNT);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.reports()).isEmpty();
    }

    @Test
    void neverExpandsEntities() {
        String xml = "<!DOCTYPE xml [<!ENTITY file SYSTEM \"file:///etc/hostname\">]>"
                + wrapped("<MsgType>text</MsgType><Content>&file;</Content>");

        HookAnswer answer = receipts.receive(event(xml), ACCOUNT);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.reports()).isEmpty();
        byte[] outside =
                ("<!DOCTYPE x [<!ENTITY a \"b\">]><xml><Encrypt>&a;</Encrypt></xml>").getBytes(StandardCharsets.UTF_8);
        assertThat(receipts.receive(post(Map.of(), outside), ACCOUNT).status()).isEqualTo(400);
    }

    @Test
    void theSameEventHasTheSameKeyHoweverOftenItIsWrapped() {
        String xml = wrapped("<MsgType>event</MsgType><Event>subscribe</Event>");

        assertThat(keys(xml)).isEqualTo(keys(xml)).isNotEmpty();
        assertThat(keys(xml.replace("1820793600", "1820793601"))).doesNotContainAnyElementsOf(keys(xml));
    }

    private List<String> keys(String xml) {
        return receipts.receive(event(xml), ACCOUNT).reports().stream()
                .map(VendorReport::dedupeKey)
                .toList();
    }

    private Reason reason(String xml) {
        VendorReport.Receipt receipt = (VendorReport.Receipt)
                receipts.receive(event(xml), ACCOUNT).reports().get(0);
        assertThat(receipt.outcome()).isEqualTo(VendorReport.Outcome.UNDELIVERED);
        return receipt.reason();
    }

    private static String sent(String code, String status) {
        return wrapped("<MsgType>event</MsgType><Event>subscribe_msg_sent_event</Event><SubscribeMsgSentEvent><List>"
                + "<TemplateId>TM1</TemplateId><MsgID>9001</MsgID><ErrorCode>" + code + "</ErrorCode><ErrorStatus>"
                + status + "</ErrorStatus></List></SubscribeMsgSentEvent>");
    }

    static String wrapped(String inside) {
        return "<xml><ToUserName>gh_1</ToUserName><FromUserName>oPerson_00001</FromUserName><CreateTime>1820793600"
                + "</CreateTime>" + inside + "</xml>";
    }

    static HookRequest event(String xml) {
        return event(xml, NOW.getEpochSecond(), TOKEN, APPID);
    }

    private static HookRequest event(String xml, long seconds, String token, String appid) {
        String cipher = encrypt(xml, appid);
        String time = Long.toString(seconds);
        byte[] body = ("<xml><ToUserName>gh_1</ToUserName><Encrypt><![CDATA[" + cipher + "]]></Encrypt></xml>")
                .getBytes(StandardCharsets.UTF_8);
        return post(
                Map.of(
                        "timestamp", List.of(time),
                        "nonce", List.of("n1"),
                        "msg_signature", List.of(sha1(token, time, "n1", cipher))),
                body);
    }

    private static HookRequest get(Map<String, List<String>> query) {
        return new HookRequest("GET", "http://127.0.0.1/hooks/wechat/shop", "", Map.of(), query, new byte[0]);
    }

    static HookRequest post(Map<String, List<String>> query, byte[] body) {
        return new HookRequest("POST", "http://127.0.0.1/hooks/wechat/shop", "", Map.of(), query, body);
    }

    private static Map<String, List<String>> with(Map<String, List<String>> query, String key, String value) {
        Map<String, List<String>> changed = new java.util.HashMap<>(query);
        changed.put(key, List.of(value));
        return changed;
    }

    /** 16 random bytes, length, text, AppID, padded to blocks of 32, AES-256-CBC with the key's first half as vector. */
    private static String encrypt(String text, String appid) {
        byte[] key = Base64.getDecoder().decode(AES_KEY + "=");
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        byte[] id = appid.getBytes(StandardCharsets.UTF_8);
        int length = 16 + 4 + content.length + id.length;
        int padding = 32 - length % 32;
        byte[] padded = ByteBuffer.allocate(length + padding)
                .put("0123456789abcdef".getBytes(StandardCharsets.US_ASCII))
                .putInt(content.length)
                .put(content)
                .put(id)
                .array();
        Arrays.fill(padded, length, length + padding, (byte) padding);
        try {
            Cipher aes = Cipher.getInstance("AES/CBC/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, 16));
            return Base64.getEncoder().encodeToString(aes.doFinal(padded));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String sha1(String... parts) {
        Arrays.sort(parts);
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1")
                            .digest(String.join("", parts).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
