package io.carillon.channel.email;

import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Makes header values that stay within their header: no value can begin a line of its own. */
final class HeaderText {
    // All controls, and the separators that some readers take for an end of line.
    private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");
    // A line has at most 998 octets (RFC 5322 2.1.1), and a word without spaces cannot be folded.
    private static final int MOST = 900;
    // RFC 3986 without what would end the angle brackets.
    private static final Pattern URL = Pattern.compile("https?://[\\x21-\\x7e&&[^<>\"]]{1,900}");

    private HeaderText() {}

    /** The value of a Subject header: encoded words (RFC 2047) where needed, folded at 76 columns. */
    static String subject(String subject) {
        String plain = line(subject);
        try {
            return MimeUtility.fold(
                    "Subject: ".length(), MimeUtility.encodeText(plain, StandardCharsets.UTF_8.name(), null));
        } catch (UnsupportedEncodingException impossible) {
            throw new IllegalStateException("Every JVM has UTF-8", impossible);
        }
    }

    /** The value of a From header. */
    static String from(String mailbox, String name) {
        if (name.isBlank()) {
            return mailbox;
        }
        try {
            return new InternetAddress(mailbox, line(name), StandardCharsets.UTF_8.name()).toString();
        } catch (UnsupportedEncodingException impossible) {
            throw new IllegalStateException("Every JVM has UTF-8", impossible);
        }
    }

    /** Whether it may stand between angle brackets in List-Unsubscribe. */
    static boolean isUrl(String url) {
        return URL.matcher(url).matches();
    }

    private static String line(String text) {
        String line = BREAKS.matcher(text).replaceAll(" ").strip();
        int end = Math.min(line.length(), MOST);
        if (end < line.length() && Character.isHighSurrogate(line.charAt(end - 1))) {
            end--;
        }
        // What looks like an encoded word is text here: a space keeps readers from decoding it.
        return line.substring(0, end).replace("=?", "= ?");
    }
}
