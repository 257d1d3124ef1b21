package io.carillon.launcher.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.carillon.launcher.local.LaunchFailure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/**
 * {@code messages:send} calls of FCM, with an access token got for an assertion signed by hand.
 *
 * @param endpoint of the project's messages
 * @param token that the sandbox gave
 */
record FcmShots(String endpoint, String token) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";
    private static final long LIFE_SECONDS = 3_000;

    /** Gets a token for the service account. */
    static FcmShots open(Volley volley, String serviceAccount, String sandboxUrl) {
        try {
            JsonNode account = JSON.readTree(serviceAccount);
            String form = "grant_type=" + encoded("urn:ietf:params:oauth:grant-type:jwt-bearer") + "&assertion="
                    + assertion(account);
            String answer = volley.ask(new Volley.Shot(
                    account.path("token_uri").asText(),
                    Map.of("Content-Type", "application/x-www-form-urlencoded"),
                    form.getBytes(StandardCharsets.US_ASCII)));
            return new FcmShots(
                    sandboxUrl + "/fcm/v1/projects/"
                            + account.path("project_id").asText() + "/messages:send",
                    JSON.readTree(answer).path("access_token").asText());
        } catch (JsonProcessingException | GeneralSecurityException broken) {
            throw new LaunchFailure("The sandbox's FCM gives no token: " + broken.getMessage(), broken);
        }
    }

    private static String assertion(JsonNode account) throws GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        String claims = "{\"iss\":\"" + account.path("client_email").asText() + "\",\"scope\":\"" + SCOPE
                + "\",\"aud\":\"" + account.path("token_uri").asText() + "\",\"iat\":" + now + ",\"exp\":"
                + (now + LIFE_SECONDS) + "}";
        String signed = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.getBytes(StandardCharsets.UTF_8));
        byte[] key = Base64.getMimeDecoder()
                .decode(account.path("private_key").asText().replaceAll("-----[A-Z ]+-----", ""));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key)));
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + base64(signature.sign());
    }

    Volley.Shot shot(int number) {
        String body = "{\"message\":{\"token\":\"bench-token-" + number
                + "\",\"notification\":{\"title\":\"中秋好礼\",\"body\":\"会员，满300减50，三天有效\"},"
                + "\"data\":{\"carillon_key\":\"0-" + number + "-1\"}}}";
        return new Volley.Shot(
                endpoint,
                Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
