package io.carillon.launcher.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Who runs a part: number, start time and a fingerprint of what it was started with, in one file of three lines. Survives
 * a kill of the launcher, so that the next one finds what was left over.
 */
public final class PidFile {
    private final Path file;

    /**
     * @param identity the process
     * @param fingerprint of its command, environment and program; see {@link #fingerprint}
     */
    public record Entry(ProcessIdentity identity, String fingerprint) {}

    public PidFile(Path folder, String name) {
        this.file = folder.resolve(name + ".pid");
    }

    /** The process written down, if it is still the same one and runs. */
    public Optional<Entry> live() {
        return read().filter(entry -> entry.identity().isAlive());
    }

    public void write(Entry entry) {
        try {
            Files.createDirectories(file.getParent());
            DataFolder.writePrivately(
                    file,
                    entry.identity().pid() + "\n" + entry.identity().startedAt() + "\n" + entry.fingerprint() + "\n");
        } catch (IOException refused) {
            throw new LaunchFailure("The file " + file + " cannot be written: " + refused.getMessage(), refused);
        }
    }

    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException refused) {
            throw new LaunchFailure("The file " + file + " cannot be removed: " + refused.getMessage(), refused);
        }
    }

    /** SHA-256 over the parts, hexadecimal; passwords among them are not readable from it. */
    public static String fingerprint(List<String> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            parts.forEach(part -> digest.update((part + "\0").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    private Optional<Entry> read() {
        try {
            List<String> lines = Files.readAllLines(file);
            return Optional.of(new Entry(
                    new ProcessIdentity(Long.parseLong(lines.get(0)), Instant.parse(lines.get(1))), lines.get(2)));
        } catch (IOException | RuntimeException missingOrTorn) {
            return Optional.empty();
        }
    }
}
