package io.carillon.launcher.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalServerTest {
    @TempDir
    private Path folder;

    private final Lines lines = new Lines();

    @Test
    void saysWhatToInstallWhereTheServerCannotBeBuilt() {
        LaunchSettings settings = settings(Map.of("PATH", "/nowhere"));

        assertThatThrownBy(() -> TemporalServerPrograms.locate(settings, lines.console()))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("Install Go 1.25 or newer")
                .hasMessageContaining(folder.resolve(".cache/carillon/bin/temporal-server-1.29.1")
                        .toString());
    }

    @Test
    void usesTheProgramsThatAreKept() throws IOException {
        Path kept = Files.createDirectories(folder.resolve(".cache/carillon/bin/temporal-server-1.29.1"));
        for (String program : List.of("server", "sql")) {
            Files.writeString(kept.resolve(program), "#!/bin/sh\n");
            assertThat(kept.resolve(program).toFile().setExecutable(true)).isTrue();
        }

        TemporalServerPrograms programs =
                TemporalServerPrograms.locate(settings(Map.of("PATH", "/nowhere")), lines.console());

        assertThat(programs.server()).isEqualTo(kept.resolve("server"));
        assertThat(programs.sqlTool()).isEqualTo(kept.resolve("sql"));
    }

    @Test
    void listensOnLoopbackOnlyEachServiceOnPortsOfItsOwnAndTakesOneClientOnly() throws IOException {
        LaunchSettings settings = settings(Map.of("CARILLON_TEMPORAL_PORT", "20100"));
        TemporalCertificates certificates = TemporalServer.certificates(settings);
        LocalPostgres postgres = new LocalPostgres(
                new LocalPostgres.Place(folder, folder, folder.resolve("log"), 20200, "secret"), lines.console());

        new TemporalServerFile(folder, settings.ports())
                .write(new TemporalDatabases(postgres, folder, "its password"), certificates);

        Path file = folder.resolve("config/carillon.yaml");
        JsonNode yaml = new YAMLMapper().readTree(file.toFile());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Set<Integer> ports = new HashSet<>();
        for (String service : List.of("frontend", "matching", "history", "worker")) {
            JsonNode rpc = yaml.at("/services/" + service + "/rpc");
            assertThat(rpc.path("bindOnIP").asText()).isEqualTo("127.0.0.1");
            ports.add(rpc.path("grpcPort").asInt());
            ports.add(rpc.path("membershipPort").asInt());
        }
        assertThat(ports).contains(20100).hasSize(8).allMatch(port -> port >= 20100 && port < 20108);
        assertThat(yaml.at("/services/frontend/rpc/grpcPort").asInt()).isEqualTo(20100);
        assertThat(yaml.at("/global/tls/frontend/server/requireClientAuth").asBoolean())
                .isTrue();
        assertThat(yaml.at("/global/tls/frontend/server/clientCaFiles/0").asText())
                .isEqualTo(certificates.client().toString());
        assertThat(yaml.at("/persistence/datastores/ledger/sql/connectAddr").asText())
                .isEqualTo("127.0.0.1:20200");
        assertThat(yaml.at("/persistence/datastores/visibility/sql/password").asText())
                .isEqualTo("its password");
    }

    @Test
    void makesCertificatesOnceAndKeepsTheirKeysFromOthers() throws Exception {
        TemporalCertificates certificates = TemporalServer.certificates(settings(Map.of()));

        certificates.prepare();
        String first = Files.readString(certificates.serverKey());
        certificates.prepare();

        assertThat(Files.readString(certificates.serverKey())).isEqualTo(first).contains("BEGIN PRIVATE KEY");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(certificates.clientKey())))
                .isEqualTo("rw-------");
        assertThat(certificate(certificates.server()).getSubjectAlternativeNames())
                .extracting(name -> name.get(1).toString())
                .containsExactlyInAnyOrder("127.0.0.1", "localhost");
        assertThat(certificate(certificates.client()).getSubjectX500Principal().getName())
                .isEqualTo("CN=carillon-client");
    }

    @Test
    void knowsTwoStoresAndNoThird() {
        assertThat(settings(Map.of()).isTemporalOnPostgres()).isFalse();
        assertThat(settings(Map.of("CARILLON_TEMPORAL_STORE", "postgresql")).isTemporalOnPostgres())
                .isTrue();
        assertThatThrownBy(() ->
                        settings(Map.of("CARILLON_TEMPORAL_STORE", "cassandra")).isTemporalOnPostgres())
                .isInstanceOf(LaunchFailure.class)
                .hasMessage("CARILLON_TEMPORAL_STORE is \"cassandra\": give sqlite or postgresql.");
    }

    @Test
    void freePortsLeaveRoomForMoreProcessesAndForTheServersParts() {
        LocalPorts ports = LocalPorts.free();

        Set<Integer> all = new HashSet<>(
                List.of(ports.temporalUi(), ports.sandbox(), ports.smtp(), ports.aliyun(), ports.postgres()));
        for (int i = 0; i < Stack.MOST_PROCESSES; i++) {
            all.add(ports.app() + i * Stack.PORT_STEP);
        }
        for (LocalPorts.TemporalService service : LocalPorts.TemporalService.values()) {
            all.add(service.grpc(ports));
            all.add(service.membership(ports));
        }
        assertThat(all).hasSize(5 + 8 + 8);
    }

    private static X509Certificate certificate(Path file) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private LaunchSettings settings(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("CARILLON_CHECKOUT", folder.toString());
        all.put("HOME", folder.toString());
        LaunchSettings settings = LaunchSettings.from(all);
        settings.folder().create();
        return settings;
    }
}
