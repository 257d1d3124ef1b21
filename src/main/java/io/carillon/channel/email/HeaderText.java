package io.carillon.channel.email;

import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** Makes header values that stay within their header: no value can begin a line of its own. */
final class HeaderText {
    // All controls, and the separators that some readers take for an end of line.
    private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");
    // RFC 3986 without what would end the angle brackets.
    private static final Pattern URL = Pattern.compile("https?://[\\x21-\\x7e&&[^<>\"]]{1,900}");
    // A line has at most 998 octets (RFC 5322 2.1.1), and a word without spaces cannot be folded.
    private static final int MOST = 900;
    // 52 columns of base64: with its frame and "Subject: " a line of 73, where RFC 2047 allows 76.
    private static final int WORD_BYTES = 39;
    private static final String FOLD = "\r\n ";

    private HeaderText() {}

    /** The value of a Subject header: encoded words (RFC 2047) where needed, folded. */
    static String subject(String subject) {
        String line = line(subject);
        return isPlain(line) ? MimeUtility.fold("Subject: ".length(), line) : encoded(line);
    }

    /** The value of a From header. */
    static String from(String mailbox, String name) {
        String line = line(name);
        if (line.isEmpty()) {
            return mailbox;
        } else if (!isPlain(line)) {
            return encoded(line) + FOLD + "<" + mailbox + ">";
        }
        try {
            return new InternetAddress(mailbox, line, StandardCharsets.UTF_8.name()).toString();
        } catch (UnsupportedEncodingException impossible) {
            throw new IllegalStateException("Every JVM has UTF-8", impossible);
        }
    }

    /** Whether it may stand between angle brackets in List-Unsubscribe. */
    static boolean isUrl(String url) {
        return URL.matcher(url).matches();
    }

    /** Whether readers take it as it stands; what looks like an encoded word they would decode. */
    private static boolean isPlain(String line) {
        return line.chars().allMatch(c -> c >= ' ' && c < 127) && !line.contains("=?");
    }

    // Not by MimeUtility, whose first line grows beyond 76 columns.
    private static String encoded(String line) {
        StringBuilder words = new StringBuilder();
        StringBuilder word = new StringBuilder();
        int bytes = 0;
        for (int point : line.codePoints().toArray()) {
            int more = Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
            if (bytes + more > WORD_BYTES) {
                words.append(word(word)).append(FOLD);
                word.setLength(0);
                bytes = 0;
            }
            word.appendCodePoint(point);
            bytes += more;
        }
        return words.append(word(word)).toString();
    }

    private static String word(CharSequence text) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
    }

    private static String line(String text) {
        String line = BREAKS.matcher(text).replaceAll(" ").strip();
        int end = Math.min(line.length(), MOST);
        boolean isThroughACharacter = end < line.length() && Character.isHighSurrogate(line.charAt(end - 1));
        return line.substring(0, isThroughACharacter ? end - 1 : end);
    }
}
