package io.carillon.channel.email;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.HookAnswer;
import io.carillon.channel.HookRequest;
import io.carillon.channel.ReceiptParser;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorReport;
import io.carillon.problem.Texts;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads what came back by mail, posted as it is ({@code message/rfc822}) to {@code /hooks/smtp/{account}/{hookSecret}}, or
 * without the secret in the path but in the header {@code X-Hook-Secret}; a mail server delivers the return domain's mail
 * there. Takes delivery status notifications (RFC 3464), complaints (ARF, RFC 5965) and bounces in plain text; any other
 * mail at a return path is heard and reports nothing.
 *
 * <p>The attempt is known by our signed key in an address or Message-ID of the mail; a key whose signature does not hold
 * is a forgery. Stateless, thread-safe.
 */
public final class SmtpReceipts implements ReceiptParser {
    private static final String PLAIN = "text/plain;charset=UTF-8";
    private static final String SECRET_HEADER = "x-hook-secret";

    private final Clock clock;

    SmtpReceipts(Clock clock) {
        this.clock = clock;
    }

    @Override
    public HookAnswer receive(HookRequest request, VendorAccount account) {
        if (!isSecretRight(request, account)) {
            return HookAnswer.forged(Texts.here("hook.smtp.secret", account.name()));
        }
        if (request.body().length == 0) {
            return HookAnswer.malformed(Texts.here("hook.smtp.empty"));
        }
        try {
            return read(ReturnedMail.parse(request.body()), SmtpSettings.returnPath(account));
        } catch (MessagingException | IOException | RuntimeException unreadable) {
            return HookAnswer.malformed(Texts.here("hook.smtp.unreadable"));
        }
    }

    private HookAnswer read(ReturnedMail mail, ReturnPath returnPath) {
        Optional<AttemptKey> key = mail.places().stream()
                .map(returnPath::keyIn)
                .flatMap(Optional::stream)
                .findFirst();
        if (key.isEmpty()) {
            return mail.places().stream().anyMatch(returnPath::isClaimedBy)
                    ? HookAnswer.forged(Texts.here("hook.smtp.signature"))
                    : HookAnswer.malformed(Texts.here("hook.smtp.stranger"));
        }
        if (mail.isComplaint()) {
            return taken(List.of(complaint(key.get(), mail)));
        }
        // What is no bounce is heard as well, or its mail server would send it again.
        return taken(mail.bounce().map(bounce -> report(key.get(), bounce, mail)).stream()
                .toList());
    }

    private VendorReport complaint(AttemptKey key, ReturnedMail mail) {
        return new VendorReport.OptOut("arf:" + key, null, key.toString(), "complaint", at(mail));
    }

    private VendorReport report(AttemptKey key, Bounce bounce, ReturnedMail mail) {
        return new VendorReport.Receipt(
                key + ":" + bounce.status(),
                key.toString(),
                null,
                VendorReport.Outcome.UNDELIVERED,
                bounce.reason(),
                bounce.status(),
                null,
                null,
                at(mail));
    }

    /** When the mail says it was written, unless it claims the future. */
    private Instant at(ReturnedMail mail) {
        Instant now = clock.instant();
        return mail.writtenAt().filter(written -> written.isBefore(now)).orElse(now);
    }

    private static HookAnswer taken(List<VendorReport> reports) {
        return HookAnswer.ok(PLAIN, "", reports);
    }

    private static boolean isSecretRight(HookRequest request, VendorAccount account) {
        String right = account.secrets().getOrDefault("hookSecret", "");
        String given = request.suffix().isEmpty() ? request.header(SECRET_HEADER) : request.suffix();
        return !right.isEmpty()
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }
}
