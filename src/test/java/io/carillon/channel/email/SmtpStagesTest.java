package io.carillon.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.CallDeadline;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.Sender;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a failure means depends on the stage it comes in: servers that fail at each. */
class SmtpStagesTest {
    private static final SendResult DOWN = new SendResult.NotSent(Reason.VENDOR_DOWN, "connect", null);
    private static final SendResult BROKEN = new SendResult.NotSent(Reason.VENDOR_DOWN, "connection", null);

    private ScriptedServer server;
    private Sender sender;

    @AfterEach
    void stop() {
        if (sender != null) {
            sender.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"connect", "EHLO", "MAIL", "RCPT", "DATA"})
    void isCertainThatNothingWasSentWhenTheConnectionEndsBeforeTheDot(String when) throws IOException {
        start(line -> line.startsWith(when) ? ScriptedServer.CLOSE : polite(line));
        assertThat(send(1).get(0)).isInstanceOf(SendResult.NotSent.class);
        assertThat(((SendResult.NotSent) send(1).get(0)).reason()).isEqualTo(Reason.VENDOR_DOWN);
    }

    @ParameterizedTest
    @CsvSource({"connect", "EHLO", "MAIL", "RCPT", "DATA"})
    void isCertainThatNothingWasSentWhenTheServerFallsSilentBeforeTheDot(String when) throws IOException {
        start(line -> line.startsWith(when) ? ScriptedServer.SILENCE : polite(line));
        assertThat(send(1).get(0)).isInstanceOf(SendResult.NotSent.class);
    }

    @Test
    void isCertainThatNothingWasSentWhenTheConnectionEndsInTheMiddleOfTheText() throws IOException {
        start(line -> line.equals(ScriptedServer.TEXT) ? ScriptedServer.CLOSE : polite(line));
        // More than both ends' buffers hold, so that the dot cannot have left when the end is seen.
        assertThat(sender.send(List.of(SmtpAccounts.largeMail(1, 24_000_000)), inTime()))
                .containsExactly(BROKEN);
    }

