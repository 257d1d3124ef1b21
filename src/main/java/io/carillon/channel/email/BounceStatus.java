package io.carillon.channel.email;

import jakarta.mail.internet.InternetHeaders;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.dsn.DeliveryStatus;

/** Finds the final failure in a delivery status (RFC 3464). */
final class BounceStatus {
    private static final Pattern STATUS = Pattern.compile("(?<![\\d.])([45]\\.\\d{1,3}\\.\\d{1,3})(?!\\.?\\d)");

    private BounceStatus() {}

    /** The worst of the recipients' failures; empty when none failed for good (RFC 3464 2.3.3). */
    static Optional<Bounce> of(DeliveryStatus status) {
        Optional<Bounce> found = Optional.empty();
        for (int i = 0; i < status.getRecipientDSNCount(); i++) {
            InternetHeaders recipient = status.getRecipientDSN(i);
            if (!value(recipient, "Action").toLowerCase(Locale.ROOT).startsWith("failed")) {
                continue;
            }
            Bounce failure = failure(recipient);
            if (found.isEmpty() || failure.status().compareTo(found.get().status()) > 0) {
                found = Optional.of(failure);
            }
        }
        return found;
    }

    private static Bounce failure(InternetHeaders recipient) {
        String words = value(recipient, "Diagnostic-Code");
        Optional<String> given = first(value(recipient, "Status"));
        String status = given.orElse(Bounce.UNDEFINED);
        if (Bounce.isVague(status)) {
            // Many servers give an undefined status and say more in the other server's own words (RFC 3464 2.3.6).
            Optional<String> said = first(words);
            status = said.orElse(given.isEmpty() && Bounce.isTransient(words) ? "4.0.0" : status);
        }
        return new Bounce(status, words);
    }

    private static Optional<String> first(String text) {
        Matcher matcher = STATUS.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static String value(InternetHeaders headers, String name) {
        String value = headers.getHeader(name, " ");
        return value == null ? "" : value.strip();
    }
}
