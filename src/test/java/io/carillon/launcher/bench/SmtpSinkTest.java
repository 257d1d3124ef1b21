package io.carillon.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmtpSinkTest {
    private static final int TIME_OUT_MILLIS = 10_000;

    private final SmtpSink sink = SmtpSink.open();
    private Socket socket;
    private BufferedReader in;
    private OutputStream out;

    @BeforeEach
    void connect() throws IOException {
        socket = new Socket(sink.address().getAddress(), sink.address().getPort());
        socket.setSoTimeout(TIME_OUT_MILLIS);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        out = socket.getOutputStream();
        assertThat(in.readLine()).startsWith("220 ");
        assertThat(say("EHLO test")).startsWith("250-");
        assertThat(in.readLine()).isEqualTo("250-8BITMIME");
        assertThat(in.readLine()).isEqualTo("250-PIPELINING");
        assertThat(in.readLine()).startsWith("250 ");
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        sink.close();
    }

    @Test
    void countsMailsAndTheirBytes() throws IOException {
        String mail = "Subject: a\r\n\r\nb\r\n";

        begin();
        assertThat(say(mail + ".")).startsWith("250 ");
        begin();
        assertThat(say(mail + ".")).startsWith("250 ");

        assertThat(sink.mails()).isEqualTo(2);
        assertThat(sink.bytes()).isEqualTo(2L * mail.length());
        assertThat(sink.firstAt()).isPositive();
        assertThat(say("QUIT")).startsWith("221 ");
        assertThat(in.readLine()).isNull();
    }

    @Test
    void aMailEndsAtALonelyDotOnly() throws IOException {
        // Stuffed dots, a dot at a line's end, dots without CR or LF beside them, and a bare CR before the end.
        String tricky = "..\r\n.. \r\na.\r\n\n.\nx\r.\r\n..hidden\r\n\r\r\n";

        begin();
        assertThat(say(tricky + ".")).startsWith("250 ");
        assertThat(say("NOOP")).startsWith("250 ");

        assertThat(sink.mails()).isOne();
        assertThat(sink.bytes()).isEqualTo(tricky.length());
    }

    @Test
    void anEmptyMailIsAMail() throws IOException {
        begin();
        assertThat(say(".")).startsWith("250 ");

        assertThat(sink.mails()).isOne();
        assertThat(sink.bytes()).isZero();
    }

    @Test
    void aMailCutAnywhereIsReadTheSame() throws IOException {
        begin();
        for (byte next : "a\r\n..\r\n.\r\n".getBytes(StandardCharsets.US_ASCII)) {
            out.write(next);
            out.flush();
        }

        assertThat(in.readLine()).startsWith("250 ");
        assertThat(sink.bytes()).isEqualTo("a\r\n..\r\n".length());
    }

    @Test
    void keepsTheOrderOfCommands() throws IOException {
        assertThat(say("RCPT TO:<a@b.example>")).startsWith("503 ");
        assertThat(say("DATA")).startsWith("503 ");
        assertThat(say("mail from:<>")).startsWith("250 ");
        assertThat(say("MAIL FROM:<>")).startsWith("503 ");
        assertThat(say("DATA")).startsWith("503 ");
        assertThat(say("RCPT TO:<a@b.example>")).startsWith("250 ");
        assertThat(say("RSET")).startsWith("250 ");
        assertThat(say("DATA")).startsWith("503 ");
        assertThat(say("EXPN all")).startsWith("500 ");
        assertThat(sink.mails()).isZero();
    }

    @Test
    void aMailThatIsNotFinishedIsNotTaken() throws IOException {
        begin();
        out.write("Subject: a\r\n\r\nhalf".getBytes(StandardCharsets.US_ASCII));
        socket.shutdownOutput();

        assertThat(in.readLine()).isNull();
        assertThat(sink.mails()).isZero();
    }

    private void begin() throws IOException {
        assertThat(say("MAIL FROM:<bounce@shop.example>")).startsWith("250 ");
        assertThat(say("RCPT TO:<member@mail.example>")).startsWith("250 ");
        assertThat(say("DATA")).startsWith("354 ");
    }

    private String say(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return in.readLine();
    }
}
