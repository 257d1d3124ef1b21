package io.carillon.launcher.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks a URL for a quick answer. */
final class HttpProbe {
    private static final Duration TIME_OUT = Duration.ofSeconds(5);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIME_OUT)
            .build();

    /** The status of what did not answer in time, or at all. */
    static final int NONE = 0;

    private HttpProbe() {}

    /** An answer. */
    record Answer(int status, String body) {}

    static boolean isOk(String url) {
        return ask(url, Optional.empty()).status() == 200;
    }

    /**
     * @param token sent as a bearer token
     */
    static Answer ask(String url, Optional<String> token) {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(TIME_OUT);
            token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
            HttpResponse<String> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException notYet) {
            return new Answer(NONE, "");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Answer(NONE, "");
        }
    }
}
