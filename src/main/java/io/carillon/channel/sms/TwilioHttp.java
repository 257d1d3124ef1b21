package io.carillon.channel.sms;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.exception.ApiException;
import com.twilio.exception.RestException;
import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import io.carillon.channel.Reason;
import io.carillon.channel.RetryAfter;
import io.carillon.channel.SendResult;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's HTTP client without its habits: it never repeats a call, never follows a redirect, calls the account's base
 * URL, keeps the account's call time-out, and knows of every failure whether the request may have left. Thread-safe.
 *
 * <p>The SDK alone would repeat a POST up to three times after a 5xx and set its own time-outs (30 s) on each request; the
 * first is switched off in {@link #reliableRequest}, the second overruled inside the execution chain.
 */
final class TwilioHttp extends NetworkHttpClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIRST_NOT_OK = 300;

    private final String baseUrl;
    private final TwilioCall call;

    private TwilioHttp(HttpClientBuilder builder, String baseUrl, TwilioCall call) {
        super(builder);
        this.baseUrl = baseUrl;
        this.call = call;
    }

    static TwilioHttp open(TwilioSettings settings) {
        TwilioCall call = new TwilioCall(settings.callTimeout());
        RequestConfig config = RequestConfig.custom()
                .setConnectionRequestTimeout(timeout(call.poolTime()))
                .setResponseTimeout(timeout(call.responseTime()))
                .build();
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(call.connections(settings.concurrency()))
                .addExecInterceptorFirst("own-times", (request, scope, chain) -> {
                    scope.clientContext.setRequestConfig(config);
                    return chain.proceed(request, scope);
                })
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "last-check", (request, scope, chain) -> {
                    call.leaves();
                    return chain.proceed(request, scope);
                })
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching();
        return new TwilioHttp(builder, settings.baseUrl(), call);
    }

    private static Timeout timeout(Duration time) {
        return Timeout.ofMilliseconds(time.toMillis());
    }

    /**
     * Makes the call once.
     *
     * @throws Answered when the vendor answered anything but 2xx
     * @throws Unanswered when it did not answer
     */
    @Override
    public Response reliableRequest(Request request) {
        call.begins();
        Response response;
        try {
            response = makeRequest(atBaseUrl(request));
        } catch (ApiException failure) {
            throw new Unanswered(call.hasLeft(), failure.getCause());
        }
        if (response.getStatusCode() >= FIRST_NOT_OK) {
            throw new Answered(response.getStatusCode(), code(response), retryAfter(response));
        }
        return response;
    }

    private Request atBaseUrl(Request request) {
        String path = URI.create(request.getUrl()).getRawPath();
        Request moved = new Request(request.getMethod(), baseUrl + path);
        request.getPostParams().forEach((name, values) -> values.forEach(value -> moved.addPostParam(name, value)));
        request.getQueryParams().forEach((name, values) -> values.forEach(value -> moved.addQueryParam(name, value)));
        request.getHeaderParams().forEach((name, values) -> values.forEach(value -> moved.addHeaderParam(name, value)));
        moved.setContentType(request.getContentType());
        moved.setUserAgentExtensions(request.getUserAgentExtensions());
        moved.setAuth(request.getUsername(), request.getPassword());
        return moved;
    }

    private static @Nullable Integer code(Response response) {
        try {
            RestException body = RestException.fromJson(response.getStream(), JSON);
            return body == null ? null : body.getCode();
        } catch (ApiException notTwiliosJson) {
            return null;
        }
    }

    private static @Nullable Duration retryAfter(Response response) {
        for (Header header : response.getHeaders()) {
            if (header.getName().equalsIgnoreCase("Retry-After")) {
                return RetryAfter.read(header.getValue());
            }
        }
        return null;
    }

    @Override
    public void close() {
        call.close();
    }

    /** Twilio answered something other than 2xx. */
    static final class Answered extends RuntimeException {
        private final int status;
        private final transient @Nullable Integer code;
        private final transient @Nullable Duration retryAfter;

        Answered(int status, @Nullable Integer code, @Nullable Duration retryAfter) {
            super("Twilio answered " + status + " with code " + code, null, false, false);
            this.status = status;
            this.code = code;
            this.retryAfter = retryAfter;
        }

        int status() {
            return status;
        }

        @Nullable
        Integer code() {
            return code;
        }

        @Nullable
        Duration retryAfter() {
            return retryAfter;
        }
    }

    /** There was no answer. */
    static final class Unanswered extends RuntimeException {
        private final boolean mayHaveLeft;

        Unanswered(boolean mayHaveLeft, @Nullable Throwable cause) {
            super("Twilio did not answer", cause, false, false);
            this.mayHaveLeft = mayHaveLeft;
        }

        /** Not sent if no byte of the request left this machine, else unknown. */
        SendResult result() {
            if (!mayHaveLeft) {
                return new SendResult.NotSent(Reason.VENDOR_DOWN, name(), null);
            }
            boolean isTimeOut = getCause() instanceof SocketTimeoutException;
            return new SendResult.Unknown(isTimeOut ? Reason.TIME_OUT : Reason.CONNECTION_LOST, name());
        }

        private String name() {
            return getCause() instanceof IOException broken ? broken.getClass().getSimpleName() : "";
        }
    }
}
