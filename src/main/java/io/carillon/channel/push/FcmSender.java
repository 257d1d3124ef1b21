package io.carillon.channel.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.channel.CallDeadline;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.RetryAfter;
import io.carillon.channel.SendResult;
import io.carillon.channel.Sender;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends through one FCM project: a call for each message, all calls of a list at the same time. Thread-safe.
 *
 * <p>FCM has no call that takes several messages. Over https the calls share HTTP/2 connections; as a server allows about 100 of
 * them on one, there may be a connection for each list that is sent at the same time.
 */
final class FcmSender implements Sender {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CALL_SIZE = 50;
    /** Over http only as many as keep its connections busy: what waits for one would be in doubt if this process died. */
    private static final int PLAIN_CALL_SIZE = 16;

    private static final int CONNECTIONS_A_LIST = 4;
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int MOST_CONNECT_MILLIS = 3_000;

    private final FcmSettings settings;
    private final FcmTokens tokens;
    private final HttpClient client;

    FcmSender(FcmSettings settings, Vertx vertx) {
        this.settings = settings;
        this.tokens = new FcmTokens(settings.credentials());
        this.client = client(settings, vertx);
    }

    @Override
    public int callSize() {
        return settings.isTls() ? CALL_SIZE : PLAIN_CALL_SIZE;
    }

    @Override
    public int concurrency() {
        return settings.concurrency();
    }

    @Override
    public List<SendResult> send(List<Outbound> messages, CallDeadline deadline) {
        if (deadline.isOver()) {
            return same(messages, leaseOver());
        }
        long started = System.nanoTime();
        FcmTokens.Answer token = tokens.get(settings.callTimeout());
        if (token instanceof FcmTokens.Answer.Missing missing) {
            return same(messages, missing.result());
        }
        long end = started + settings.callTimeout().toNanos();
        if (System.nanoTime() >= end) {
            return same(messages, new SendResult.NotSent(Reason.VENDOR_DOWN, "", null));
        }
        RequestOptions target = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(settings.endpoint().toString())
                .putHeader("Authorization", ((FcmTokens.Answer.Ready) token).header())
                .putHeader("Content-Type", "application/json; charset=UTF-8");
        List<@Nullable FcmCall> calls = new ArrayList<>(messages.size());
        for (Outbound message : messages) {
            calls.add(deadline.isOver() ? null : FcmCall.post(client, target, FcmMessage.of(message)));
        }
        List<SendResult> results = new ArrayList<>(messages.size());
        calls.forEach(call -> results.add(call == null ? leaseOver() : call.await(end, this::answered)));
        return results;
    }

    @Override
    public void close() {
        tokens.close();
        client.close();
    }

    private SendResult answered(FcmCall.Answer answer) {
        if (answer.status() == OK) {
            String name = name(answer.body());
            return name == null ? FcmErrors.result(OK, "", null) : new SendResult.Accepted(name);
        }
        if (answer.status() == UNAUTHORIZED) {
            tokens.forget();
        }
        return FcmErrors.result(answer.status(), answer.body(), RetryAfter.read(answer.retryAfter()));
    }

    /** The id that FCM gives with every success; null where the answer is not FCM's. */
    private static @Nullable String name(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            String name = json == null ? "" : json.path("name").asText("");
            return name.isEmpty() ? null : name;
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    private static HttpClient client(FcmSettings settings, Vertx vertx) {
        boolean isTls = settings.isTls();
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(isTls)
                .setUseAlpn(isTls)
                .setProtocolVersion(isTls ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1)
                .setConnectTimeout((int) Math.min(settings.callTimeout().toMillis(), MOST_CONNECT_MILLIS));
        PoolOptions pool = new PoolOptions()
                // Few, so that under load calls wait for a connection, when they have certainly not left, and not for
                // their answer.
                .setHttp1MaxSize(settings.concurrency() * CONNECTIONS_A_LIST)
                .setHttp2MaxSize(settings.concurrency());
        return vertx.createHttpClient(options, pool);
    }

    private static SendResult leaseOver() {
        return new SendResult.NotSent(Reason.LEASE_OVER, "", null);
    }

    private static List<SendResult> same(List<Outbound> messages, SendResult result) {
        return messages.stream().map(message -> result).toList();
    }
}
