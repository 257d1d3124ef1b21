package io.carillon.channel.sms;

import com.twilio.security.RequestValidator;
import io.carillon.channel.AttemptKey;
import io.carillon.channel.HookAnswer;
import io.carillon.channel.HookRequest;
import io.carillon.channel.OptOutWords;
import io.carillon.channel.ReceiptParser;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorReport;
import io.carillon.problem.Texts;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads Twilio's status callbacks (the path after the account is our key) and inbound messages. Both are signed with the
 * auth token over the public URL and every parameter:
 * <a href="https://www.twilio.com/docs/usage/webhooks/webhooks-security">webhooks-security</a>. Statuses:
 * <a href="https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks">status callbacks</a>.
 */
final class TwilioReceipts implements ReceiptParser {
    private static final String TWIML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";
    private static final Pattern SID = Pattern.compile("(SM|MM)[0-9a-fA-F]{32}");
    private static final Pattern PHONE = Pattern.compile("\\+\\d{5,15}");

    private final Clock clock;

    TwilioReceipts() {
        this(Clock.systemUTC());
    }

    TwilioReceipts(Clock clock) {
        this.clock = clock;
    }

    @Override
    public HookAnswer receive(HookRequest request, VendorAccount account) {
        if (!request.method().equals("POST")) {
            return HookAnswer.malformed(Texts.here("hook.twilio.method"));
        }
        Map<String, String> form;
        try {
            form = TwilioForm.read(text(request.body()));
        } catch (IllegalArgumentException | CharacterCodingException unreadable) {
            return HookAnswer.malformed(Texts.here("hook.twilio.form"));
        }
        boolean isGenuine = new RequestValidator(account.secret("token"))
                .validate(request.publicUrl(), form, request.header("X-Twilio-Signature"));
        if (!isGenuine) {
            return HookAnswer.forged(Texts.here("hook.twilio.signature"));
        }
        String status = form.getOrDefault("MessageStatus", "");
        return status.isEmpty() ? inbound(form) : receipt(request.suffix(), status, form);
    }

    private HookAnswer receipt(String suffix, String status, Map<String, String> form) {
        String sid = form.getOrDefault("MessageSid", "");
        if (!SID.matcher(sid).matches()) {
            return HookAnswer.malformed(Texts.here("hook.twilio.sid"));
        }
        String key;
        try {
            key = suffix.isEmpty() ? null : AttemptKey.parse(suffix).toString();
        } catch (IllegalArgumentException notOurs) {
            return HookAnswer.malformed(Texts.here("hook.twilio.path"));
        }
        return empty(told("", key, sid, status, form.getOrDefault("ErrorCode", ""), now())
                .map(List::<VendorReport>of)
                .orElse(List.of()));
    }

    /**
     * What a status says of a message; empty where it says nothing we rely on, as those that Twilio may add.
     *
     * @param source what makes the report another one than that of the callback, which is told once; empty for the callback
     * @param code Twilio's error code, empty if there is none
     */
    static Optional<VendorReport.Receipt> told(
            String source, @Nullable String key, String sid, String status, String code, Instant at) {
        VendorReport.Outcome outcome = outcome(status);
        return outcome == null
                ? Optional.empty()
                : Optional.of(new VendorReport.Receipt(
                        source + sid + ":" + status,
                        key,
                        sid,
                        outcome,
                        outcome == VendorReport.Outcome.UNDELIVERED ? TwilioErrors.undelivered(code) : null,
                        code.isEmpty() ? status : code,
                        null,
                        null,
                        at));
    }

    private static VendorReport.@Nullable Outcome outcome(String status) {
        return switch (status) {
            case "accepted", "scheduled", "queued", "sending", "sent" -> VendorReport.Outcome.ACCEPTED;
            case "delivered" -> VendorReport.Outcome.DELIVERED;
            case "read" -> VendorReport.Outcome.READ;
            case "undelivered", "failed", "canceled" -> VendorReport.Outcome.UNDELIVERED;
            default -> null;
        };
    }

    private HookAnswer inbound(Map<String, String> form) {
        String from = form.getOrDefault("From", "");
        String sid = form.getOrDefault("MessageSid", "");
        if (!PHONE.matcher(from).matches() || !SID.matcher(sid).matches()) {
            return HookAnswer.malformed(Texts.here("hook.twilio.inbound"));
        }
        String body = form.getOrDefault("Body", "");
        // With Advanced Opt-Out, Twilio itself says what the person wants, in any language.
        String type = form.getOrDefault("OptOutType", "");
        if (type.equals("STOP") || type.isEmpty() && OptOutWords.isOptOut(body)) {
            return twiml(new VendorReport.OptOut(sid, from, null, word(body), now()));
        }
        if (type.equals("START") || type.isEmpty() && OptOutWords.isOptIn(body)) {
            return twiml(new VendorReport.OptIn(sid, from, word(body), now()));
        }
        return HookAnswer.ok("text/xml", TWIML, List.of());
    }

    private static HookAnswer twiml(VendorReport report) {
        return HookAnswer.ok("text/xml", TWIML, List.of(report));
    }

    private static HookAnswer empty(List<VendorReport> reports) {
        return HookAnswer.ok("text/plain", "", reports);
    }

    /** Only the word itself; longer than any of ours means that Twilio recognised one we do not know. */
    private static String word(String body) {
        String word = body.strip();
        return word.substring(0, Math.min(word.length(), 40));
    }

    private Instant now() {
        return clock.instant();
    }

    private static String text(byte[] body) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }
}
