package io.carillon.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Undoes what mails are written in: transfer encodings (RFC 2045 6) and encoded words (RFC 2047). */
final class SmtpDecoding {
    private static final Pattern WORD = Pattern.compile("=\\?([^?\\s]{1,40})\\?([bBqQ])\\?([^?\\s]*)\\?=");
    // Between two encoded words white space is not part of the text.
    private static final Pattern GAP = Pattern.compile("(?<=\\?=)\\s+(?==\\?)");
    private static final Pattern NOT_BASE64 = Pattern.compile("[^A-Za-z0-9+/]+");

    private SmtpDecoding() {}

    /** A part's body, or its beginning, as UTF-8. */
    static String body(String encoding, String body) {
        byte[] bytes = switch (encoding.toLowerCase(Locale.ROOT)) {
            case "base64" -> base64(body);
            case "quoted-printable" -> quoted(body.replace("=\r\n", ""));
            default -> body.getBytes(StandardCharsets.ISO_8859_1);
        };
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A header's value with its encoded words read; what cannot be read stays as it is. */
    static String words(String value) {
        return WORD.matcher(GAP.matcher(value).replaceAll(""))
                .replaceAll(word -> Matcher.quoteReplacement(word(word.group(1), word.group(2), word.group(3))));
    }

    private static String word(String charset, String encoding, String text) {
        if (!Charset.isSupported(charset)) {
            return "=?" + charset + "?" + encoding + "?" + text + "?=";
        }
        byte[] bytes = encoding.equalsIgnoreCase("b") ? base64(text) : quoted(text.replace('_', ' '));
        return new String(bytes, Charset.forName(charset));
    }

    private static byte[] base64(String text) {
        String letters = NOT_BASE64.matcher(text).replaceAll("");
        // One letter left over carries no whole byte: a cut or broken text.
        int whole = letters.length() % 4 == 1 ? letters.length() - 1 : letters.length();
        return Base64.getDecoder().decode(letters.substring(0, whole));
    }

    private static byte[] quoted(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isCode = c == '='
                    && i + 2 < text.length()
                    && Character.digit(text.charAt(i + 1), 16) >= 0
                    && Character.digit(text.charAt(i + 2), 16) >= 0;
            bytes.write(isCode ? Integer.parseInt(text.substring(i + 1, i + 3), 16) : c);
            i += isCode ? 2 : 0;
        }
        return bytes.toByteArray();
    }
}
