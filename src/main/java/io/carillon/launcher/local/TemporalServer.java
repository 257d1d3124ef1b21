package io.carillon.launcher.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Temporal as clusters run it: its server over PostgreSQL, all four services in one process, without its pages. Brings its
 * databases, certificates, configuration and namespace along; PostgreSQL must run. Only who has the client's certificate is let
 * in. Not thread-safe.
 */
final class TemporalServer implements Service {
    // Seconds on a machine of its own; a crowded one takes minutes.
    private static final Duration READY_WITHIN = Duration.ofMinutes(10);

    private final LaunchSettings settings;
    private final TemporalDatabases databases;
    private final TemporalCertificates certificates;
    private final TemporalServerFile file;
    private final LocalProcess process;
    private final Console console;

    /**
     * @param cli the temporal program
     */
    TemporalServer(
            LaunchSettings settings,
            LocalPostgres postgres,
            TemporalServerPrograms programs,
            Path cli,
            Console console) {
        this.settings = settings;
        this.databases = new TemporalDatabases(
                postgres, programs.sqlTool(), settings.folder().secret("temporal"));
        this.certificates = certificates(settings);
        this.file = new TemporalServerFile(root(settings), settings.ports());
        this.process = new LocalProcess(plan(programs, cli), settings.folder().pids(), console);
        this.console = console;
    }

    static TemporalCertificates certificates(LaunchSettings settings) {
        return new TemporalCertificates(
                settings.folder().temporalCertificates(), settings.folder().secret("temporal-tls"));
    }

    /** How the app gets in. */
    TemporalAddress address() {
        return new TemporalAddress(
                TemporalProcess.address(settings),
                Map.of(
                        "CARILLON_TEMPORAL_SERVER_CA", certificates.server().toString(),
                        "CARILLON_TEMPORAL_CLIENT_CERTIFICATE",
                                certificates.client().toString(),
                        "CARILLON_TEMPORAL_CLIENT_KEY", certificates.clientKey().toString()));
    }

    @Override
    public String name() {
        return process.name();
    }

    @Override
    public void start() {
        console.say(
                name(), "server " + TemporalServerPrograms.VERSION + " over PostgreSQL and mTLS: schema, certificates");
        databases.prepare();
        certificates.prepare();
        file.write(databases, certificates);
        process.start();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void stop() {
        process.stop();
    }

    @Override
    public void kill() {
        process.kill();
    }

    private static Path root(LaunchSettings settings) {
        return settings.folder().root().resolve("temporal");
    }

    private LocalProcess.Plan plan(TemporalServerPrograms programs, Path cli) {
        TemporalNamespace namespace = TemporalNamespace.encrypted(settings, cli, certificates);
        return new LocalProcess.Plan(
                TemporalProcess.NAME,
                List.of(
                        programs.server().toString(),
                        "--root",
                        root(settings).toString(),
                        "--config",
                        TemporalServerFile.CONFIG,
                        "--env",
                        TemporalServerFile.ENVIRONMENT,
                        // Said aloud, because it warns otherwise: whoever has the client's certificate may do anything.
                        "--allow-no-auth",
                        "start"),
                Map.of(),
                programs.server(),
                settings.folder().log("temporal"),
                ports(settings.ports()),
                () -> FreePort.answers(settings.ports().temporal()) && namespace.isServing() && namespace.isThere(),
                READY_WITHIN);
    }

    static List<LocalPorts.Named> ports(LocalPorts all) {
        List<LocalPorts.Named> ports = new ArrayList<>();
        for (LocalPorts.TemporalService service : LocalPorts.TemporalService.values()) {
            String purpose = "Temporal's " + service.key();
            ports.add(new LocalPorts.Named(service.grpc(all), purpose, "CARILLON_TEMPORAL_PORT"));
            ports.add(new LocalPorts.Named(service.membership(all), purpose, "CARILLON_TEMPORAL_PORT"));
        }
        return ports;
    }
}
