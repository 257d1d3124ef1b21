package io.carillon.sandbox;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the sandbox keeps of a mail.
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
    private static final Session SESSION = Session.getInstance(new Properties());
    private static final Pattern KEY = Pattern.compile("(\\d+-\\d+-\\d+)[.@].*");
    private static final int MOST_TEXT = 500;
    // Enough for 500 characters of four bytes.
    private static final int MOST_BYTES = 4 * MOST_TEXT;

    static SmtpMail read(byte[] bytes) throws MessagingException, IOException {
        MimeMessage mail = new MimeMessage(SESSION, new ByteArrayInputStream(bytes));
        String messageId = header(mail, "Message-ID").replaceAll("[<>]", "");
        Matcher key = KEY.matcher(messageId);
        return new SmtpMail(
                messageId,
                key.matches() ? key.group(1) : "",
                decoded(header(mail, "Subject")),
                decoded(header(mail, "From")),
                preview(mail),
                header(mail, "List-Unsubscribe"),
                headers(bytes));
    }

    private static String preview(MimeMessage mail) throws MessagingException, IOException {
        if (!mail.isMimeType("multipart/*")) {
            return text(mail);
        }
        MimeMultipart parts =
                new MimeMultipart(new ByteArrayDataSource(mail.getRawInputStream(), mail.getContentType()));
        for (int i = 0; i < parts.getCount(); i++) {
            BodyPart part = parts.getBodyPart(i);
            if (part.isMimeType("text/plain")) {
                return text(part);
            }
        }
        return "";
    }

    private static String text(Part part) throws MessagingException, IOException {
        String text = new String(part.getInputStream().readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        int end = Math.min(text.length(), MOST_TEXT);
        // Not through the middle of a character.
        boolean isCut = end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, isCut ? end - 1 : end);
    }

    private static String headers(byte[] bytes) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = all.indexOf("\r\n\r\n");
        return end < 0 ? all : all.substring(0, end + 2);
    }

    private static String decoded(String value) throws IOException {
        return MimeUtility.decodeText(MimeUtility.unfold(value));
    }

    private static String header(MimeMessage mail, String name) throws MessagingException {
        String value = mail.getHeader(name, null);
        return value == null ? "" : value;
    }
}
