package io.carillon.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.carillon.channel.CallDeadline;
import io.carillon.channel.HookAnswer;
import io.carillon.channel.HookRequest;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.Sender;
import io.carillon.channel.VendorReport;
import io.carillon.sandbox.AcceptedMessage;
import io.carillon.sandbox.Fault;
import io.carillon.sandbox.FaultRule;
import io.carillon.sandbox.Sandbox;
import io.carillon.sandbox.SandboxOptions;
import io.carillon.sandbox.SmtpSandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapter and sandbox talk real SMTP with each other, and bounces find their way back. */
class SmtpSandboxTest {
    private static final String TO = "p1@customer.example";

    @TempDir
    private Path data;

    private final List<HookRequest> hooked = new CopyOnWriteArrayList<>();
    private HttpServer hooks;
    private Sandbox sandbox;
    private Sender sender;

    @BeforeEach
    void listen() throws IOException {
        hooks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hooks.createContext("/hooks/smtp/shop-mail/", exchange -> {
            String suffix = exchange.getRequestURI().getPath().substring("/hooks/smtp/shop-mail/".length());
            byte[] body = exchange.getRequestBody().readAllBytes();
            hooked.add(new HookRequest("POST", "", suffix, Map.of(), Map.of(), body));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        hooks.start();
        start(Map.of());
    }

    @AfterEach
    void stop() {
        sender.close();
        sandbox.close();
        hooks.stop(0);
    }

    @Test
    void writesDownWhatItAccepts() {
        assertThat(send(SmtpAccounts.mail(1, TO))).isEqualTo(new SendResult.Accepted(null));

        AcceptedMessage message = sandbox.kit().sentTo("smtp", TO, 10).get(0);
        assertThat(message.key()).isEqualTo("7-1-1");
        assertThat(message.vendorId()).matches("7-1-1\\.[0-9a-f]{16}@bounces\\.shop\\.example");
        assertThat(message.content())
                .containsEntry("subject", "中秋好礼 Mid-autumn gift")
                .containsEntry("from", "钟楼商城 <news@shop.example>")
                .containsEntry("listUnsubscribe", "<https://shop.example/u/token1>");
        assertThat(message.content().get("textPreview")).startsWith("满300减50").endsWith("\r\n.\r\nBye");
    }

    @Test
    void answersEachInTheOrderGiven() {
        fault(FaultRule.always("smtp", Fault.Kind.REFUSE).match("^p2@"));
        fault(FaultRule.always("smtp", Fault.Kind.SERVER_ERROR).match("^p4@"));
        assertThat(sender.send(mails(1, 5), inTime()))
                .containsExactly(
                        new SendResult.Accepted(null),
                        new SendResult.Refused(Reason.MAILBOX_UNKNOWN, "550 5.1.1"),
                        new SendResult.Accepted(null),
                        new SendResult.NotSent(Reason.VENDOR_DOWN, "451 4.3.0", null),
                        new SendResult.Accepted(null));
        assertThat(sandbox.accepted().count()).isEqualTo(3);
    }

    @Test
    void isThrottledAndTakesTheNextConnection() {
        fault(FaultRule.always("smtp", Fault.Kind.THROTTLE).times(1));
        SendResult.NotSent first = (SendResult.NotSent) send(SmtpAccounts.mail(1, TO));
        assertThat(first.reason()).isEqualTo(Reason.THROTTLED);
        assertThat(send(SmtpAccounts.mail(1, TO))).isInstanceOf(SendResult.Accepted.class);
        assertThat(sandbox.accepted().count()).isEqualTo(1);
    }

    @Test
    void isBlockedWhenTheSenderIsNotAllowed() {
        fault(FaultRule.always("smtp", Fault.Kind.BLOCK).times(1));
        assertThat(send(SmtpAccounts.mail(1, TO))).isEqualTo(new SendResult.Blocked(Reason.SENDER, "550 5.7.1"));
        fault(FaultRule.always("smtp", Fault.Kind.BLOCK).code("535"));
        assertThat(send(SmtpAccounts.mail(1, TO))).isEqualTo(new SendResult.Blocked(Reason.CREDENTIALS, "535"));
        assertThat(sandbox.accepted().count()).isZero();
    }

    @Test
    void knowsThatAResetBeforeTheTextSentNothing() {
        fault(FaultRule.always("smtp", Fault.Kind.RESET));
        assertThat(send(SmtpAccounts.mail(1, TO)))
                .isEqualTo(new SendResult.NotSent(Reason.VENDOR_DOWN, "connection", null));
        assertThat(sandbox.accepted().count()).isZero();
    }

    @Test
    void doubtsAResetAfterTheServerTookTheMail() {
        fault(FaultRule.always("smtp", Fault.Kind.ACCEPT_THEN_RESET));
        assertThat(send(SmtpAccounts.mail(1, TO))).isEqualTo(new SendResult.Unknown(Reason.CONNECTION_LOST, ""));
        assertThat(sandbox.accepted().withKey("7-1-1")).hasSize(1);
    }

    @Test
    void doubtsAServerThatNeverAnswers() {
        fault(FaultRule.always("smtp", Fault.Kind.HANG));
        assertThat(send(SmtpAccounts.mail(1, TO))).isEqualTo(new SendResult.Unknown(Reason.TIME_OUT, ""));
    }

    @Test
    void writesNothingDownWithoutTheFinalDot() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), smtpPort())) {
            String start =
                    "EHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nSubject: x\r\n\r\nhalf";
            socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            // The server ends the connection once it has seen ours end.
            socket.getInputStream().readAllBytes();
        }
        assertThat(sandbox.accepted().count()).isZero();
    }

    @Test
    void asksForTheLoginThatIsSet() {
        restart(Map.of("smtp.user", "shop", "smtp.password", "right"), Map.of("username", "shop"), "right");
        assertThat(send(SmtpAccounts.mail(1, TO))).isEqualTo(new SendResult.Accepted(null));
        assertThat(sandbox.kit().sentTo("smtp", TO, 1).get(0).account()).isEqualTo("shop");

        restart(Map.of("smtp.user", "shop", "smtp.password", "right"), Map.of("username", "shop"), "wrong");
        SendResult.Blocked blocked = (SendResult.Blocked) send(SmtpAccounts.mail(2, TO));
        assertThat(blocked.reason()).isEqualTo(Reason.CREDENTIALS);
    }

    @Test
    void bouncesWhatDoesNotArriveToTheSignedReturnPath() {
        restart(Map.of("outcomes", "", "smtp.undelivered", "1", "smtp.refused", "0"), Map.of(), "");
        assertThat(send(SmtpAccounts.mail(1, TO))).isEqualTo(new SendResult.Accepted(null));

        await().until(() -> hooked.size() == 1);
        HookAnswer answer = new SmtpAdapter().receipts().receive(hooked.get(0), SmtpAccounts.onPort(25));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        VendorReport.Receipt receipt = (VendorReport.Receipt) answer.reports().get(0);
        assertThat(receipt.key()).isEqualTo("7-1-1");
        assertThat(receipt.reason()).isEqualTo(Reason.BOUNCED);
        assertThat(receipt.vendorCode()).isEqualTo("5.1.1");
    }

    @Test
    void doublesABounceRecognisably() {
        restart(Map.of("outcomes", "", "smtp.undelivered", "1", "smtp.refused", "0"), Map.of(), "");
        fault(FaultRule.always("smtp", Fault.Kind.RECEIPT_DOUBLED));
        send(SmtpAccounts.mail(1, TO));

        await().until(() -> hooked.size() == 2);
        assertThat(hooked.stream()
                        .map(request -> new SmtpAdapter().receipts().receive(request, SmtpAccounts.onPort(25)))
                        .map(answer -> answer.reports().get(0).dedupeKey())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void losesAndDoublesNothingOverManyConnections() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<List<SendResult>>> calls = new ArrayList<>();
            for (int call = 0; call < 24; call++) {
                List<Outbound> mails = mails(call * 60 + 1, call * 60 + 60);
                calls.add(threads.submit(() -> sender.send(mails, inTime())));
            }
            for (Future<List<SendResult>> call : calls) {
                assertThat(call.get()).hasSize(60).containsOnly(new SendResult.Accepted(null));
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(sandbox.accepted().count()).isEqualTo(1_440);
        assertThat(sandbox.accepted().withKey("7-777-1")).hasSize(1);
        assertThat(((SmtpSender) sender).openConnections()).isBetween(1, 8);
    }

    private void restart(Map<String, String> sandboxSettings, Map<String, String> settings, String password) {
        sender.close();
        sandbox.close();
        start(sandboxSettings);
        sender.close();
        Map<String, String> all = new java.util.HashMap<>(settings);
        all.put("port", String.valueOf(smtpPort()));
        sender = new SmtpAdapter()
                .open(SmtpAccounts.with(all, password.isEmpty() ? Map.of() : Map.of("password", password)));
    }

    private void start(Map<String, String> more) {
        SandboxOptions options = SandboxOptions.onFreePorts(
                        data,
                        URI.create("http://127.0.0.1:" + hooks.getAddress().getPort()))
                .with("smtp.account", "shop-mail")
                .with("smtp.hookSecret", SmtpAccounts.HOOK_SECRET)
                .with("smtp.bounceMillis", "1");
        for (Map.Entry<String, String> setting : more.entrySet()) {
            options = options.with(setting.getKey(), setting.getValue());
        }
        sandbox = Sandbox.start(options);
        sender = new SmtpAdapter()
                .open(SmtpAccounts.with(
                        Map.of("port", String.valueOf(smtpPort()), "callTimeoutMillis", "2000", "concurrency", "8")));
    }

    private int smtpPort() {
        return sandbox.vendor(SmtpSandbox.class).port();
    }

    private void fault(FaultRule rule) {
        sandbox.faults().add(rule);
    }

    private SendResult send(Outbound mail) {
        return sender.send(List.of(mail), inTime()).get(0);
    }

    private static List<Outbound> mails(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> SmtpAccounts.mail(i, "p" + i + "@customer.example"))
                .toList();
    }

    private static CallDeadline inTime() {
        return CallDeadline.in(Duration.ofSeconds(60));
    }
}
