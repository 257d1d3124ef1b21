package io.carillon.sandbox;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.RejectException;

/**
 * A no of the mail server.
 *
 * @param code three digits
 * @param text enhanced status and words
 */
record SmtpAnswer(int code, String text) {
    private static final Pattern CODE = Pattern.compile("([45]\\d\\d)(?: (\\d\\.\\d{1,3}\\.\\d{1,3}))?");
    /** After this one a server closes the connection (RFC 5321 3.8). */
    private static final int CLOSING = 421;

    /** A code such as {@code 550 5.1.1}, or 550 alone; the usual one where the wanted one is empty or none. */
    static SmtpAnswer of(String wanted, String usual, String words) {
        Matcher matcher = CODE.matcher(wanted.strip());
        if (!matcher.matches()) {
            return of(usual, "450", words);
        }
        String status = matcher.group(2) == null ? "" : matcher.group(2) + " ";
        return new SmtpAnswer(Integer.parseInt(matcher.group(1)), status + words);
    }

    RejectException rejection() {
        return code == CLOSING ? new DropConnectionException(code, text) : new RejectException(code, text);
    }
}
