package io.carillon.launcher.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppReadinessTest {
    private static final String UP = "{\"status\": \"UP\", \"checks\": [{\"name\": \"Temporal\", \"status\": \"UP\"}]}";

    @TempDir
    private Path folder;

    private HttpServer app;
    private volatile int health = 200;
    private volatile String checks = UP;
    private volatile int call = 200;
    private volatile String asked = "";

    @BeforeEach
    void serve() throws IOException {
        Files.writeString(folder.resolve("token"), "cln_secret\n");
        app = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        app.createContext("/q/health/ready", exchange -> answer(exchange, health, checks));
        app.createContext("/api/campaigns", exchange -> {
            asked = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            answer(exchange, call, "{}");
        });
        app.start();
    }

    @AfterEach
    void end() {
        app.stop(0);
    }

    @Test
    void isReadyWhenACallThroughTheTokenAndTheDatabaseIsAnswered() {
        assertThat(readiness().isReady()).isTrue();
        assertThat(asked).isEqualTo("Bearer cln_secret");
    }

    @Test
    void goodHealthAloneIsNotEnough() {
        AppReadiness readiness = readiness();
        call = 503;

        assertThat(readiness.isReady()).isFalse();
        assertThat(readiness.waitsFor())
                .isEqualTo("a first call to be answered: GET /api/campaigns?limit=1 was answered 503");
        call = 200;
        assertThat(readiness.isReady()).isTrue();
    }

    @Test
    void namesWhatIsNotUp() {
        AppReadiness readiness = readiness();
        health = 503;
        checks =
                "{\"checks\": [{\"name\": \"Temporal\", \"status\": \"DOWN\"}, {\"name\": \"Other\", \"status\": \"UP\"}]}";

        assertThat(readiness.isReady()).isFalse();
        assertThat(readiness.waitsFor()).isEqualTo("Temporal");
        assertThat(asked).isEmpty();
    }

    @Test
    void waitsForAnAppThatDoesNotListen() {
        AppReadiness readiness = readiness();
        app.stop(0);

        assertThat(readiness.isReady()).isFalse();
        assertThat(readiness.waitsFor()).isEqualTo("the app to listen");
    }

    @Test
    void asksWithoutATokenWhereThereIsNone() throws IOException {
        Files.delete(folder.resolve("token"));
        call = 401;

        assertThat(readiness().isReady()).isTrue();
        assertThat(asked).isEqualTo("null");
    }

    private AppReadiness readiness() {
        return new AppReadiness("http://127.0.0.1:" + app.getAddress().getPort(), folder.resolve("token"));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
