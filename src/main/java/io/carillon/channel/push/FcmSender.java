package io.carillon.channel.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.channel.CallDeadline;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.Sender;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends through one FCM project: a call for each message, all calls of a list at the same time. Thread-safe.
 *
 * <p>FCM has no call that takes several messages. Over https the calls of a list share one HTTP/2 connection; as a server
 * allows about 100 of them on a connection, there is a client, and so a connection, for each list that is sent at the same
 * time. The JDK's client never repeats a POST that may have left.
 */
final class FcmSender implements Sender {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CALL_SIZE = 50;
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final Duration MOST_CONNECT = Duration.ofSeconds(3);
    /** A request's own time-out ends with the headers of the answer; this much later the body is given up too. */
    private static final Duration BODY_GRACE = Duration.ofMillis(250);

    private final FcmSettings settings;
    private final FcmTokens tokens;
    private final List<HttpClient> clients;
    private final AtomicInteger turn = new AtomicInteger();

    FcmSender(FcmSettings settings) {
        this.settings = settings;
        this.tokens = new FcmTokens(settings.credentials());
        this.clients = Stream.generate(() -> client(settings))
                .limit(settings.concurrency())
                .toList();
    }

    @Override
    public int callSize() {
        return CALL_SIZE;
    }

    @Override
    public int concurrency() {
        return clients.size();
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
        Duration left = settings.callTimeout().minusNanos(System.nanoTime() - started);
        if (left.toMillis() < 1) {
            return same(messages, new SendResult.NotSent(Reason.VENDOR_DOWN, "", null));
        }
        String authorization = ((FcmTokens.Answer.Ready) token).header();
        HttpClient client = clients.get(Math.floorMod(turn.getAndIncrement(), clients.size()));
        List<CompletableFuture<SendResult>> calls = messages.stream()
                .map(message -> deadline.isOver()
                        ? CompletableFuture.completedFuture(leaseOver())
                        : call(client, request(message, authorization, left)))
                .toList();
        return calls.stream().map(CompletableFuture::join).toList();
    }

    @Override
    public void close() {
        tokens.close();
    }

    private HttpRequest request(Outbound message, String authorization, Duration timeout) {
        return HttpRequest.newBuilder(settings.endpoint())
                .timeout(timeout)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json; charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(FcmMessage.of(message)))
                .build();
    }

    private CompletableFuture<SendResult> call(HttpClient client, HttpRequest request) {
        Duration most = request.timeout().orElseThrow().plus(BODY_GRACE);
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .orTimeout(most.toMillis(), TimeUnit.MILLISECONDS)
                .handle((response, failure) -> failure == null ? answered(response) : broken(failure));
    }

    private SendResult answered(HttpResponse<String> response) {
        if (response.statusCode() == OK) {
            return new SendResult.Accepted(name(response.body()));
        }
        if (response.statusCode() == UNAUTHORIZED) {
            tokens.forget();
        }
        return FcmErrors.result(
                response.statusCode(),
                response.body(),
                RetryAfter.read(response.headers().firstValue("Retry-After").orElse("")));
    }

    /** The id that FCM gives. The app's reports carry our key instead, so a body that cannot be read does no harm. */
    private static @Nullable String name(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            String name = json == null ? "" : json.path("name").asText("");
            return name.isEmpty() ? null : name;
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    private static SendResult broken(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        // The handshake comes before a request is written.
        boolean isUnsent = cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof SSLHandshakeException;
        if (isUnsent) {
            return new SendResult.NotSent(Reason.VENDOR_DOWN, "", null);
        }
        boolean isTimeOut = cause instanceof HttpTimeoutException || cause instanceof TimeoutException;
        return new SendResult.Unknown(isTimeOut ? Reason.TIME_OUT : Reason.CONNECTION_LOST, "");
    }

    private static HttpClient client(FcmSettings settings) {
        boolean isTls = settings.endpoint().getScheme().equals("https");
        Duration timeout = settings.callTimeout();
        return HttpClient.newBuilder()
                .version(isTls ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout.compareTo(MOST_CONNECT) < 0 ? timeout : MOST_CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    private static SendResult leaseOver() {
        return new SendResult.NotSent(Reason.LEASE_OVER, "", null);
    }

    private static List<SendResult> same(List<Outbound> messages, SendResult result) {
        return messages.stream().map(message -> result).toList();
    }
}
