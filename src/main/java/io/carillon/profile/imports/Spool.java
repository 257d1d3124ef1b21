package io.carillon.profile.imports;

import io.carillon.problem.Finding;
import io.carillon.problem.Problem;
import io.carillon.problem.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Received files until they are imported: one file each in the import folder, readable by this user only, on disk for good
 * before the caller is answered, deleted when the import ends. Thread-safe.
 */
@ApplicationScoped
public class Spool {
    private static final Logger LOG = Logger.getLogger(Spool.class);
    private static final int PIECE_BYTES = 64 * 1024;
    private static final String RECEIVED = ".csv";
    private static final String RECEIVING = ".part";
    /** An upload that rested for so long was cut off. */
    private static final Duration CUT_OFF = Duration.ofDays(1);
    /** A file that no import needs is kept for so long, as a restore may have forgotten its import. */
    private static final Duration LEFT = Duration.ofDays(7);

    private final Path folder;
    private final long largestFileBytes;

    public Spool(ImportSettings settings) {
        this.folder = settings.folder();
        this.largestFileBytes = settings.largestFileBytes();
    }

    /** Takes a file in, piece by piece. */
    ImportFile receive(InputStream body) {
        String name = UUID.randomUUID() + RECEIVED;
        Path part = folder.resolve(name + RECEIVING);
        try {
            Files.createDirectories(folder);
            ImportFile file = write(body, part, name);
            Files.move(part, folder.resolve(name));
            return file;
        } catch (IOException cutOff) {
            throw new UncheckedIOException("Could not take in the file for an import in " + folder, cutOff);
        } finally {
            delete(name + RECEIVING);
        }
    }

    Path path(ImportFile file) {
        return folder.resolve(Path.of(file.spool()).getFileName());
    }

    boolean isHere(ImportFile file) {
        return Files.isRegularFile(path(file));
    }

    void delete(String name) {
        try {
            Files.deleteIfExists(folder.resolve(name));
        } catch (IOException busy) {
            LOG.warnf("Could not delete %s from the import folder: %s", name, busy.getMessage());
        }
    }

    /** Deletes what uploads that were cut off left behind, and files of imports that ended in a process that did not live to delete them. */
    void sweep(Set<String> wanted) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Instant now = Instant.now();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                Instant last = Files.getLastModifiedTime(file).toInstant();
                boolean isCutOff = name.endsWith(RECEIVING) && last.isBefore(now.minus(CUT_OFF));
                boolean isLeft = name.endsWith(RECEIVED) && !wanted.contains(name) && last.isBefore(now.minus(LEFT));
                if (isCutOff || isLeft) {
                    delete(name);
                }
            }
        } catch (IOException unreadable) {
            LOG.warnf("Could not sweep the import folder %s: %s", folder, unreadable.getMessage());
        }
    }

    private ImportFile write(InputStream body, Path part, String name) throws IOException {
        MessageDigest digest = sha256();
        EncodingProbe probe = new EncodingProbe();
        long bytes = 0;
        Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
            byte[] piece = new byte[PIECE_BYTES];
            for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
                bytes += read;
                if (bytes > largestFileBytes) {
                    throw tooLarge();
                }
                digest.update(piece, 0, read);
                probe.look(piece, read);
                ByteBuffer rest = ByteBuffer.wrap(piece, 0, read);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
            }
            out.force(true);
        }
        refuse(bytes, probe);
        return new ImportFile(
                name,
                HexFormat.of().formatHex(digest.digest()),
                bytes,
                probe.charset().name());
    }

    private RuntimeException tooLarge() {
        return Problem.of(
                413, "import-too-large", "The file is too large", Texts.here("import.tooLarge", largestFileBytes));
    }

    private static void refuse(long bytes, EncodingProbe probe) {
        if (bytes == 0) {
            throw Problem.invalid(
                    Finding.error("", "empty", null, Texts.here("expected.csv"), Texts.here("import.empty")));
        }
        if (probe.isUtf16()) {
            throw Problem.invalid(Finding.error("", "utf16", "UTF-16", "UTF-8, GB18030", Texts.here("import.utf16")));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JVM has SHA-256", impossible);
        }
    }
}
