package io.carillon.channel.email;

import java.net.IDN;
import java.util.Optional;
import java.util.regex.Pattern;

/** The form in which a mailbox may stand in an SMTP command and a header: ASCII, one line, nothing to quote. */
final class Mailbox {
    // RFC 5321 4.5.3.1: 64 octets of local part; RFC 3696 erratum 1690: 254 of the whole path.
    private static final int MOST = 254;
    private static final String LOCAL = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern DOMAIN = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
    private static final Pattern LOCAL_PART = Pattern.compile(LOCAL);

    private Mailbox() {}

    /** The mailbox with its domain in ASCII; empty when it is none or cannot be written without quotes. */
    static Optional<String> wire(String address) {
        int at = address.lastIndexOf('@');
        if (at < 1 || !LOCAL_PART.matcher(address.substring(0, at)).matches()) {
            return Optional.empty();
        }
        return asciiDomain(address.substring(at + 1))
                .map(domain -> address.substring(0, at + 1) + domain)
                .filter(whole -> whole.length() <= MOST);
    }

    /** Whether only its local part's letters beyond ASCII keep it from being sent to without SMTPUTF8 (RFC 6531). */
    static boolean needsUtf8(String address) {
        int at = address.lastIndexOf('@');
        String local = at < 1 ? "" : address.substring(0, at);
        String folded = local.codePoints()
                .map(point -> point > 127 && Character.isLetterOrDigit(point) ? 'x' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return !folded.equals(local) && wire(folded + address.substring(at)).isPresent();
    }

    /** Whether it is a host name of letters, digits, hyphens and dots. */
    static boolean isDomain(String domain) {
        return domain.length() <= 253 && DOMAIN.matcher(domain).matches();
    }

    private static Optional<String> asciiDomain(String domain) {
        try {
            return Optional.of(IDN.toASCII(domain)).filter(Mailbox::isDomain);
        } catch (IllegalArgumentException notADomain) {
            return Optional.empty();
        }
    }
}
