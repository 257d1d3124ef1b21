package io.carillon.channel.push;

import com.google.api.client.http.HttpResponseException;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Access tokens of a service account, kept and renewed by Google's library. The library's own time-outs are 20 s and more,
 * so it works on a thread of its own and callers wait only as long as they may. Thread-safe.
 */
final class FcmTokens implements AutoCloseable {
    private static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/firebase.messaging");
    private static final int DEEPEST_CAUSE = 10;
    private static final int CLIENT_ERRORS = 400;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;

    private final ServiceAccountCredentials account;
    private final ExecutorService thread;
    private volatile GoogleCredentials credentials;

    FcmTokens(ServiceAccountCredentials account) {
        this.account = account;
        this.credentials = fresh();
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, "fcm-token");
            made.setDaemon(true);
            return made;
        });
    }

    /** A token, or why there is none; nothing was sent to FCM then. */
    sealed interface Answer {
        /** The value of the Authorization header. */
        record Ready(String header) implements Answer {
            /** Says nothing. */
            @Override
            public String toString() {
                return "Ready";
            }
        }

        /** What holds for every message that was to be sent with it. */
        record Missing(SendResult result) implements Answer {}
    }

    /** The token of now, waited for at most that long. */
    Answer get(Duration patience) {
        GoogleCredentials current = credentials;
        try {
            Future<AccessToken> token = thread.submit(() -> {
                current.refreshIfExpired();
                return current.getAccessToken();
            });
            return new Answer.Ready("Bearer "
                    + token.get(patience.toMillis(), TimeUnit.MILLISECONDS).getTokenValue());
        } catch (ExecutionException failed) {
            return new Answer.Missing(failure(failed));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Answer.Missing(down(""));
        } catch (TimeoutException | RejectedExecutionException noToken) {
            return new Answer.Missing(down(""));
        }
    }

    /** Forgets the token, as FCM says that it does not hold; the next call asks for a new one. */
    void forget() {
        credentials = fresh();
    }

    private GoogleCredentials fresh() {
        return account.toBuilder()
                .setScopes(SCOPES)
                .setDefaultRetriesEnabled(false)
                .build();
    }

    private static SendResult failure(Throwable failed) {
        int depth = 0;
        for (Throwable cause = failed; cause != null && depth < DEEPEST_CAUSE; cause = cause.getCause(), depth++) {
            if (cause instanceof HttpResponseException answer) {
                String code = "token HTTP " + answer.getStatusCode();
                return isNo(answer.getStatusCode()) ? new SendResult.Blocked(Reason.CREDENTIALS, code) : down(code);
            }
        }
        return down("");
    }

    private static boolean isNo(int status) {
        return status >= CLIENT_ERRORS
                && status < SERVER_ERRORS
                && status != REQUEST_TIMEOUT
                && status != TOO_MANY_REQUESTS;
    }

    private static SendResult down(String code) {
        return new SendResult.NotSent(Reason.VENDOR_DOWN, code, null);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
