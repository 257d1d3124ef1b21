package io.carillon.channel.email;

import jakarta.mail.internet.InternetHeaders;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.dsn.DeliveryStatus;

/** Finds the status code of a final failure (RFC 3463) in a delivery status or in a text. */
final class BounceStatus {
    private static final Pattern STATUS = Pattern.compile("(?<![\\d.])([45]\\.\\d{1,3}\\.\\d{1,3})(?!\\.?\\d)");
    private static final Pattern PERMANENT = Pattern.compile("(?<![\\d.])(5\\.\\d{1,3}\\.\\d{1,3})(?!\\.?\\d)");
    private static final String UNDEFINED = ".0.0";

    private BounceStatus() {}

    /** The worst of the recipients' failures; empty when none failed for good (RFC 3464 2.3.3). */
    static Optional<String> of(DeliveryStatus status) {
        Optional<String> found = Optional.empty();
        for (int i = 0; i < status.getRecipientDSNCount(); i++) {
            InternetHeaders recipient = status.getRecipientDSN(i);
            if (!value(recipient, "Action").toLowerCase(Locale.ROOT).startsWith("failed")) {
                continue;
            }
            String failure = failure(recipient);
            if (found.isEmpty() || failure.compareTo(found.get()) > 0) {
                found = Optional.of(failure);
            }
        }
        return found;
    }

    /** The first code of a lasting failure in a bounce without structure. */
    static Optional<String> inText(CharSequence text) {
        return first(PERMANENT, text);
    }

    private static String failure(InternetHeaders recipient) {
        String status = first(STATUS, value(recipient, "Status")).orElse("5" + UNDEFINED);
        if (!status.endsWith(UNDEFINED)) {
            return status;
        }
        // Many servers give an undefined status and say more in the other server's own words (RFC 3464 2.3.6).
        return first(STATUS, value(recipient, "Diagnostic-Code")).orElse(status);
    }

    private static Optional<String> first(Pattern pattern, CharSequence text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static String value(InternetHeaders headers, String name) {
        String value = headers.getHeader(name, " ");
        return value == null ? "" : value.strip();
    }
}
