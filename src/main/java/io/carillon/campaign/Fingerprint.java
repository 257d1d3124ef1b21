package io.carillon.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over canonical JSON: keys in order, no blanks. The same content has the same fingerprint on every machine. */
final class Fingerprint {
    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Fingerprint() {}

    /** In hex, over the parts in this order. */
    static String of(JsonNode... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (JsonNode part : parts) {
                // Through plain maps, because a tree keeps the order it was read in.
                Object plain = CANONICAL.treeToValue(part, Object.class);
                digest.update(CANONICAL.writeValueAsString(plain).getBytes(StandardCharsets.UTF_8));
                digest.update((byte) '\n');
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (JsonProcessingException | NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("A tree could not be written as JSON and hashed", impossible);
        }
    }
}
