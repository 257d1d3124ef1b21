package io.carillon.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The service account of the sandbox's Firebase project. Its RSA key is made once in the sandbox's data folder
 * ({@code fcm-sandbox.key}) and found again by every later start, so that sandbox and launcher agree on it. Immutable.
 */
public final class FcmSandboxCredentials {
    /** Who signs the assertions. */
    public static final String EMAIL = "carillon@sandbox.iam.gserviceaccount.com";

    /** Where its key lies in the data folder. */
    public static final String FILE = "fcm-sandbox.key";

    private static final int KEY_BITS = 2048;
    private static final int LINE = 64;

    private final RSAPrivateCrtKey key;

    private FcmSandboxCredentials(RSAPrivateCrtKey key) {
        this.key = key;
    }

    /**
     * The account of a data folder; its key is made if there is none yet. Two processes may do so at the same time.
     *
     * @throws SandboxFailure when the folder cannot be used
     */
    public static FcmSandboxCredentials in(Path data) {
        Path file = data.resolve(FILE);
        try {
            Files.createDirectories(data);
            if (!Files.exists(file)) {
                make(data, file);
            }
            byte[] encoded = Base64.getDecoder().decode(Files.readString(file).strip());
            return new FcmSandboxCredentials(
                    (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException broken) {
            throw new SandboxFailure("The FCM key in " + file + " cannot be made or read; remove it", broken);
        }
    }

    /** The JSON text of the account's key, as Google's console gives it, for a sandbox at that URL. */
    public String serviceAccount(String sandboxUrl, String project) {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("type", "service_account");
        json.put("project_id", project);
        json.put("private_key_id", keyId());
        json.put("private_key", pem());
        json.put("client_email", EMAIL);
        json.put("client_id", "100000000000000000001");
        json.put("token_uri", sandboxUrl + "/fcm/token");
        try {
            return AcceptedLog.JSON.writeValueAsString(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("The service account cannot be written as JSON", impossible);
        }
    }

    /** What the sandbox verifies assertions with. */
    PublicKey publicKey() {
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JVM knows RSA", impossible);
        }
    }

    /** A secret that stays the same with the key, so that access tokens outlive a restart of the sandbox. */
    byte[] tokenSecret() {
        return sha256(key.getEncoded());
    }

    private String keyId() {
        return new BigInteger(1, sha256(publicKey().getEncoded())).toString(16).substring(0, 40);
    }

    private String pem() {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    }

    /** Writes beside and moves into place whole, so that nobody ever reads half a key; the first one stays. */
    private static void make(Path data, Path file) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(KEY_BITS);
        String text = Base64.getEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        Path draft = Files.createTempFile(
                data,
                FILE,
                ".draft",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(draft, text.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.TRUNCATE_EXISTING);
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException somebodyWasFaster) {
            // Theirs is as good.
        } finally {
            Files.delete(draft);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JVM has SHA-256", impossible);
        }
    }
}
