package io.carillon.launcher.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void keepsDataInTheCheckoutUnlessToldOtherwise() {
        assertThat(settings(Map.of()).folder().root()).isEqualTo(folder.resolve(".carillon"));
        assertThat(settings(Map.of("CARILLON_HOME", "/var/lib/carillon"))
                        .folder()
                        .root())
                .isEqualTo(Path.of("/var/lib/carillon"));
    }

    @Test
    void movesAPortByItsVariable() {
        assertThat(settings(Map.of("CARILLON_PORT", "9090")).apiUrl()).isEqualTo("http://127.0.0.1:9090");
    }

    @Test
    void refusesWhatIsNoPort() {
        assertThatThrownBy(() -> settings(Map.of("CARILLON_SMTP_PORT", "mail")))
                .isInstanceOf(LaunchFailure.class)
                .hasMessage("CARILLON_SMTP_PORT is \"mail\": give a port from 1 to 65535.");
        assertThatThrownBy(() -> settings(Map.of("CARILLON_SMTP_PORT", "65536")))
                .isInstanceOf(LaunchFailure.class);
    }

    @Test
    void refusesTheSamePortTwice() {
        assertThatThrownBy(() -> settings(Map.of("CARILLON_SANDBOX_PORT", "8080")))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("CARILLON_SANDBOX_PORT");
    }

    @Test
    void asksForTheUserOfADatabaseGivenFromOutside() {
        LaunchSettings settings = settings(Map.of("CARILLON_DATABASE_URL", "jdbc:postgresql://db/carillon"));

        assertThatThrownBy(() -> DatabaseAddress.given(settings))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("CARILLON_DATABASE_USER");
    }

    @Test
    void namesThePortItsHolderAndItsVariable() throws IOException {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            LocalPorts.Named port = new LocalPorts.Named(holder.getLocalPort(), "the app", "CARILLON_PORT");

            assertThatThrownBy(() -> FreePort.require(port))
                    .isInstanceOf(LaunchFailure.class)
                    .hasMessageMatching("Port " + holder.getLocalPort()
                            + ", wanted for the app, is in use by process "
                            + ProcessHandle.current().pid()
                            + " \\(.*java\\)\\. Stop that program, or set CARILLON_PORT to a free port\\.");
        }
    }

    @Test
    void keepsASecretThatOnlyItsOwnerReads() throws IOException {
        DataFolder data = settings(Map.of()).folder().create();

        String secret = data.secret("postgres");

        assertThat(secret).matches("[A-Za-z0-9]{43}");
        assertThat(data.secret("postgres")).isEqualTo(secret);
        assertThat(data.secret("another")).isNotEqualTo(secret);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(data.root().resolve("secrets/postgres"))))
                .isEqualTo("rw-------");
    }

    @Test
    void letsOneLauncherAtATimeWorkOnAFolder() {
        DataFolder data = settings(Map.of()).folder().create();
        FolderLock first = FolderLock.tryTake(data).orElseThrow();

        assertThat(FolderLock.tryTake(data)).isEmpty();
        first.close();

        FolderLock.tryTake(data).orElseThrow().close();
    }

    private LaunchSettings settings(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("CARILLON_CHECKOUT", folder.toString());
        all.put("HOME", folder.toString());
        return LaunchSettings.from(all);
    }
}
