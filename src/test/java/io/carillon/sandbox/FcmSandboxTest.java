package io.carillon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FcmSandboxTest {
    private static final Instant NOW = Instant.parse("2027-09-13T02:00:00Z");
    private static final String AUDIENCE = "http://127.0.0.1:8090/fcm/token";
    private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";

    @TempDir
    private Path data;

    private FcmTokenIssuer issuer(Instant at) {
        return new FcmTokenIssuer(data, Clock.fixed(at, ZoneOffset.UTC));
    }

    private String assertion(String algorithm, String issuer, String audience, String scope, long seconds)
            throws Exception {
        String json = FcmSandboxCredentials.in(data).serviceAccount("http://127.0.0.1:8090", "p");
        String pem = new ObjectMapper().readTree(json).path("private_key").asText();
        byte[] encoded = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        String head = base64("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}");
        long now = NOW.getEpochSecond();
        String claims = base64("{\"iss\":\"%s\",\"aud\":\"%s\",\"scope\":\"%s\",\"iat\":%d,\"exp\":%d}"
                .formatted(issuer, audience, scope, now, now + seconds));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update((head + "." + claims).getBytes(StandardCharsets.US_ASCII));
        return head + "." + claims + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void givesATokenThatOutlivesARestartAndEndsAfterAnHour() throws Exception {
        String token =
                issuer(NOW).issue(assertion("RS256", FcmSandboxCredentials.EMAIL, AUDIENCE, SCOPE, 3600), AUDIENCE);

        assertThat(issuer(NOW).isGood("Bearer " + token)).isTrue();
        assertThat(issuer(NOW.plusSeconds(3598)).isGood("Bearer " + token)).isTrue();
        assertThat(issuer(NOW.plusSeconds(3600)).isGood("Bearer " + token)).isFalse();
        assertThat(issuer(NOW).isGood("Bearer " + token.replaceFirst("\\.\\d+\\.", ".99999999999.")))
                .isFalse();
        assertThat(issuer(NOW).isGood(token)).isFalse();
        assertThat(issuer(NOW).isGood("Bearer something")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "HS256, carillon@sandbox.iam.gserviceaccount.com, " + AUDIENCE + ", " + SCOPE + ", 3600",
        "RS256, somebody@else, " + AUDIENCE + ", " + SCOPE + ", 3600",
        "RS256, carillon@sandbox.iam.gserviceaccount.com, https://elsewhere.example/token, " + SCOPE + ", 3600",
        "RS256, carillon@sandbox.iam.gserviceaccount.com, " + AUDIENCE + ", other, 3600",
        "RS256, carillon@sandbox.iam.gserviceaccount.com, " + AUDIENCE + ", " + SCOPE + ", 3601",
        "RS256, carillon@sandbox.iam.gserviceaccount.com, " + AUDIENCE + ", " + SCOPE + ", -1"
    })
    void refusesAnAssertionThatDoesNotHold(String algorithm, String issuer, String audience, String scope, long seconds)
            throws Exception {
        String assertion = assertion(algorithm, issuer, audience, scope, seconds);

        assertThatThrownBy(() -> issuer(NOW).issue(assertion, AUDIENCE)).isInstanceOf(FcmTokenIssuer.Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "a.b.c", "e30.e30.e30", "e30.e30.", "...."})
    void refusesWhatIsNoAssertion(String assertion) {
        assertThatThrownBy(() -> issuer(NOW).issue(assertion, AUDIENCE)).isInstanceOf(FcmTokenIssuer.Refusal.class);
    }

    @Test
    void keepsItsKeyForTheOwnerOnly() throws Exception {
        String first = FcmSandboxCredentials.in(data).serviceAccount("http://127.0.0.1:8090", "p");

        assertThat(FcmSandboxCredentials.in(data).serviceAccount("http://127.0.0.1:8090", "p"))
                .isEqualTo(first);
        assertThat(Files.getPosixFilePermissions(data.resolve("fcm-sandbox.key")))
                .extracting(Enum::name)
                .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
        assertThat(Files.list(data)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{",
                "{\"message\":{\"token\":\"cT1-token:APA91\",\"tittle\":\"x\"}}",
                "{\"message\":{\"token\":\"cT1-token:APA91\",\"android\":{\"tag\":\"x\"}}}",
                "{\"message\":{\"token\":\"cT1-token:APA91\",\"data\":{\"count\":7}}}",
                "{\"message\":{\"token\":\"cT1-token:APA91\",\"data\":{\"from\":\"x\"}}}",
                "{\"message\":{\"token\":\"no token\"}}",
                "{\"message\":{}}"
            })
    void isAsStrictAsFcm(String body) {
        assertThat(FcmPush.read(body).push()).isNull();
        assertThat(FcmPush.read(body).error())
                .isNotNull()
                .satisfies(error -> assertThat(error.status()).isEqualTo("INVALID_ARGUMENT"));
    }

    @Test
    void refusesAPushWithoutAToken() throws Exception {
        SandboxOptions options = SandboxOptions.onFreePorts(data, URI.create("http://127.0.0.1:9"));
        try (Sandbox sandbox = Sandbox.start(options)) {
            var answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(sandbox.url() + "/fcm/v1/projects/p/messages:send"))
                                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("UNAUTHENTICATED");
        }
    }
}
