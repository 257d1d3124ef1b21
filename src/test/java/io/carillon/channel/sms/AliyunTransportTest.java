package io.carillon.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.carillon.channel.AttemptKey;
import io.carillon.channel.CallDeadline;
import io.carillon.channel.Content;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.vault.TinkVault;
import io.carillon.vault.VaultKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AliyunTransportTest {
    private final AtomicInteger calls = new AtomicInteger();
    private HttpServer server;

    @FunctionalInterface
    private interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private SendResult send(Answer answer) {
        server.createContext("/", exchange -> {
            calls.incrementAndGet();
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                answer.give(exchange);
            }
        });
        AliyunSettings settings = new AliyunSettings(
                "127.0.0.1:" + server.getAddress().getPort(), "http", Duration.ofMillis(5000), 2, "key", "secret");
        Content content = new Content.Sms("", new Content.Binding("签名", "SMS_1", Map.of()), 1);
        Outbound message =
                new Outbound(new AttemptKey(1, 1, 1), "+8613800000000", content, URI.create("http://127.0.0.1/"));
        try (AliyunSender sender = new AliyunSender(settings, new AliyunMessageId(new TinkVault(VaultKeys.random())))) {
            return sender.send(List.of(message), CallDeadline.in(Duration.ofMinutes(1)))
                    .get(0);
        }
    }

    private static void write(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Test
    void doesNotRepeatACallThatMayBeRepeatedAtOnce() {
        SendResult result = send(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "0");
            write(exchange, 503, "{\"Code\":\"ServiceUnavailable\"}");
        });

        assertThat(result).isEqualTo(new SendResult.Unknown(Reason.VENDOR_ERROR, "ServiceUnavailable"));
        assertThat(calls).hasValue(1);
    }

    @Test
    void doesNotFollowARedirect() {
        SendResult result = send(exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            write(exchange, 307, "{}");
        });

        assertThat(result).isEqualTo(new SendResult.Blocked(Reason.ACCOUNT_SETTING, "HTTP 307"));
        assertThat(calls).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({
        "302, ACCOUNT_SETTING",
        "400, ACCOUNT_SETTING",
        "403, CREDENTIALS",
        "404, ACCOUNT_SETTING",
        "407, ACCOUNT_SETTING"
    })
    void isBlockedWhenSomebodyElseTurnsTheCallAway(int status, Reason reason) {
        assertThat(send(exchange -> write(exchange, status, "<html>Not here</html>")))
                .isEqualTo(new SendResult.Blocked(reason, "HTTP " + status));
    }

    @Test
    void believesAnOkWithoutAnId() {
        assertThat(send(exchange -> write(exchange, 200, "{\"Code\":\"OK\"}")))
                .isEqualTo(new SendResult.Accepted(null));
    }

    @Test
    void leavesADoubtWhenAProxyAnswersWithAPage() {
        assertThat(send(exchange -> write(exchange, 502, "<html>Bad Gateway</html>")))
                .isEqualTo(new SendResult.Unknown(Reason.VENDOR_ERROR, "HTTP 502"));
    }

    @Test
    void leavesADoubtWhenTheAnswerIsNotJson() {
        assertThat(send(exchange -> write(exchange, 200, "<html>Welcome to our Wi-Fi</html>")))
                .isInstanceOf(SendResult.Unknown.class);
    }

    @Test
    void endsACallWhoseAnswerDripsIn() {
        SendResult result = send(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                for (int i = 0; i < 200; i++) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                    Thread.sleep(50);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(result).isInstanceOf(SendResult.Unknown.class);
    }

    @Test
    void waitsAsLongAsAliyunAsks() {
        SendResult result = send(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "9");
            write(exchange, 429, "{\"Code\":\"Throttling.User\",\"Message\":\"slow down\"}");
        });

        assertThat(result)
                .isEqualTo(new SendResult.NotSent(Reason.THROTTLED, "Throttling.User", Duration.ofSeconds(9)));
    }
}
