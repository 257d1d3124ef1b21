package io.carillon.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.Bent;
import io.carillon.channel.HookAnswer;
import io.carillon.channel.HookRequest;
import io.carillon.channel.VendorReport;
import io.carillon.vault.TinkVault;
import io.carillon.vault.VaultKeys;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Events from strangers, and events signed with the right token that hold anything. */
class HostileWechatEventsTest {
    private static final Instant NOW = WechatReceiptsTest.NOW;
    private static final String GRANT = WechatReceiptsTest.wrapped(
            "<MsgType>event</MsgType><Event>subscribe_msg_popup_event</Event><SubscribeMsgPopupEvent><List><TemplateId>TM1</TemplateId>"
                    + "<SubscribeStatusString>accept</SubscribeStatusString><PopupScene>2</PopupScene></List></SubscribeMsgPopupEvent>");
    private static final HookRequest GENUINE = WechatReceiptsTest.event(GRANT);
    private static final int DEEP = 60_000;

    private final WechatReceipts receipts =
            new WechatReceipts(new TinkVault(VaultKeys.random()), Clock.fixed(NOW, ZoneOffset.UTC));

    @Property(tries = 800)
    void nothingIsReportedThatIsNotSigned(@ForAll("bodies") byte[] body, @ForAll("signatures") String signature) {
        Map<String, List<String>> query = new HashMap<>(GENUINE.query());
        query.put("msg_signature", List.of(signature));

        HookAnswer answer = receive(WechatReceiptsTest.post(query, body));

        assertThat(answer.status()).isIn(200, 400, 403);
        assertThat(answer.reports()).isSubsetOf(receive(GENUINE).reports());
    }

    @Property(tries = 800)
    void whatIsSignedMaySayAnything(@ForAll("events") String xml) {
        HookAnswer answer = receive(WechatReceiptsTest.event(xml));

        assertThat(answer.status()).isIn(200, 400);
        assertThat(answer.reports())
                .allSatisfy(report -> assertThat(report.dedupeKey()).isNotBlank());
        assertThat(answer.reports())
                .filteredOn(VendorReport.Receipt.class::isInstance)
                .allSatisfy(report ->
                        assertThat(((VendorReport.Receipt) report).vendorId()).isNotBlank());
    }

    @Example
    void nestingBreaksNothing() {
        String deep = "<a>".repeat(DEEP) + "</a>".repeat(DEEP);

        HookAnswer outside = receive(WechatReceiptsTest.post(
                GENUINE.query(), ("<xml><Encrypt>" + deep + "</Encrypt></xml>").getBytes(StandardCharsets.UTF_8)));
        HookAnswer inside = receive(WechatReceiptsTest.event(
                WechatReceiptsTest.wrapped("<MsgType>text</MsgType><Content>" + deep + "</Content>")));

        assertThat(outside.status()).isEqualTo(400);
        assertThat(inside.status()).isIn(200, 400);
        assertThat(inside.reports()).noneMatch(VendorReport.OptOut.class::isInstance);
    }

    private HookAnswer receive(HookRequest request) {
        return receipts.receive(request, WechatReceiptsTest.ACCOUNT);
    }

    @Provide
    Arbitrary<byte[]> bodies() {
        return Arbitraries.oneOf(Arbitraries.just(GENUINE.body()), Bent.bodies(GENUINE.body()), Bent.garbage());
    }

    @Provide
    Arbitrary<String> signatures() {
        String genuine = GENUINE.queryParameter("msg_signature");
        return Arbitraries.oneOf(
                Arbitraries.just(genuine),
                Bent.texts(genuine),
                Arbitraries.strings().ofMaxLength(50));
    }

    @Provide
    Arbitrary<String> events() {
        return Arbitraries.oneOf(
                Bent.texts(GRANT),
                Bent.texts(WechatReceiptsTest.wrapped("<MsgType>text</MsgType><Content>退订</Content><MsgId>99</MsgId>")),
                Arbitraries.strings().ofMaxLength(100),
                Arbitraries.of(
                        "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><xml/>",
                        "<xml/>",
                        "<xml xmlns=\"x\"/>",
                        "<?xml version=\"1.1\"?><xml/>"));
    }
}
