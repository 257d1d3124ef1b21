package io.carillon.launcher.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The program's release archive on GitHub, held against the list of checksums published beside it. Out of reach is an empty
 * answer, so that another way can be tried; a wrong checksum is a {@link LaunchFailure}, for then somebody tampered.
 */
final class TemporalRelease {
    private static final String RELEASES = "https://github.com/temporalio/cli/releases/download";
    // Behind a firewall that drops packets nothing answers at all; a build from source is the quicker way then.
    private static final Duration REACH = Duration.ofSeconds(8);
    private static final Duration WHOLE_ARCHIVE = Duration.ofMinutes(10);

    private final URI folder;
    private final String archive;
    private final Console console;
    private final HttpClient http;

    private TemporalRelease(URI folder, String archive, Console console) {
        this.folder = folder;
        this.archive = archive;
        this.console = console;
        this.http = HttpClient.newBuilder()
                .connectTimeout(REACH)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /**
     * @param releases where a mirror keeps the releases, by version; GitHub if empty
     */
    static TemporalRelease published(Optional<String> releases, Console console) {
        String base = releases.orElse(RELEASES).replaceAll("/+$", "");
        return new TemporalRelease(URI.create(base + "/v" + TemporalCli.VERSION + "/"), archiveName(), console);
    }

    static String archiveName() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        return "temporal_cli_" + TemporalCli.VERSION + "_" + os + "_" + arch + ".tar.gz";
    }

    /** Downloads, checks and unpacks the program into a folder; empty if the release is out of reach. */
    Optional<Path> fetchInto(Path bin) {
        try {
            Optional<String> checksum = publishedChecksum();
            if (checksum.isEmpty()) {
                return Optional.empty();
            }
            Files.createDirectories(bin);
            Path download = Files.createTempFile(bin, "temporal", ".tar.gz");
            try {
                if (!download(download)) {
                    return Optional.empty();
                }
                requireChecksum(download, checksum.get());
                return Optional.of(unpack(download, bin.resolve("temporal")));
            } finally {
                Files.deleteIfExists(download);
            }
        } catch (IOException outOfReach) {
            console.say("Temporal", "the release archive is out of reach (" + reason(outOfReach) + ")");
            return Optional.empty();
        }
    }

    private Optional<String> publishedChecksum() throws IOException {
        HttpResponse<String> list = send("checksums.txt", REACH, HttpResponse.BodyHandlers.ofString());
        if (list.statusCode() != 200) {
            console.say("Temporal", "the list of checksums is not to be had (status " + list.statusCode() + ")");
            return Optional.empty();
        }
        return list.body()
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(cells -> cells.length == 2 && cells[1].equals(archive))
                .map(cells -> cells[0].toLowerCase(Locale.ROOT))
                .findFirst();
    }

    private boolean download(Path target) throws IOException {
        HttpResponse<InputStream> answer = send(archive, WHOLE_ARCHIVE, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                console.say("Temporal", "the release archive is not to be had (status " + answer.statusCode() + ")");
                return false;
            }
            long total = answer.headers().firstValueAsLong("Content-Length").orElse(0);
            copy(body, target, total);
            return true;
        }
    }

    private void copy(InputStream body, Path target, long total) throws IOException {
        long end = System.nanoTime() + WHOLE_ARCHIVE.toNanos();
        byte[] buffer = new byte[1 << 16];
        long done = 0;
        try (var out = Files.newOutputStream(target)) {
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                out.write(buffer, 0, n);
                done += n;
                console.bar("Temporal", done, total, (done >> 20) + " MB");
                if (System.nanoTime() > end) {
                    throw new IOException(
                            "too slow: " + (done >> 20) + " MB in " + WHOLE_ARCHIVE.toMinutes() + " minutes");
                }
            }
        }
    }

    private void requireChecksum(Path download, String published) throws IOException {
        String found = sha256(download);
        if (!found.equals(published)) {
            throw new LaunchFailure(
                    "The archive " + folder.resolve(archive) + " has the checksum " + found
                            + ", but its publisher's list says " + published
                            + ". It is not used. Try again, or install temporal yourself and name it in CARILLON_TEMPORAL_CLI.");
        }
    }

    private Path unpack(Path download, Path program) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(download)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile() && entry.getName().equals("temporal")) {
                    Path fresh = Files.createTempFile(program.getParent(), "temporal", ".new");
                    Files.copy(tar, fresh, StandardCopyOption.REPLACE_EXISTING);
                    if (!fresh.toFile().setExecutable(true, false)
                            || !fresh.toFile().setReadable(true, false)) {
                        throw new IOException(fresh + " cannot be made executable");
                    }
                    Files.move(fresh, program, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                    console.say("Temporal", "program " + TemporalCli.VERSION + " kept in " + program);
                    return program;
                }
            }
        }
        throw new IOException("the archive holds no program named temporal");
    }

    private <T> HttpResponse<T> send(String file, Duration timeOut, HttpResponse.BodyHandler<T> handler)
            throws IOException {
        try {
            HttpRequest request = HttpRequest.newBuilder(folder.resolve(file))
                    .timeout(timeOut)
                    .build();
            return http.send(request, handler);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("Stopped while the Temporal program was fetched.", interrupted);
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new UncheckedIOException(new IOException("Every Java has SHA-256", impossible));
        }
    }

    private static String reason(IOException failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
