package io.carillon.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the sandbox keeps of a mail. Read by hand, as Jakarta Mail looks its providers up anew for every mail, and so that
 * a misread of the format on the sending side shows.
 *
 * @param messageId without angle brackets
 * @param key what stands in the Message-ID before its first dot or at-sign, if it reads like a sender's own key
 * @param headers as they came, for a bounce to give back
 */
record SmtpMail(
        String messageId,
        String key,
        String subject,
        String from,
        String textPreview,
        String listUnsubscribe,
        String headers) {
    private static final Pattern KEY = Pattern.compile("(\\d+-\\d+-\\d+)[.@].*");
    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"]{1,70})\"|([^\\s;]{1,70}))", Pattern.CASE_INSENSITIVE);
    private static final Pattern FOLD = Pattern.compile("\r\n[ \t]+");
    private static final int MOST_TEXT = 500;
    // Enough of a part's body for 500 characters of four bytes in any transfer encoding.
    private static final int MOST_BODY = 7_000;

    /**
     * Reads a mail.
     *
     * @throws IllegalArgumentException when it has no headers
     */
    static SmtpMail read(byte[] bytes) {
        String mail = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = mail.indexOf("\r\n\r\n");
        if (end <= 0) {
            throw new IllegalArgumentException("A mail has headers, an empty line and a text");
        }
        String headers = mail.substring(0, end + 2);
        Map<String, String> values = values(headers);
        String messageId = values.getOrDefault("message-id", "").replaceAll("[<>]", "");
        Matcher key = KEY.matcher(messageId);
        return new SmtpMail(
                messageId,
                key.matches() ? key.group(1) : "",
                SmtpDecoding.words(values.getOrDefault("subject", "")),
                SmtpDecoding.words(values.getOrDefault("from", "")),
                preview(values, mail.substring(end + 4)),
                values.getOrDefault("list-unsubscribe", ""),
                headers);
    }

    private static String preview(Map<String, String> headers, String body) {
        String type = headers.getOrDefault("content-type", "text/plain");
        Matcher boundary = BOUNDARY.matcher(type);
        if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/") || !boundary.find()) {
            return text(headers, body);
        }
        String delimiter = "--" + (boundary.group(1) == null ? boundary.group(2) : boundary.group(1));
        int at = body.indexOf(delimiter);
        while (at >= 0) {
            int start = at + delimiter.length();
            at = body.indexOf("\r\n" + delimiter, start);
            String part = body.substring(start, at < 0 ? body.length() : at);
            int empty = part.indexOf("\r\n\r\n");
            Map<String, String> own = values(empty < 0 ? "" : part.substring(0, empty + 2));
            if (own.getOrDefault("content-type", "").toLowerCase(Locale.ROOT).startsWith("text/plain")) {
                return text(own, part.substring(empty + 4));
            }
        }
        return "";
    }

    private static String text(Map<String, String> headers, String body) {
        String start = body.substring(0, Math.min(body.length(), MOST_BODY));
        String text = SmtpDecoding.body(headers.getOrDefault("content-transfer-encoding", ""), start);
        int end = Math.min(text.length(), MOST_TEXT);
        // Not through the middle of a character.
        boolean isCut = end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, isCut ? end - 1 : end);
    }

    /** The first value of each header by its lower-case name. */
    private static Map<String, String> values(String headers) {
        Map<String, String> values = new HashMap<>();
        for (String line : FOLD.matcher(headers).replaceAll(" ").split("\r\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                values.putIfAbsent(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return values;
    }
}
