package io.carillon.sandbox;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Posts receipts and replies to Carillon. At most {@value #IN_FLIGHT} calls are open at once, the rest wait in a queue; a
 * call that cannot be made or meets a 5xx is made again, ever more slowly, for a minute after its first try. Its state
 * lives on one event loop; {@link #post} may be called from anywhere and never waits.
 */
final class HookCaller {
    private static final Logger LOG = Logger.getLogger(HookCaller.class);
    /** Enough to keep one Carillon busy, few enough for any box. */
    private static final int IN_FLIGHT = 64;
    /** About half a kilobyte each: a bound on memory that only a Carillon that is long away can reach. */
    private static final long MOST_PENDING = 1_000_000;

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Duration GIVE_UP = Duration.ofMinutes(1);
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

    private final Vertx vertx;
    private final Context context;
    private final HttpClient client;
    private final String hooksHost;
    private final Deque<Pending> ready = new ArrayDeque<>();
    private final AtomicLong pending = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean isClosed;
    private int inFlight;

    HookCaller(Vertx vertx, URI hooks) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.hooksHost = hooks.getHost();
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(IN_FLIGHT)
                .setConnectTimeout((int) CONNECT.toMillis())
                .setIdleTimeout((int) ANSWER.toSeconds() * 2));
    }

    /** Calls after the delay; done when the call was answered or given up: whether it was taken (2xx). */
    Future<Boolean> post(HookCall call, Duration delay) {
        if (!isAllowed(call.url())) {
            lost.incrementAndGet();
            LOG.warn("A hook call to another machine was dropped; receipts go to loopback and to --hooks only");
            return Future.succeededFuture(false);
        }
        if (pending.incrementAndGet() > MOST_PENDING) {
            pending.decrementAndGet();
            lose(MOST_PENDING + " hook calls wait already");
            return Future.succeededFuture(false);
        }
        Pending fresh = new Pending(call);
        context.runOnContext(now -> enqueueAfter(fresh, delay.toMillis()));
        return fresh.settled.future();
    }

    long pending() {
        return pending.get();
    }

    long answered() {
        return answered.get();
    }

    long lost() {
        return lost.get();
    }

    /** Makes no further call; what waits is dropped. */
    void close() {
        isClosed = true;
    }

    private boolean isAllowed(String url) {
        try {
            URI uri = URI.create(url);
            String host = uri.getHost();
            return host != null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && (LOOPBACK.contains(host) || host.equals(hooksHost));
        } catch (IllegalArgumentException notAUrl) {
            return false;
        }
    }

    private void enqueueAfter(Pending call, long millis) {
        if (millis <= 0) {
            ready.addLast(call);
            pump();
        } else {
            vertx.setTimer(millis, timer -> enqueueAfter(call, 0));
        }
    }

    private void pump() {
        while (!isClosed && inFlight < IN_FLIGHT && !ready.isEmpty()) {
            Pending next = ready.removeFirst();
            inFlight++;
            if (next.tries++ == 0) {
                next.firstTry = System.nanoTime();
            }
            call(next.call)
                    .onComplete(result -> context.runOnContext(now -> {
                        inFlight--;
                        settle(next, result.succeeded() ? result.result() : 0);
                        pump();
                    }));
        }
    }

    private Future<Integer> call(HookCall call) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(call.url())
                .setTimeout(ANSWER.toMillis());
        return client.request(options).compose(request -> send(request, call));
    }

    private static Future<Integer> send(HttpClientRequest request, HookCall call) {
        call.headers().forEach(request::putHeader);
        request.putHeader("Content-Type", call.contentType());
        return request.send(Buffer.buffer(call.body()))
                .compose(response -> response.end().map(response.statusCode()));
    }

    /** Status 0: there was no answer. */
    private void settle(Pending call, int status) {
        if (status > 0 && status < 500) {
            pending.decrementAndGet();
            answered.incrementAndGet();
            if (status >= 400) {
                LOG.warnf("A hook call was answered %d and is not made again", status);
            }
            call.settled.complete(status < 300);
        } else if (System.nanoTime() - call.firstTry > GIVE_UP.toNanos()) {
            pending.decrementAndGet();
            lose("no answer within " + GIVE_UP.toSeconds() + " s (last status " + status + ")");
            call.settled.complete(false);
        } else {
            long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(call.tries - 1, 5));
            enqueueAfter(call, pause);
        }
    }

    private void lose(String why) {
        long soFar = lost.incrementAndGet();
        // the 1st, 1,001st ... so that an absent Carillon does not fill the log
        if (soFar % 1_000 == 1) {
            LOG.warnf("Hook call given up: %s; %d given up so far", why, soFar);
        }
    }

    private static final class Pending {
        private final HookCall call;
        private final Promise<Boolean> settled = Promise.promise();
        private int tries;
        private long firstTry;

        Pending(HookCall call) {
            this.call = call;
        }
    }
}
