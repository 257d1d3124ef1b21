package io.carillon.launcher.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * One client's SMTP (RFC 5321): EHLO, HELO, MAIL, RCPT, DATA, RSET, NOOP, VRFY, QUIT, in the order that the RFC asks for, with the
 * extensions 8BITMIME, PIPELINING and SIZE. Bytes are looked at once, in one buffer. For one thread.
 */
final class SinkConversation {
    private static final int BUFFER = 64 * 1024;
    private static final int MOST_RECIPIENTS = 1_000;
    private static final byte[] GREETING = answer("220 sink.localhost ESMTP");
    private static final byte[] HELLO =
            answer("250-sink.localhost", "250-8BITMIME", "250-PIPELINING", "250 SIZE 10485760");
    private static final byte[] OK = answer("250 2.0.0 OK");
    private static final byte[] GO_ON = answer("354 End data with <CR><LF>.<CR><LF>");
    private static final byte[] BYE = answer("221 2.0.0 Bye");
    private static final byte[] CANNOT_VERIFY = answer("252 2.1.5 Send some mail");
    private static final byte[] UNKNOWN = answer("500 5.5.2 Command not known");
    private static final byte[] OUT_OF_ORDER = answer("503 5.5.1 Bad sequence of commands");
    private static final byte[] TOO_MANY = answer("452 4.5.3 Too many recipients");

    private final InputStream in;
    private final OutputStream out;
    private final LongConsumer taken;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private boolean isGreeted;
    private boolean hasSender;
    private int recipients;

    /**
     * @param taken hears the size of each mail taken
     */
    SinkConversation(InputStream in, OutputStream out, LongConsumer taken) {
        this.in = in;
        this.out = new BufferedOutputStream(out);
        this.taken = taken;
    }

    private static byte[] answer(String... lines) {
        return (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Talks until the client says good-bye or goes away. */
    void hold() throws IOException {
        out.write(GREETING);
        for (String line = line(); line != null; line = line()) {
            String verb = line.length() < 4 ? line : line.substring(0, 4);
            switch (verb.toUpperCase(Locale.ROOT)) {
                case "QUIT" -> {
                    out.write(BYE);
                    out.flush();
                    return;
                }
                case "DATA" -> {
                    if (!data()) {
                        return;
                    }
                }
                default -> out.write(command(verb.toUpperCase(Locale.ROOT)));
            }
        }
    }

    private byte[] command(String verb) {
        switch (verb) {
            case "EHLO", "HELO" -> {
                isGreeted = true;
                forget();
                return verb.equals("EHLO") ? HELLO : OK;
            }
            case "MAIL" -> {
                if (!isGreeted || hasSender) {
                    return OUT_OF_ORDER;
                }
                hasSender = true;
                return OK;
            }
            case "RCPT" -> {
                if (!hasSender) {
                    return OUT_OF_ORDER;
                }
                return recipients == MOST_RECIPIENTS ? TOO_MANY : recipient();
            }
            case "RSET" -> {
                forget();
                return OK;
            }
            case "NOOP" -> {
                return OK;
            }
            case "VRFY" -> {
                return CANNOT_VERIFY;
            }
            default -> {
                return UNKNOWN;
            }
        }
    }

    private byte[] recipient() {
        recipients++;
        return OK;
    }

    private void forget() {
        hasSender = false;
        recipients = 0;
    }

    /** Reads a mail to its lonely dot; false when the client went away in the middle. */
    private boolean data() throws IOException {
        if (recipients == 0) {
            out.write(OUT_OF_ORDER);
            return true;
        }
        out.write(GO_ON);
        long size = skipToDot();
        if (size < 0) {
            return false;
        }
        taken.accept(size);
        forget();
        out.write(OK);
        return true;
    }

    /** The bytes before the line that is only a dot; lines that begin with a dot have another one before it, so none is mistaken. */
    private long skipToDot() throws IOException {
        // How much of CR LF . CR LF was seen; what comes first stands at the begin of a line.
        int seen = 2;
        long size = 0;
        while (from < to || fill()) {
            while (from < to) {
                byte next = buffer[from++];
                size++;
                seen = next == '\r'
                        ? seen == 3 ? 4 : 1
                        : next == '\n' ? seen == 1 ? 2 : seen == 4 ? 5 : 0 : next == '.' && seen == 2 ? 3 : 0;
                if (seen == 5) {
                    return size - 3;
                }
            }
        }
        return -1;
    }

    /** A command's line without its end; null when the client is gone. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (from < to || fill()) {
            byte next = buffer[from++];
            if (next == '\n') {
                return line.toString();
            }
            // What is longer than any command is none: its end is enough to answer it.
            if (next != '\r' && line.length() < 1_000) {
                line.append((char) next);
            }
        }
        return null;
    }

    /** Reads on; what was answered until now leaves together first. */
    private boolean fill() throws IOException {
        out.flush();
        from = 0;
        to = Math.max(0, in.read(buffer, 0, buffer.length));
        return to > 0;
    }
}
