package io.carillon.launcher.bench;

import io.carillon.launcher.local.LaunchFailure;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A bare HTTP client that fires requests as fast as they are answered, to see how fast a server is by itself. */
final class Volley implements AutoCloseable {
    private static final int CONNECTIONS = 32;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(
            new HttpClientOptions().setMaxPoolSize(CONNECTIONS).setTcpNoDelay(true));

    /**
     * One request.
     *
     * @param url whole
     * @param body of a POST
     */
    record Shot(String url, Map<String, String> headers, byte[] body) {}

    /** Fires so many; answers how many a second were answered with 2xx. */
    double perSecond(int shots, IntFunction<Shot> shot) {
        AtomicInteger next = new AtomicInteger();
        CompletableFuture<?>[] lanes = new CompletableFuture<?>[CONNECTIONS];
        long began = System.nanoTime();
        for (int i = 0; i < CONNECTIONS; i++) {
            CompletableFuture<Boolean> lane = new CompletableFuture<>();
            lanes[i] = lane;
            fire(next, shots, shot, lane);
        }
        try {
            CompletableFuture.allOf(lanes).join();
        } catch (CompletionException refused) {
            throw new LaunchFailure(
                    "The sandbox did not take a request: " + refused.getCause().getMessage(), refused);
        }
        return shots / ((System.nanoTime() - began) / 1e9);
    }

    private void fire(AtomicInteger next, int shots, IntFunction<Shot> shot, CompletableFuture<Boolean> lane) {
        int number = next.getAndIncrement();
        if (number >= shots) {
            lane.complete(true);
            return;
        }
        Shot aimed = shot.apply(number);
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(aimed.url());
        aimed.headers().forEach(options::putHeader);
        client.request(options)
                .compose(request -> request.send(Buffer.buffer(aimed.body())))
                .compose(response -> response.body().map(body -> {
                    if (response.statusCode() / 100 != 2) {
                        throw new IllegalStateException(response.statusCode() + " " + body);
                    }
                    return body;
                }))
                .onSuccess(body -> fire(next, shots, shot, lane))
                .onFailure(lane::completeExceptionally);
    }

    /** A form's or JSON's answer, once. */
    String ask(Shot shot) {
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(shot.url());
        shot.headers().forEach(options::putHeader);
        return client.request(options)
                .compose(request -> request.send(Buffer.buffer(shot.body())))
                .compose(response -> response.body())
                .map(Buffer::toString)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
