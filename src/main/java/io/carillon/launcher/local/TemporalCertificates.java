package io.carillon.launcher.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Certificates of a Temporal cluster on this machine, made once: one for its server, one for its clients. Each signs itself,
 * and either side takes exactly the other's. Everything is in a folder that only its owner reads.
 */
final class TemporalCertificates {
    /** A name that the server's certificate holds besides 127.0.0.1. */
    static final String SERVER_NAME = "localhost";

    private static final String SERVER = "server";
    private static final String CLIENT = "client";
    private static final Duration AT_MOST = Duration.ofMinutes(1);
    private static final String TEN_YEARS = "3650";
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private final Path folder;
    private final String password;

    /**
     * @param password of the stores that the keys are made in
     */
    TemporalCertificates(Path folder, String password) {
        this.folder = folder;
        this.password = password;
    }

    Path server() {
        return folder.resolve(SERVER + ".pem");
    }

    Path serverKey() {
        return folder.resolve(SERVER + "-key.pem");
    }

    Path client() {
        return folder.resolve(CLIENT + ".pem");
    }

    Path clientKey() {
        return folder.resolve(CLIENT + "-key.pem");
    }

    /** Makes what is missing. */
    void prepare() {
        try {
            Files.createDirectories(folder);
            make(SERVER, "san=ip:127.0.0.1,dns:" + SERVER_NAME);
            make(CLIENT, "eku=clientAuth");
        } catch (IOException | GeneralSecurityException refused) {
            throw new LaunchFailure(
                    "Temporal's certificates cannot be made in " + folder + ": " + refused.getMessage(), refused);
        }
    }

    private void make(String name, String extension) throws IOException, GeneralSecurityException {
        Path key = folder.resolve(name + "-key.pem");
        if (Files.exists(key)) {
            return;
        }
        Path store = folder.resolve(name + ".p12");
        Files.deleteIfExists(store);
        ProgramRun run = ProgramRun.of(keytool(name, extension, store), Map.of("STORE", password), AT_MOST);
        if (!run.isGood()) {
            throw new IOException("keytool said: " + run.output());
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, password.toCharArray());
        }
        write(name + ".pem", "CERTIFICATE", keys.getCertificate(name).getEncoded());
        write(
                name + "-key.pem",
                "PRIVATE KEY",
                keys.getKey(name, password.toCharArray()).getEncoded());
        Files.delete(store);
    }

    private static List<String> keytool(String name, String extension, Path store) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-dname",
                "CN=carillon-" + name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                TEN_YEARS,
                "-ext",
                extension,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass:env",
                "STORE");
    }

    private void write(String file, String what, byte[] der) throws IOException {
        DataFolder.writePrivately(
                folder.resolve(file),
                "-----BEGIN " + what + "-----\n" + PEM.encodeToString(der) + "\n-----END " + what + "-----\n");
    }
}