    @Test
    void isCertainThatNothingWasSentWhenTheServerReadsNoFurther() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        start(line -> {
            if (line.equals(ScriptedServer.TEXT)) {
                await(end);
            }
            return polite(line);
        });
        assertThat(sender.send(List.of(SmtpAccounts.largeMail(1, 24_000_000)), inTime()))
                .containsExactly(BROKEN);
        end.countDown();
    }

    @Test
    void doubtsWhenTheConnectionEndsAfterTheDot() throws IOException {
        start(line -> line.equals(".") ? ScriptedServer.CLOSE : polite(line));
        assertThat(send(1)).containsExactly(new SendResult.Unknown(Reason.CONNECTION_LOST, ""));
    }

    @Test
    void doubtsWhenNoAnswerComesAfterTheDot() throws IOException {
        start(line -> line.equals(".") ? ScriptedServer.SILENCE : polite(line));
        assertThat(send(1)).containsExactly(new SendResult.Unknown(Reason.TIME_OUT, ""));
    }

    @Test
    void endsInTimeAgainstAServerThatKeepsTalking() throws IOException {
        // Every line comes in time: only a bound over all of it helps.
        start(line -> line.equals(".") ? ScriptedServer.DRIBBLE : polite(line));
        assertThat(send(1)).containsExactly(new SendResult.Unknown(Reason.TIME_OUT, ""));
    }

    @Test
    void believesAnAnswerToTheDot() throws IOException {
        start(line -> line.equals(".") ? "421 4.3.2 shutting down" : polite(line));
        assertThat(send(1)).containsExactly(new SendResult.NotSent(Reason.VENDOR_DOWN, "421 4.3.2", null));
    }

    @Test
    void goesOnOverANewConnectionAfterADoubt() throws IOException {
        AtomicInteger dots = new AtomicInteger();
        start(line -> line.equals(".") && dots.incrementAndGet() == 2 ? ScriptedServer.CLOSE : polite(line));
        assertThat(send(3))
                .containsExactly(
                        new SendResult.Accepted(null),
                        new SendResult.Unknown(Reason.CONNECTION_LOST, ""),
                        new SendResult.Accepted(null));
        assertThat(dots).hasValue(3);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void goesOnOverTheSameConnectionAfterARefusal() throws IOException {
        start(line -> line.startsWith("RCPT TO:<p2@") ? "550 5.1.1 nobody" : polite(line));
        assertThat(send(3))
                .containsExactly(
                        new SendResult.Accepted(null),
                        new SendResult.Refused(Reason.MAILBOX_UNKNOWN, "550 5.1.1"),
                        new SendResult.Accepted(null));
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void asksOnceWhenTheServerIsDownAndAnswersForAll() throws IOException {
        start(line -> line.equals("connect") ? "421 4.7.0 too many connections" : polite(line));
        assertThat(send(5))
                .hasSize(5)
                .containsOnly(new SendResult.NotSent(Reason.THROTTLED, "421 4.7.0", Duration.ofMinutes(1)));
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void isNotSentWhenNobodyListens() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        sender = new SmtpAdapter().open(SmtpAccounts.onPort(free));
        assertThat(send(2)).containsOnly(DOWN);
        sender.close();
        sender = new SmtpAdapter().open(SmtpAccounts.with(Map.of("host", "no-such-host.invalid")));
        assertThat(send(2)).containsOnly(DOWN);
    }

    @Test
    void startsNoMailAfterTheDeadline() throws IOException {
        start(this::polite);
        List<Outbound> mails = List.of(SmtpAccounts.mail(1, "p1@customer.example"));
        assertThat(sender.send(mails, CallDeadline.in(Duration.ZERO)))
                .containsExactly(new SendResult.NotSent(Reason.LEASE_OVER, "", null));
        assertThat(server.connections()).isZero();
    }

    @Test
    void startsNoFurtherMailOfItsHandOverOnceTheProcessStops() throws IOException {
        AtomicInteger mails = new AtomicInteger();
        start(line -> {
            if (line.startsWith("MAIL")) {
                mails.incrementAndGet();
            }
            return polite(line);
        });
        List<Outbound> three = List.of(
                SmtpAccounts.mail(1, "p1@customer.example"),
                SmtpAccounts.mail(2, "p2@customer.example"),
                SmtpAccounts.mail(3, "p3@customer.example"));
        SendResult notBegun = new SendResult.NotSent(Reason.LEASE_OVER, "", null);

        assertThat(sender.send(three, CallDeadline.in(Duration.ofMinutes(1), () -> mails.get() > 0)))
                .containsExactly(new SendResult.Accepted(null), notBegun, notBegun);
    }

    @Test
    void reusesAConnectionAndLeavesItWhenWornOut() throws IOException {
        start(this::polite, Map.of("mailsPerConnection", "2"));
        send(1);
        send(1);
        assertThat(server.connections()).isEqualTo(1);
        assertThat(send(3)).containsOnly(new SendResult.Accepted(null));
        assertThat(server.connections()).isEqualTo(3);
    }

    @Test
    void replacesAPooledConnectionThatFailed() throws IOException {
        AtomicInteger mails = new AtomicInteger();
        start(line -> line.startsWith("MAIL") && mails.incrementAndGet() == 2 ? ScriptedServer.CLOSE : polite(line));
        assertThat(send(1)).containsOnly(new SendResult.Accepted(null));
        assertThat(send(1)).containsOnly(BROKEN);
        assertThat(send(1)).containsOnly(new SendResult.Accepted(null));
    }

    @Test
    void isBlockedWhenTheServerHasNoStartTls() throws IOException {
        start(this::polite, Map.of("tls", "starttls"));
        assertThat(send(2)).containsOnly(new SendResult.Blocked(Reason.ACCOUNT_SETTING, "starttls"));
        assertThat(server.lines()).noneMatch(line -> line.startsWith("MAIL"));
    }

    @Test
    void isBlockedWhenAPlainServerIsSpokenToInTls() throws IOException {
        start(this::polite, Map.of("tls", "implicit"));
        assertThat(send(1)).containsOnly(new SendResult.Blocked(Reason.ACCOUNT_SETTING, "tls"));
    }

    @ParameterizedTest
    @CsvSource({"535 5.7.8 wrong, Blocked", "454 4.7.0 later, NotSent", "close, NotSent"})
    void tellsAWrongPasswordFromADirectoryThatIsDown(String answer, String result) throws IOException {
        start(
                line -> line.startsWith("AUTH")
                        ? answer
                        : line.startsWith("EHLO") ? "250-test\r\n250 AUTH PLAIN" : polite(line),
                Map.of("username", "shop"),
                Map.of("password", "secret"));
        assertThat(send(1).get(0).getClass().getSimpleName()).isEqualTo(result);
    }

    @Test
    void isBlockedWhenTheServerOffersNoLoginThatIsKnown() throws IOException {
        start(
                line -> line.startsWith("EHLO") ? "250-test\r\n250 AUTH X-OWN" : polite(line),
                Map.of("username", "shop"),
                Map.of("password", "secret"));
        assertThat(send(1)).containsExactly(new SendResult.Blocked(Reason.CREDENTIALS, "auth"));
    }

    @Test
    void announcesTheSizeAndTheSignedSender() throws IOException {
        start(this::polite);
        send(1);
        assertThat(server.lines())
                .anyMatch(line ->
                        line.matches("MAIL FROM:<bounce\\+7-1-1-[0-9a-f]{16}@bounces\\.shop\\.example> SIZE=\\d+"))
                .contains("RCPT TO:<p1@customer.example>", "EHLO bounces.shop.example");
    }

    @Test
    void closesItsConnections() throws IOException {
        start(this::polite);
        send(2);
        SmtpSender smtp = (SmtpSender) sender;
        assertThat(smtp.openConnections()).isEqualTo(1);
        smtp.close();
        assertThat(smtp.openConnections()).isZero();
        assertThat(send(1)).containsOnly(new SendResult.Accepted(null));
        assertThat(smtp.openConnections()).isZero();
    }

    /** Answers as a server does that takes everything. */
    String polite(String line) {
        return ScriptedServer.polite(line);
    }

    ScriptedServer server() {
        return server;
    }

    void start(Function<String, String> script) throws IOException {
        start(script, Map.of());
    }

    private void start(Function<String, String> script, Map<String, String> settings) throws IOException {
        start(script, settings, Map.of());
    }

    private void start(Function<String, String> script, Map<String, String> settings, Map<String, String> secrets)
            throws IOException {
        server = new ScriptedServer(script);
        Map<String, String> all = new HashMap<>(settings);
        all.put("port", String.valueOf(server.port()));
        all.put("callTimeoutMillis", "500");
        sender = new SmtpAdapter().open(SmtpAccounts.with(all, secrets));
    }

    List<SendResult> send(int count) {
        List<Outbound> mails = IntStream.rangeClosed(1, count)
                .mapToObj(i -> SmtpAccounts.mail(i, "p" + i + "@customer.example"))
                .toList();
        return sender.send(mails, inTime());
    }

    private static CallDeadline inTime() {
        return CallDeadline.in(Duration.ofSeconds(30));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
