package io.carillon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AliyunSandboxTest {
    private static final Instant NOW = Instant.parse("2027-09-13T02:00:00Z");

    @TempDir
    private Path data;

    private Sandbox sandbox;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(SandboxOptions.onFreePorts(data, URI.create("http://127.0.0.1:9"))
                .with("aliyun.accessKeyId", "key")
                .with("aliyun.accessKeySecret", "secret"));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private int port() {
        return sandbox.vendor(AliyunSandbox.class).port();
    }

    private HttpResponse<String> post(String url, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void refusesACallThatIsNotSigned() throws Exception {
        HttpResponse<String> answer =
                post("http://127.0.0.1:" + port() + "/?PhoneNumbers=13800000001", "", "x-acs-action", "SendSms");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("MissingAuthorization");
        assertThat(sandbox.accepted().count()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "ACS3-HMAC-SHA256 Credential=other, IncompleteSignature",
        "'ACS3-HMAC-SHA256 Credential=other,SignedHeaders=host,Signature=%s', InvalidAccessKeyId.NotFound",
        "'ACS3-HMAC-SHA256 Credential=key,SignedHeaders=host,Signature=%s', IncompleteSignature",
        "'ACS3-HMAC-SHA256 Credential=key,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-version,"
                + "Signature=%s', SignatureDoesNotMatch"
    })
    void refusesASignatureThatDoesNotHold(String authorization, String code) throws Exception {
        HttpResponse<String> answer = post(
                "http://127.0.0.1:" + port() + "/", "", "Authorization", authorization.replace("%s", "0".repeat(64)));

        assertThat(answer.body()).contains("\"" + code + "\"");
    }

    @Test
    void refusesOldCallsAndNoncesSeenBefore() {
        AliyunGuard guard = new AliyunGuard(Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(guard.check("2027-09-13T01:50:00Z", "a").holds()).isTrue();
        assertThat(guard.check("2027-09-13T02:10:00Z", "b").holds()).isTrue();
        assertThat(guard.check("2027-09-13T02:00:00Z", "a").code()).isEqualTo("SignatureNonceUsed");
        assertThat(guard.check("2027-09-13T01:44:59Z", "c").code()).isEqualTo("InvalidTimeStamp.Expired");
        assertThat(guard.check("13 September", "d").code()).isEqualTo("InvalidTimeStamp.Format");
        assertThat(guard.check(null, "e").code()).isEqualTo("InvalidTimeStamp.Format");
        assertThat(guard.check("2027-09-13T02:00:00Z", null).code()).isEqualTo("MissingParameter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"from\":\"nobody\",\"body\":\"R\"}",
                "{\"from\":\"+8613800000001\"}",
                "{\"from\":\"+8613800000001\",\"body\":\" \"}"
            })
    void saysWhatAReplyMustBe(String body) throws Exception {
        HttpResponse<String> answer = post(sandbox.url() + "/aliyun/replies", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("must be");
    }
}
