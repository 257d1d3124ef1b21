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
    private final byte[][] pieces;
    private final String recipient;

    /**
     * A mail to one person.
     *
     * @param pieces the whole mail when written in order
     */
    ReadyMail(String envelopeSender, String recipient, byte[][] pieces) {
        super((Session) null);
        setEnvelopeFrom(envelopeSender);
        this.recipient = recipient;
        this.pieces = pieces;
    }

    /** The envelope recipient. */
    String recipient() {
        return recipient;
    }

    @Override
    public void writeTo(OutputStream out, String @Nullable [] ignored) throws IOException {
        for (byte[] piece : pieces) {
            out.write(piece);
        }
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        writeTo(out, null);
    }

    @Override
    public int getSize() {
        int size = 0;
        for (byte[] piece : pieces) {
            size += piece.length;
        }
        return size;
    }

    /** Nothing is to be worked out: the bytes are all there is. */
    @Override
    public void saveChanges() {}
}
