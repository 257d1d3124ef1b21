package io.carillon.launcher.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalCliTest {
    @TempDir
    private Path folder;

    private final Lines lines = new Lines();
    private final Map<String, byte[]> published = new HashMap<>();
    private HttpServer releases;

    @BeforeEach
    void publish() throws IOException {
        releases = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        releases.createContext("/", exchange -> {
            byte[] body = published.get(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body == null ? new byte[0] : body);
            }
        });
        releases.start();
    }

    @AfterEach
    void stop() {
        releases.stop(0);
    }

    @Test
    void looksWhereItIsToldThenOnThePathThenInTheDataFolderThenInTheCache() throws IOException {
        Path told = program("told/temporal");
        Path onPath = program("path/temporal");
        Path inFolder = program("data/bin/temporal");
        Path inCache = program("home/.cache/carillon/bin/temporal");
        Map<String, String> environment = new HashMap<>(Map.of(
                "HOME", folder.resolve("home").toString(),
                "CARILLON_HOME", folder.resolve("data").toString(),
                "CARILLON_TEMPORAL_CLI", told.toString(),
                "PATH", "/nowhere:" + folder.resolve("path")));

        assertThat(find(environment)).contains(told);
        environment.remove("CARILLON_TEMPORAL_CLI");
        assertThat(find(environment)).contains(onPath);
        environment.put("PATH", "");
        assertThat(find(environment)).contains(inFolder);
        Files.delete(inFolder);
        assertThat(find(environment)).contains(inCache);
        Files.delete(inCache);
        assertThat(find(environment)).isEmpty();
    }

    @Test
    void saysThatTheProgramItIsToldIsNone() {
        Map<String, String> environment =
                Map.of("CARILLON_TEMPORAL_CLI", folder.resolve("nothing").toString());

        assertThatThrownBy(() -> find(environment))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("CARILLON_TEMPORAL_CLI names " + folder.resolve("nothing"));
    }

    @Test
    void unpacksAReleaseWhoseChecksumIsThePublishedOne() throws IOException {
        byte[] archive = archive();
        publish(archive, sha256(archive));

        Optional<Path> program = release().fetchInto(folder.resolve("bin"));

        assertThat(program).contains(folder.resolve("bin/temporal"));
        assertThat(program.orElseThrow()).isExecutable().hasContent("#!/bin/sh\necho temporal\n");
        assertThat(folder.resolve("bin")).isDirectoryNotContaining(file -> !file.endsWith("temporal"));
    }

    @Test
    void refusesAReleaseWhoseChecksumIsAnother() throws IOException {
        byte[] archive = archive();
        String other = sha256("something else".getBytes(StandardCharsets.UTF_8));
        publish(archive, other);

        assertThatThrownBy(() -> release().fetchInto(folder.resolve("bin")))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining(sha256(archive))
                .hasMessageContaining(other);
        assertThat(folder.resolve("bin")).isEmptyDirectory();
    }

    @Test
    void triesAnotherWayWhenTheReleaseIsOutOfReach() throws IOException {
        assertThat(release().fetchInto(folder.resolve("bin"))).as("404").isEmpty();
        publish(archive(), "not listed".replace(' ', '-'));
        published.put(
                "/v" + TemporalCli.VERSION + "/checksums.txt",
                "00  another_file.tar.gz\n".getBytes(StandardCharsets.UTF_8));
        assertThat(release().fetchInto(folder.resolve("bin"))).as("not listed").isEmpty();
        releases.stop(0);
        assertThat(release().fetchInto(folder.resolve("bin")))
                .as("nobody there")
                .isEmpty();
    }

    @Test
    void knowsWhichGoCanBuildIt() {
        assertThat(GoInstall.isNewEnough("go version go1.26.8 linux/amd64")).isTrue();
        assertThat(GoInstall.isNewEnough("go version go1.25 linux/amd64")).isTrue();
        assertThat(GoInstall.isNewEnough("go version go2.0 linux/amd64")).isTrue();
        assertThat(GoInstall.isNewEnough("go version go1.19.8 linux/amd64")).isFalse();
        assertThat(GoInstall.isNewEnough("what?")).isFalse();
    }

    private Optional<Path> find(Map<String, String> environment) {
        return TemporalCli.of(LaunchSettings.from(environment), lines.console()).find();
    }

    private TemporalRelease release() {
        return TemporalRelease.published(
                Optional.of("http://127.0.0.1:" + releases.getAddress().getPort()), lines.console());
    }

    private void publish(byte[] archive, String checksum) {
        String version = "/v" + TemporalCli.VERSION + "/";
        published.put(version + TemporalRelease.archiveName(), archive);
        published.put(
                version + "checksums.txt",
                ("00  another_file.tar.gz\n" + checksum + "  " + TemporalRelease.archiveName() + "\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private Path program(String name) throws IOException {
        Path program = folder.resolve(name);
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            add(tar, "LICENSE", "MIT\n");
            add(tar, "temporal", "#!/bin/sh\necho temporal\n");
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, String name, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
