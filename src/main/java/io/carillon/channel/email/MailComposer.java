package io.carillon.channel.email;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.carillon.channel.AttemptKey;
import io.carillon.channel.Content;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Fills a person's parts into the frame of a form: multipart/alternative of text and HTML, UTF-8 in base64 of 76 columns,
 * one-click unsubscribe headers (RFC 8058), a Message-ID and a return path made from the attempt's key. The same attempt
 * gives the same mail but for its Date. Used by many threads.
 */
final class MailComposer {
    private static final String EOL = "\r\n";
    private static final byte[] CRLF = {'\r', '\n'};
    /** Bytes of a line, about: room for the line ends that grow. */
    private static final int LINE_GUESS = 32;

    // Forms of an account that are sent at the same time; a form is composed anew in microseconds.
    private static final int FORMS = 256;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private final String from;
    private final ReturnPath returnPath;
    private final Clock clock;
    private final Cache<String, MailForm> forms =
            Caffeine.newBuilder().maximumSize(FORMS).build();

    MailComposer(SmtpSettings settings, ReturnPath returnPath, Clock clock) {
        this.from = HeaderText.from(settings.from(), settings.fromName());
        this.returnPath = returnPath;
        this.clock = clock;
    }

    /** Why this message cannot become a mail, if so; else {@link #compose} takes it. */
    Optional<SendResult> refusal(Outbound message) {
        if (Mailbox.wire(message.address()).isEmpty()) {
            return Optional.of(
                    Mailbox.needsUtf8(message.address())
                            ? new SendResult.Refused(Reason.NOT_REACHABLE, "SMTPUTF8")
                            : new SendResult.Refused(Reason.INVALID_ADDRESS, "mailbox"));
        }
        if (!HeaderText.isUrl(email(message).unsubscribeUrl())) {
            return Optional.of(new SendResult.Blocked(Reason.CONTENT, "unsubscribe_url"));
        }
        return Optional.empty();
    }

    /** The mail. */
    ReadyMail compose(Outbound message) {
        Content.Email email = email(message);
        String recipient = Mailbox.wire(message.address()).orElseThrow();
        MailForm form = forms.get(email.formId(), formId -> new MailForm(formId, from));
        byte[] headers = headers(message.key(), recipient, email, form);
        return new ReadyMail(
                returnPath.envelopeSender(message.key()),
                recipient,
                form.mail(headers, base64(email.text()), base64(email.html())));
    }

    private byte[] headers(AttemptKey key, String recipient, Content.Email email, MailForm form) {
        String headers = "Date: " + DATE.format(ZonedDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)) + EOL
                + "To: " + recipient + EOL
                + "Message-ID: " + returnPath.messageId(key) + EOL
                + "Subject: " + form.subject(email.subject()) + EOL
                + form.fixedHeaders()
                + "List-Unsubscribe: <" + email.unsubscribeUrl() + ">" + EOL
                + "Feedback-ID: " + key.run() + ":run:email:carillon" + EOL;
        return headers.getBytes(StandardCharsets.US_ASCII);
    }

    /** Text in its canonical form, with CRLF (RFC 2045 6.8), as lines of 76 columns. */
    private static byte[] base64(String text) {
        return Base64.getMimeEncoder().encode(canonical(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Every line end, however written, becomes CRLF: in one pass, because every byte of every mail comes by here. */
    static byte[] canonical(byte[] text) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(text.length + text.length / LINE_GUESS);
        int from = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n' || text[i] == '\r') {
                lines.write(text, from, i - from);
                lines.writeBytes(CRLF);
                i += text[i] == '\r' && i + 1 < text.length && text[i + 1] == '\n' ? 1 : 0;
                from = i + 1;
            }
        }
        lines.write(text, from, text.length - from);
        return lines.toByteArray();
    }

    private static Content.Email email(Outbound message) {
        if (message.content() instanceof Content.Email email) {
            return email;
        }
        throw new IllegalArgumentException("Attempt " + message.key() + " has no e-mail content");
    }
}
