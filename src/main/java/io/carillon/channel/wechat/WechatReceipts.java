package io.carillon.channel.wechat;

import io.carillon.channel.HookAnswer;
import io.carillon.channel.HookRequest;
import io.carillon.channel.ReceiptParser;
import io.carillon.channel.VendorAccount;
import io.carillon.problem.Texts;
import io.carillon.vault.Vault;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/** Reads what WeChat posts: the check of the address, and encrypted events; {@link WechatEvents} knows what they mean. */
final class WechatReceipts implements ReceiptParser {
    private static final String TEXT = "text/plain;charset=UTF-8";
    /** WeChat repeats an event until it reads this. */
    private static final String TAKEN = "success";

    private static final Pattern ECHO = Pattern.compile("[A-Za-z0-9+/=_-]{1,128}");

    private final WechatEnvelope envelope;
    private final WechatEvents events;

    WechatReceipts(Vault vault, Clock clock) {
        this.envelope = new WechatEnvelope(clock);
        this.events = new WechatEvents(vault, clock);
    }

    @Override
    public HookAnswer receive(HookRequest request, VendorAccount account) {
        return request.method().equals("GET") ? check(request, account) : event(request, account);
    }

    private HookAnswer check(HookRequest request, VendorAccount account) {
        if (!envelope.isSignedCheck(request, account)) {
            return HookAnswer.forged(Texts.here("hook.wechat.signature"));
        }
        String echo = request.queryParameter("echostr");
        return ECHO.matcher(echo).matches()
                ? HookAnswer.ok(TEXT, echo, java.util.List.of())
                : HookAnswer.malformed(Texts.here("hook.wechat.echo"));
    }

    private HookAnswer event(HookRequest request, VendorAccount account) {
        Optional<String> cipherText = WechatEnvelope.cipherText(request.body());
        if (cipherText.isEmpty()) {
            return HookAnswer.malformed(Texts.here("hook.wechat.body"));
        }
        if (!envelope.isSigned(request, account, cipherText.get())) {
            return HookAnswer.forged(Texts.here("hook.wechat.old"));
        }
        Optional<Element> event = WechatEnvelope.open(account, cipherText.get());
        return event.map(found -> HookAnswer.ok(TEXT, TAKEN, events.read(found, account)))
                .orElseGet(() -> HookAnswer.malformed(Texts.here("hook.wechat.key")));
    }
}
