package io.carillon.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.carillon.launcher.local.Lines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CampaignWatchTest {
    private static final Pattern PERCENT = Pattern.compile("(\\d+) %");

    private final Queue<String> answers = new ArrayDeque<>();
    private final Lines lines = new Lines();
    private HttpServer app;

    @BeforeEach
    void serve() throws IOException {
        app = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        app.createContext("/progress", exchange -> {
            byte[] body = answers.remove().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        app.start();
    }

    @AfterEach
    void end() {
        app.stop(0);
    }

    @Test
    void theBarNeverGoesBackAndIsFullOnlyAtTheEnd() {
        answers.addAll(List.of(
                progress("running", 0, 0),
                progress("running", 1000, 500),
                progress("running", 1000, 0),
                progress("running", 1000, 300),
                progress("completed", 1000, 0)));

        new CampaignWatch(
                        new CarillonApi("http://127.0.0.1:" + app.getAddress().getPort(), Optional.empty()),
                        lines.console())
                .untilEnded("/progress");

        Matcher shown = PERCENT.matcher(lines.all());
        assertThat(shown.results().map(percent -> Integer.valueOf(percent.group(1))))
                .containsExactly(0, 50, 99, 100);
        assertThat(answers).isEmpty();
    }

    private static String progress(String state, int audience, int pending) {
        return "{\"state\": \"" + state + "\", \"sum\": {\"audience\": " + audience + ", \"pending\": " + pending
                + ", \"held\": 0}, \"channels\": []}";
    }
}
