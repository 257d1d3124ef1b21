package io.carillon.channel.push;

import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One POST under way. It is certain that it was not sent as long as no connection has been found for it; from then on it may have
 * been. Never repeated.
 */
final class FcmCall {
    /** RFC 9113, 8.7: a stream that was refused so has not been processed at all. */
    private static final long REFUSED_STREAM = 7;

    private enum Stage {
        CONNECTING,
        WRITTEN,
        GIVEN_UP
    }

    /** What the server said. */
    record Answer(int status, String body, @Nullable String retryAfter) {}

    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.CONNECTING);
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private volatile @Nullable HttpClientRequest request;

    private FcmCall() {}

    /** Begins to post. */
    static FcmCall post(HttpClient client, RequestOptions target, byte[] body) {
        FcmCall call = new FcmCall();
        client.request(target)
                .onSuccess(connected -> call.write(connected, body))
                .onFailure(call.answer::completeExceptionally);
        return call;
    }

    private void write(HttpClientRequest connected, byte[] body) {
        request = connected;
        // what breaks it after its answer was given up for lost is told to nobody else
        connected.exceptionHandler(answer::completeExceptionally);
        if (!stage.compareAndSet(Stage.CONNECTING, Stage.WRITTEN)) {
            connected.reset();
            return;
        }
        connected
                .send(Buffer.buffer(body))
                .compose(response -> response.body().map(read -> answer(response, read)))
                .onSuccess(answer::complete)
                .onFailure(answer::completeExceptionally);
    }

    private static Answer answer(HttpClientResponse response, Buffer body) {
        return new Answer(response.statusCode(), body.toString(), response.getHeader("Retry-After"));
    }

    /** Waits until that moment of {@link System#nanoTime} at most, and gives the call up then. */
    SendResult await(long end, Function<Answer, SendResult> read) {
        try {
            return read.apply(answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            return giveUp(Reason.TIME_OUT);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return giveUp(Reason.CONNECTION_LOST);
        } catch (ExecutionException broken) {
            boolean isRefused =
                    broken.getCause() instanceof StreamResetException reset && reset.getCode() == REFUSED_STREAM;
            return stage.get() == Stage.CONNECTING || isRefused
                    ? new SendResult.NotSent(Reason.VENDOR_DOWN, "", null)
                    : new SendResult.Unknown(Reason.CONNECTION_LOST, "");
        }
    }

    private SendResult giveUp(Reason why) {
        if (stage.compareAndSet(Stage.CONNECTING, Stage.GIVEN_UP)) {
            return new SendResult.NotSent(Reason.VENDOR_DOWN, "", null);
        }
        HttpClientRequest written = request;
        if (written != null) {
            written.reset();
        }
        return new SendResult.Unknown(why, "");
    }
}
