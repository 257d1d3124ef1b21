package io.carillon.channel.email;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What all mails of a form share, composed once: fixed headers, the frame of the multipart and, as most forms have one
 * subject for all, the last subject in its encoded form. Used by many threads.
 */
final class MailForm {
    private static final String EOL = "\r\n";

    private final String fixedHeaders;
    private final byte[] beforeText;
    private final byte[] beforeHtml;
    private final byte[] end;
    private volatile @Nullable Subject lastSubject;

    /**
     * A form of an account.
     *
     * @param from the value of the From header
     */
    MailForm(String formId, String from) {
        String boundary = "=_" + digest(formId);
        this.fixedHeaders = "From: " + from + EOL
                + "MIME-Version: 1.0" + EOL
                + "Content-Type: multipart/alternative;" + EOL + "\tboundary=\"" + boundary + "\"" + EOL
                + "List-Unsubscribe-Post: List-Unsubscribe=One-Click" + EOL;
        // From plain to rich: readers show the last part that they understand (RFC 2046 5.1.4).
        this.beforeText = ascii(EOL + "--" + boundary + EOL + partHeaders("plain"));
        this.beforeHtml = ascii(EOL + "--" + boundary + EOL + partHeaders("html"));
        this.end = ascii(EOL + "--" + boundary + "--" + EOL);
    }

    /** Headers that are the same for everybody, each ended by CRLF. */
    String fixedHeaders() {
        return fixedHeaders;
    }

    /** The value of the Subject header. */
    String subject(String text) {
        Subject last = lastSubject;
        if (last == null || !last.text().equals(text)) {
            last = new Subject(text, HeaderText.subject(text));
            lastSubject = last;
        }
        return last.encoded();
    }

    /** The whole mail: its headers, then the two parts. */
    byte[] mail(byte[] headers, byte[] text, byte[] html) {
        byte[][] pieces = {headers, beforeText, text, beforeHtml, html, end};
        int length = 0;
        for (byte[] piece : pieces) {
            length += piece.length;
        }
        ByteBuffer mail = ByteBuffer.allocate(length);
        for (byte[] piece : pieces) {
            mail.put(piece);
        }
        return mail.array();
    }

    private static String partHeaders(String subtype) {
        return "Content-Type: text/" + subtype + "; charset=UTF-8" + EOL + "Content-Transfer-Encoding: base64" + EOL
                + EOL;
    }

    /** Base64 has no '=_', so a boundary with it cannot occur in a part. */
    private static String digest(String formId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(formId.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JVM has SHA-256", impossible);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private record Subject(String text, String encoded) {}
}
