package io.carillon.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.LinesHeard;
import io.carillon.access.Tokens;
import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as no client library writes them. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class RequestHeadsTest {
    private static final String SECRET = "+8613812345678";
    private static final int TIMEOUT_MILLIS = 10_000;

    @Inject
    Tokens tokens;

    private final LinesHeard log = new LinesHeard("");

    @BeforeEach
    void listen() {
        log.listen();
    }

    @AfterEach
    void holdAgainstTheLog() {
        log.close();
        assertThat(log.lines()).noneMatch(line -> line.contains(SECRET) || line.contains("Exception"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x/", "/", "a b", ";", "text", ",", "a/b/c", "\"", "lin@example.com " + SECRET})
    void aContentTypeThatIsNoneIsRefusedEverywhere(String type) throws IOException {
        for (String path :
                List.of("/api/campaigns/1", "/hooks/twilio/twilio-marketing", "/u/x", "/q/health", "/nowhere")) {
            for (String method : List.of("GET", "POST")) {
                String answer = ask(method + " " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: "
                        + type + "\r\nContent-Length: 2\r\n\r\n{}");
                assertThat(answer)
                        .as("%s %s", method, path)
                        .startsWith("HTTP/1.1 415 ")
                        .contains("urn:carillon:problem:unsupported-media-type");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Host: \r\n", "Host: a b\r\n", "Host: a\r\nHost: b\r\n"})
    void aRequestThatNamesNoServerIsRefused(String host) throws IOException {
        for (String path : List.of("/hooks/aliyun/aliyun-marketing/", "/api/profiles?phone=", "/u/", "/q/health?")) {
            String answer = ask("GET " + path + SECRET + " HTTP/1.1\r\nConnection: close\r\n" + host + "\r\n");

            assertThat(answer).doesNotStartWith("HTTP/1.1 5").doesNotContain(SECRET, "stack", "Error id");
            if (answer.startsWith("HTTP/1.1 400")) {
                assertThat(answer).contains("application/problem+json", "urn:carillon:problem:invalid");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept: x",
                "Accept: ,",
                "Accept: a b/" + SECRET,
                "Accept-Language: ;;" + SECRET,
                "Accept-Encoding: \u0001",
                "Authorization: " + SECRET,
                "Authorization: Basic " + SECRET,
                "Cookie: =;" + SECRET,
                "If-Match: " + SECRET,
                "Range: bytes=9-1",
                "Expect: " + SECRET,
                "X-Forwarded-For: " + SECRET,
                "Origin: " + SECRET,
                "Upgrade: " + SECRET,
                "Idempotency-Key: " + SECRET + "\u0001"
            })
    void noOtherHeaderBreaksTheServer(String header) throws IOException {
        for (String path :
                List.of("/api/campaigns/1", "/hooks/twilio/twilio-marketing", "/u/x", "/q/health", "/q/openapi")) {
            String answer = ask("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + header + "\r\n\r\n");
            assertThat(answer).as(path).startsWith("HTTP/1.1 ").doesNotStartWith("HTTP/1.1 5");
        }
    }

    @Test
    void aBodyThatIsNotWrittenAsHttpHasItIsTheCallersFault() throws IOException {
        String token = tokens.create("heads " + UUID.randomUUID()).orElseThrow();
        for (String path :
                List.of("/hooks/aliyun/aliyun-marketing/x", "/api/segments/preview", "/api/imports", "/u/x")) {
            for (String type : List.of("", "Content-Type: application/json\r\n", "Content-Type: text/csv\r\n")) {
                String head = "POST " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer "
                        + token + "\r\n" + type;
                for (String body : List.of("4\r\n[1, \r\nzz\r\n", "zz\r\n", "-2\r\n")) {
                    String answer = ask(head + "Transfer-Encoding: chunked\r\n\r\n" + body + SECRET);
                    assertThat(answer).as(path + " " + body).doesNotStartWith("HTTP/1.1 5");
                }
                breakOff(head + "Content-Length: 500\r\n\r\n[1, " + SECRET);
            }
        }
    }

    /** Hangs up once the server has begun to read. */
    private static void breakOff(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        }
        Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
    }

    /** What the server answers, to the end of the connection or of its patience. */
    private static String ask(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
