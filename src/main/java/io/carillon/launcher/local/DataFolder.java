package io.carillon.launcher.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a local installation keeps everything: {@code .carillon} in the checkout, or {@code CARILLON_HOME}.
 *
 * @param root the folder, absolute
 */
public record DataFolder(Path root) {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final int SECRET_LENGTH = 43;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    // 43 characters of base64 hold 258 bits: in the last one the two beyond 32 bytes must be 0.
    private static final String LAST = "AEIMQUYcgkosw048";

    public Path postgres() {
        return root.resolve("postgres");
    }

    public Path temporalDatabase() {
        return root.resolve("temporal.db");
    }

    /** Certificates and keys of a Temporal that is spoken to by mTLS. */
    public Path temporalCertificates() {
        return root.resolve("temporal").resolve("tls");
    }

    public Path sandbox() {
        return root.resolve("sandbox");
    }

    public Path bin() {
        return root.resolve("bin");
    }

    public Path pids() {
        return root.resolve("pids");
    }

    public Path log(String name) {
        return root.resolve("logs").resolve(name + ".log");
    }

    /** The bearer token that the app writes on its first start. */
    public Path token() {
        return root.resolve("token");
    }

    public Path accounts() {
        return root.resolve("accounts.yaml");
    }

    public Path demo() {
        return root.resolve("demo");
    }

    /** An empty one for a drill or a bench, whatever was there before. */
    public static Path emptied(Path folder) {
        try {
            if (Files.exists(folder)) {
                try (Stream<Path> paths = Files.walk(folder)) {
                    for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            return Files.createDirectories(folder);
        } catch (IOException refused) {
            throw new LaunchFailure("The folder " + folder + " cannot be emptied: " + refused.getMessage(), refused);
        }
    }

    /** Makes the folders that other processes expect. */
    public DataFolder create() {
        try {
            for (Path folder : new Path[] {root, sandbox(), bin(), pids(), root.resolve("logs"), demo()}) {
                Files.createDirectories(folder);
            }
            return this;
        } catch (IOException refused) {
            throw new LaunchFailure(
                    "The data folder " + root + " cannot be made (" + refused.getMessage()
                            + "): give a writable folder in CARILLON_HOME.",
                    refused);
        }
    }

    /**
     * A secret of this installation: read from its file under {@code secrets}, or made at random on first use. 43 letters
     * and digits, the form that WeChat asks of a message key.
     */
    public String secret(String name) {
        Path file = root.resolve("secrets").resolve(name);
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            Files.createDirectories(file.getParent());
            String secret = random();
            writePrivately(file, secret + "\n");
            return secret;
        } catch (IOException refused) {
            throw new LaunchFailure(
                    "The file " + file + " cannot be read or written: " + refused.getMessage(), refused);
        }
    }

    /** Writes a file that only its owner may read, whole or not at all. */
    public static void writePrivately(Path file, String text) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
        if (Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(fresh, OWNER_ONLY);
        }
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String random() {
        SecureRandom random = new SecureRandom();
        StringBuilder secret = new StringBuilder();
        for (int i = 0; i < SECRET_LENGTH - 1; i++) {
            secret.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return secret.append(LAST.charAt(random.nextInt(LAST.length()))).toString();
    }
}
