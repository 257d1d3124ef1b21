package io.carillon.channel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands where Carillon listens: takes what a sandbox vendor posts to {@code /hooks/{vendor}/{account}/…}, as a
 * {@link HookRequest} each, in the order of arrival. Thread-safe.
 */
public final class HookReceiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final List<HookRequest> requests = new CopyOnWriteArrayList<>();

    /** Listens on a free port of loopback. */
    public HookReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException broken) {
            throw new IllegalStateException("No free port on loopback", broken);
        }
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    /** Where it listens, without trailing slash. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What came so far. */
    public List<HookRequest> requests() {
        return List.copyOf(requests);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            URI uri = exchange.getRequestURI();
            Map<String, List<String>> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
            requests.add(new HookRequest(
                    exchange.getRequestMethod(), url() + uri.toString(), suffix(uri), headers, query(uri), body));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static String suffix(URI uri) {
        // "", "hooks", vendor, account, suffix
        String[] parts = uri.getPath().split("/", 5);
        return parts.length < 5 ? "" : parts[4];
    }

    private static Map<String, List<String>> query(URI uri) {
        Map<String, List<String>> query = new TreeMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&")) {
                String[] both = pair.split("=", 2);
                query.computeIfAbsent(decoded(both[0]), name -> new ArrayList<>())
                        .add(both.length < 2 ? "" : decoded(both[1]));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
