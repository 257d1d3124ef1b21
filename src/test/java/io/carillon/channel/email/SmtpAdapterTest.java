package io.carillon.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.CallDeadline;
import io.carillon.channel.ChannelAdapter;
import io.carillon.channel.ChannelContractTest;
import io.carillon.channel.Content;
import io.carillon.channel.HookRequest;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorReport;
import io.carillon.sandbox.AcceptedMessage;
import io.carillon.sandbox.Fault;
import io.carillon.sandbox.FaultRule;
import io.carillon.sandbox.Sandbox;
import io.carillon.sandbox.SmtpSandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpAdapterTest extends ChannelContractTest {
    private static final String PASSWORD = "right";

    @Override
    protected ChannelAdapter adapter() {
        return new SmtpAdapter();
    }

    @Override
    protected Map<String, String> sandboxSettings() {
        return Map.of(
                "smtp.user",
                "shop",
                "smtp.password",
                PASSWORD,
                "smtp.hookSecret",
                SmtpAccounts.HOOK_SECRET,
                "smtp.bounceMillis",
                "1");
    }

    @Override
    protected VendorAccount account(Sandbox running) {
        return account(running, PASSWORD);
    }

    @Override
    protected VendorAccount accountWithWrongCredentials(Sandbox running) {
        return account(running, "wrong");
    }

    private VendorAccount account(Sandbox running, String password) {
        int port = running.vendor(SmtpSandbox.class).port();
        VendorAccount likeIt = SmtpAccounts.with(
                Map.of(
                        "port",
                        String.valueOf(port),
                        "username",
                        "shop",
                        // The first mail of a JVM loads classes for a while on a busy machine.
                        "callTimeoutMillis",
                        "3000",
                        "concurrency",
                        "8"),
                Map.of("password", password));
        return accountWith(adapter(), "", likeIt.settings(), likeIt.secrets());
    }

    @Override
    protected String address(int number) {
        return "p" + number + "@customer.example";
    }

    @Override
    protected Content content() {
        return SmtpAccounts.mail(1, "a@customer.example").content();
    }

    @Override
    protected HookRequest malformedHook(VendorAccount of, URI hooksUrl) {
        String secret = of.secret("hookSecret");
        byte[] body = "Subject: Hi\r\n\r\nThanks!\r\n".getBytes(StandardCharsets.UTF_8);
        return new HookRequest("POST", hooksUrl + "/hooks/smtp/contract/" + secret, secret, Map.of(), Map.of(), body);
    }

    /** The bounce of one attempt, made to look like another's. */
    @Override
    protected HookRequest forged(HookRequest genuine) {
        String body = new String(genuine.body(), StandardCharsets.ISO_8859_1)
                .replace("7-1-1-", "7-2-1-")
                .replace("7-1-1.", "7-2-1.");
        return new HookRequest(
                genuine.method(),
                genuine.publicUrl(),
                genuine.suffix(),
                genuine.headers(),
                genuine.query(),
                body.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    protected boolean saysRetryAfter() {
        return false;
    }

    /** The sandbox breaks off before the text, and SMTP counts only what its final dot has ended. */
    @Override
    protected boolean resetLeavesADoubt() {
        return false;
    }

    /** A 451 to the final dot says that the mail was not taken. */
    @Override
    protected boolean serverErrorLeavesADoubt() {
        return false;
    }

    @Test
    void writesDownWhatItAccepts() {
        send(message(0));

        AcceptedMessage message = sandbox().kit().sentTo("smtp", address(0), 10).get(0);
        assertThat(message.account()).isEqualTo("shop");
        assertThat(message.vendorId()).matches("7-1-1\\.[0-9a-f]{16}@bounces\\.shop\\.example");
        assertThat(message.content())
                .containsEntry("subject", "中秋好礼 Mid-autumn gift")
                .containsEntry("from", "钟楼商城 <news@shop.example>")
                .containsEntry("listUnsubscribe", "<https://shop.example/u/token1>");
        assertThat(message.content().get("textPreview")).startsWith("满300减50").endsWith("\r\n.\r\nBye");
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSE, 552 5.2.2, Refused, NOT_REACHABLE",
        "REFUSE, 450 4.2.0, NotSent, DEFERRED",
        "BLOCK, 535, Blocked, CREDENTIALS",
        "BLOCK, 554 5.7.1, Blocked, SENDER",
        "THROTTLE, 421 4.7.28, NotSent, THROTTLED",
        "THROTTLE, 451 4.7.1, NotSent, DEFERRED",
        "SERVER_ERROR, 550 5.7.1, Blocked, CONTENT",
        "SERVER_ERROR, 452 4.3.1, NotSent, VENDOR_DOWN"
    })
    void sortsTheServersCodes(Fault.Kind kind, String code, String result, Reason reason) {
        show(FaultRule.always("smtp", kind).code(code));

        SendResult found = send(message(0));

        assertThat(found.getClass().getSimpleName()).isEqualTo(result);
        assertThat(found).hasFieldOrPropertyWithValue("reason", reason).hasFieldOrPropertyWithValue("vendorCode", code);
    }

    @Test
    void closesTheAddressThatBounced() {
        restart(Map.of("smtp.refused", "0", "smtp.undelivered", "1"));
        send(message(0));

        assertThat(awaitReceipts(VendorReport.Outcome.UNDELIVERED, 1))
                .singleElement()
                .returns(Reason.BOUNCED, VendorReport.Receipt::reason)
                .returns("5.1.1", VendorReport.Receipt::vendorCode);
    }

    @Test
    void isNotTakenWithoutTheFinalDot() throws IOException {
        int port = sandbox().vendor(SmtpSandbox.class).port();
        // AUTH PLAIN with user shop and its password
        String login = "AUTH PLAIN AHNob3AAcmlnaHQ=\r\n";
        String start = "EHLO a\r\n" + login
                + "MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nSubject: x\r\n\r\nhalf";
        String answers;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            // The server ends the connection once it has seen ours end.
            answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
        assertThat(answers).contains("354 ");
        assertThat(sandbox().accepted().count()).isZero();
    }

    @Test
    void tellsTheMessageIdThatTheServerWasGiven() {
        assertThat(sender().send(mails(5, 6), CallDeadline.in(Duration.ofSeconds(60))))
                .containsOnly(new SendResult.Accepted(null));

        AttemptKey key = message(5).key();
        assertThat(sandbox().accepted().withKey(key.toString()))
                .extracting(AcceptedMessage::vendorId)
                .containsExactly(adapter().messageId(account(sandbox()), key).orElseThrow());
    }

    @Test
    void losesAndDoublesNothingOverManyConnections() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<List<SendResult>>> calls = new ArrayList<>();
            for (int call = 0; call < 12; call++) {
                List<Outbound> mails = mails(call * 50, call * 50 + 50);
                calls.add(threads.submit(() -> sender().send(mails, CallDeadline.in(Duration.ofSeconds(60)))));
            }
            for (Future<List<SendResult>> call : calls) {
                assertThat(call.get()).hasSize(50).containsOnly(new SendResult.Accepted(null));
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(sandbox().accepted().count()).isEqualTo(600);
        assertThat(sandbox().accepted().withKey("7-333-1")).hasSize(1);
        assertThat(((SmtpSender) sender()).openConnections()).isBetween(1, 8);
    }

    private List<Outbound> mails(int from, int to) {
        return IntStream.range(from, to).mapToObj(this::message).toList();
    }
}
