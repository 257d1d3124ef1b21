package io.carillon.channel.sms;

import com.aliyun.dysmsapi20170525.Client;
import com.aliyun.tea.TeaRequest;
import com.aliyun.tea.interceptor.InterceptorContext;
import com.aliyun.tea.interceptor.RequestInterceptor;
import com.aliyun.tea.okhttp.ClientHelper;
import com.aliyun.tea.utils.AttributeMap;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Makes the HTTP client below Aliyun's SDK safe to send with, and sees what becomes of each call.
 *
 * <p>The SDK keeps its OkHttp clients in a static map and builds them so that a POST is silently sent again when a reused
 * connection breaks ({@code retryOnConnectionFailure}), when the server redirects, and after a 503 with
 * {@code Retry-After: 0}: a text message would go out twice. Before each call this class replaces the client that the SDK
 * is about to take by one that never repeats, with one time limit for the call as a whole.
 *
 * <p>Calls are synchronous, so what is seen of a call is kept with its thread between {@link #watch} and its end.
 */
final class AliyunTransport implements RequestInterceptor {
    private static final ThreadLocal<Sight> CURRENT = ThreadLocal.withInitial(Sight::new);
    private static final String RETRY_AFTER = "Retry-After";
    private static boolean isInstalled;

    private AliyunTransport() {}

    /** What was seen of one call. */
    static final class Sight {
        private boolean isWatched;
        private boolean hasLeft;
        private int status;
        private @Nullable String retryAfter;

        /** Whether the call may have reached Aliyun: there was a connection, or nobody watched. */
        boolean mayHaveLeft() {
            return hasLeft || !isWatched;
        }

        /** The HTTP status, or 0 without an answer. */
        int status() {
            return status;
        }

        /** The Retry-After header as it came, if any. */
        @Nullable
        String retryAfter() {
            return retryAfter;
        }
    }

    /** Takes part in every call of the SDK from now on; the SDK's list of interceptors is one for the whole process. */
    static synchronized void install(Client client) {
        if (!isInstalled) {
            client.addRequestInterceptor(new AliyunTransport());
            isInstalled = true;
        }
    }

    /** Begins to watch the next call of this thread. */
    static Sight watch() {
        Sight sight = new Sight();
        CURRENT.set(sight);
        return sight;
    }

    /** Ends the watch of this thread. */
    static void unwatch() {
        CURRENT.remove();
    }

    @Override
    public TeaRequest modifyRequest(InterceptorContext context, AttributeMap attributes) {
        makeSafe(context.teaRequest(), context.runtimeOptions());
        return context.teaRequest();
    }

    /** One at a time, so that no call can take a client that another call has just made and not replaced yet. */
    private static synchronized void makeSafe(TeaRequest request, Map<String, Object> options) {
        URI server = URI.create("any://" + request.headers.get("host"));
        try {
            OkHttpClient client = ClientHelper.getOkHttpClient(server.getHost(), server.getPort(), options);
            if (client.retryOnConnectionFailure()) {
                ClientHelper.clients.replaceAll((key, known) -> known == client ? safe(known) : known);
            }
            CURRENT.get().isWatched = !ClientHelper.getOkHttpClient(server.getHost(), server.getPort(), options)
                    .retryOnConnectionFailure();
        } catch (Exception broken) {
            throw new IllegalStateException("No HTTP client for " + server.getHost(), broken);
        }
    }

    private static OkHttpClient safe(OkHttpClient client) {
        return client.newBuilder()
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .callTimeout(Duration.ofMillis(client.readTimeoutMillis()))
                .addNetworkInterceptor(AliyunTransport::see)
                .build();
    }

    /** Runs when there is a connection and nothing was written yet. */
    private static Response see(Interceptor.Chain chain) throws IOException {
        Sight sight = CURRENT.get();
        sight.hasLeft = true;
        Response response = chain.proceed(chain.request());
        sight.status = response.code();
        sight.retryAfter = response.header(RETRY_AFTER);
        // OkHttp repeats the call after a 503 whose Retry-After is 0.
        return response.newBuilder().removeHeader(RETRY_AFTER).build();
    }
}
