package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BalancerTest {
    private final Balancer balancer = Balancer.open();
    private HttpServer first;
    private HttpServer second;

    @BeforeEach
    void start() throws IOException {
        first = server("first");
        second = server("second");
        balancer.to(List.of(first.getAddress().getPort(), second.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        balancer.close();
        first.stop(0);
        second.stop(0);
    }

    @Test
    void handsConnectionsToEachInTurn() throws Exception {
        assertThat(answers(4)).containsExactlyInAnyOrder("first", "first", "second", "second");
    }

    @Test
    void passesOverOneThatIsDead() throws Exception {
        first.stop(0);

        assertThat(answers(3)).containsOnly("second");
    }

    @Test
    void endsAConnectionThatNobodyTakes() {
        balancer.to(List.of());

        assertThatThrownBy(() -> answers(1)).isInstanceOf(IOException.class);
    }

    /** Each over a connection of its own. */
    private List<String> answers(int count) throws IOException, InterruptedException {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(balancer.url())).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
        }
        return answers;
    }

    private static HttpServer server(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = name.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
