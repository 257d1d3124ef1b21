package io.carillon.response;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.channel.Adapters;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.HookAnswer;
import io.carillon.channel.HookRequest;
import io.carillon.channel.Mode;
import io.carillon.channel.Money;
import io.carillon.channel.RateLimit;
import io.carillon.channel.VendorAccount;
import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bodies that the OpenAPI document shows for hooks are what vendors' parsers read; all they lack is a signature. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class HookExamplesTest {
    private static final String SECRET = "a-secret-of-a-hook-0123456789";
    private static final String URL = "https://shop.example/hooks/twilio/shown";

    @Inject
    Adapters adapters;

    @ParameterizedTest
    @CsvSource({"aliyun, SMS", "twilio, SMS"})
    void aReportWithItsSecretOrSignatureIsTaken(String vendor, ChannelKind kind) throws Exception {
        String body = shown(vendor);
        HookAnswer answer = receive(vendor, kind, body, Map.of("x-twilio-signature", List.of(signature(body))));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.reports()).hasSize(1);
    }

    /** 400 would say that the body itself cannot be read. */
    @ParameterizedTest
    @CsvSource({"smtp, EMAIL, smtp", "fcm, PUSH, app", "wechat, WECHAT, wechat"})
    void aReportWhoseProofIsMadeUpIsReadAndNotBelieved(String vendor, ChannelKind kind, String name)
            throws IOException {
        HookAnswer answer = receive(vendor, kind, shown(name), Map.of());

        assertThat(answer.status()).as(answer.body()).isEqualTo(403);
        assertThat(answer.reports()).isEmpty();
    }

    @Test
    void theUnsubscribeLinkShowsWhatMailProgramsPost() throws IOException {
        assertThat(document()
                        .path("/u/{token}")
                        .at("/post/requestBody/content")
                        .findPath("value")
                        .asText())
                .isEqualTo("List-Unsubscribe=One-Click");
    }

    private HookAnswer receive(String vendor, ChannelKind kind, String body, Map<String, List<String>> headers) {
        VendorAccount account = new VendorAccount(
                "shown",
                vendor,
                kind,
                null,
                "",
                Set.of(),
                Mode.SANDBOX,
                1,
                new RateLimit(10, RateLimit.Unit.MESSAGES),
                new Money(BigDecimal.ZERO, "CNY"),
                Map.of("from", "shop@shop.example", "returnDomain", "bounce.shop.example"),
                Map.of("token", SECRET, "hookSecret", SECRET, "verpKey", SECRET));
        HookRequest request = new HookRequest(
                "POST",
                URL,
                vendor.equals("twilio") ? "" : SECRET,
                headers,
                Map.of(),
                body.getBytes(StandardCharsets.UTF_8));
        return adapters.of(vendor).receipts().receive(request, account);
    }

    /** As https://www.twilio.com/docs/usage/webhooks/webhooks-security says. */
    private static String signature(String form) throws GeneralSecurityException {
        TreeMap<String, String> fields = new TreeMap<>();
        for (String field : form.split("&", -1)) {
            String[] parts = field.split("=", 2);
            fields.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        StringBuilder signed = new StringBuilder(URL);
        fields.forEach((name, value) -> signed.append(name).append(value));
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        return Base64.getEncoder().encodeToString(mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String shown(String name) throws IOException {
        JsonNode example = document()
                .path("/hooks/{vendor}/{account}")
                .at("/post/requestBody/content")
                .path("*/*")
                .at("/examples/" + name + "/value");
        assertThat(example.isMissingNode()).as(name).isFalse();
        return example.isTextual() ? example.asText() : example.toString();
    }

    private static JsonNode document() throws IOException {
        return new ObjectMapper()
                .readTree(given().queryParam("format", "json").get("/q/openapi").asString())
                .path("paths");
    }
}
