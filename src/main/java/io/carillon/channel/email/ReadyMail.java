package io.carillon.channel.email;

import jakarta.mail.Session;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.jspecify.annotations.Nullable;

/**
 * A mail whose bytes are ready. Jakarta Mail would build a tree of parts and headers for every person and walk it when
 * sending, which takes most of a mail's time; it only ever writes this one.
 */
final class ReadyMail extends SMTPMessage {
    private final byte[] bytes;
    private final String recipient;

    /**
     * A mail to one person.
     *
     * @param bytes the whole mail: lines that end in CRLF, also the last, and of which none begins with a dot
     */
    ReadyMail(String envelopeSender, String recipient, byte[] bytes) {
        super((Session) null);
        setEnvelopeFrom(envelopeSender);
        this.recipient = recipient;
        this.bytes = bytes;
    }

    /** The envelope recipient. */
    String recipient() {
        return recipient;
    }

    @Override
    public void writeTo(OutputStream out, String @Nullable [] ignored) throws IOException {
        out.write(bytes);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        writeTo(out, null);
    }

    @Override
    public int getSize() {
        return bytes.length;
    }

    /** Nothing is to be worked out: the bytes are all there is. */
    @Override
    public void saveChanges() {}
}
