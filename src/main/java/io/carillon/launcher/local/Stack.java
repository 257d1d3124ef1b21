package io.carillon.launcher.local;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a local installation runs, in the order in which it starts: PostgreSQL, Temporal, the sandbox, the app.
 * One thread at a time.
 */
public final class Stack {
    /** From one app process to the port of the next. */
    public static final int PORT_STEP = 100;

    static final int MOST_PROCESSES = 8;

    private final LaunchSettings settings;
    private final Console console;
    private final List<Service> services = new ArrayList<>();
    private @Nullable DatabaseAddress database;
    private @Nullable AppProcess app;

    public Stack(LaunchSettings settings, Console console) {
        this.settings = settings;
        this.console = console;
    }

    /**
     * Starts what is not given from outside.
     *
     * @param processes how many app processes, 1 to 8; the second one listens on the app's port + 100, and so on
     * @param refusesLive whether the app shall refuse live vendor accounts
     */
    public void start(int processes, boolean refusesLive) {
        if (processes < 1) {
            throw new LaunchFailure("--processes is " + processes + ": give 1 to " + MOST_PROCESSES + ".");
        }
        start(processes, AppBuild.own(settings), refusesLive);
    }

    /** As {@link #start(int, boolean)}, with app processes of that build. */
    public void start(int processes, AppBuild build, boolean refusesLive) {
        if (processes < 0 || processes > MOST_PROCESSES) {
            throw new LaunchFailure("--processes is " + processes + ": give 1 to " + MOST_PROCESSES + ".");
        }
        requirePorts(processes);
        database = startDatabase();
        TemporalAddress temporal = startTemporal();
        SandboxAccounts accounts = new SandboxAccounts(settings);
        accounts.write();
        LaunchSettings.given(settings.environment(), "CARILLON_ACCOUNTS")
                .ifPresent(file -> console.say(
                        "accounts",
                        "CARILLON_ACCOUNTS is not read here: the accounts are the sandbox's, in "
                                + settings.folder().accounts() + "; PUT /api/accounts/{name} adds others"));
        start(new LocalProcess(
                SandboxProcess.plan(settings, accounts), settings.folder().pids(), console));
        app = new AppProcess(settings, database, temporal, accounts, refusesLive);
        for (int i = processes; i < MOST_PROCESSES; i++) {
            // Of a killed launcher that had more of them: nobody would watch it.
            stopOrphan(AppProcess.name(i));
        }
        for (int i = 0; i < processes; i++) {
            app(i, build).start();
        }
    }

    /**
     * An app process of a build, not started yet. It takes the place of the one that had this number, which must not run any more.
     *
     * @param index from 0
     */
    public Service app(int index, AppBuild build) {
        LocalProcess process = new LocalProcess(
                Objects.requireNonNull(app, "not started").plan(index, build),
                settings.folder().pids(),
                console);
        services.removeIf(service -> service.name().equals(process.name()));
        services.add(process);
        return process;
    }

    /** Whatever port is not to be had is said before anything is started: the last part would say it after a minute. */
    private void requirePorts(int processes) {
        LocalPorts ports = settings.ports();
        if (settings.databaseUrl().isEmpty()) {
            postgres().requirePort();
        }
        if (settings.temporalAddress().isEmpty()) {
            requirePorts(
                    TemporalProcess.NAME,
                    settings.isTemporalOnPostgres() ? TemporalServer.ports(ports) : TemporalProcess.ports(ports));
        }
        requirePorts(SandboxProcess.NAME, SandboxProcess.ports(ports));
        for (int i = 0; i < processes; i++) {
            requirePorts(AppProcess.name(i), List.of(AppProcess.port(ports, i)));
        }
    }

    /** One left over of this part has its ports; it is taken over or stopped when its turn comes. */
    private void requirePorts(String part, List<LocalPorts.Named> ports) {
        if (new PidFile(settings.folder().pids(), part).live().isEmpty()) {
            ports.forEach(FreePort::require);
        }
    }

    /** Where the ledger is, once it was started. */
    public DatabaseAddress database() {
        return Objects.requireNonNull(database, "not started");
    }

    /** The parts that were started, in order. */
    public List<Service> services() {
        return List.copyOf(services);
    }

    /** Stops the parts, the last first. */
    public void stop() {
        List<Service> lastFirst = new ArrayList<>(services);
        Collections.reverse(lastFirst);
        for (Service service : lastFirst) {
            try {
                service.stop();
            } catch (LaunchFailure failure) {
                console.say(service.name(), failure.getMessage());
            }
        }
        services.clear();
    }

    /** Stops what a killed launcher left running, the last first. */
    public void stopLeftOver() {
        for (int i = MOST_PROCESSES - 1; i >= 0; i--) {
            stopOrphan(AppProcess.name(i));
        }
        stopOrphan(SandboxProcess.NAME);
        stopOrphan(TemporalProcess.NAME);
        LocalPostgres postgres = postgres();
        if (postgres.isAlive()) {
            postgres.stop();
        }
    }

    private void stopOrphan(String name) {
        PidFile file = new PidFile(settings.folder().pids(), name);
        file.live().ifPresent(entry -> {
            console.say(name, "stopping process " + entry.identity().pid());
            entry.identity().stop(LocalProcess.STOP_GRACE);
        });
        file.delete();
    }

    private DatabaseAddress startDatabase() {
        if (settings.databaseUrl().isPresent()) {
            console.say("PostgreSQL", "given in CARILLON_DATABASE_URL, none is started");
            return DatabaseAddress.given(settings);
        }
        LocalPostgres postgres = postgres();
        start(postgres);
        return new DatabaseAddress(
                postgres.jdbcUrl(), LocalPostgres.DATABASE, settings.folder().secret("postgres"));
    }

    private TemporalAddress startTemporal() {
        if (settings.temporalAddress().isPresent()) {
            console.say("Temporal", "given in CARILLON_TEMPORAL_ADDRESS, none is started");
            return TemporalAddress.of(settings.temporalAddress().get());
        }
        if (settings.isTemporalOnPostgres()) {
            return startTemporalServer();
        }
        TemporalProcess temporal = new TemporalProcess(settings, TemporalCli.locate(settings, console));
        start(new LocalProcess(temporal.plan(), settings.folder().pids(), console));
        return TemporalAddress.of(temporal.address());
    }

    private TemporalAddress startTemporalServer() {
        if (settings.databaseUrl().isPresent()) {
            throw new LaunchFailure(
                    "CARILLON_TEMPORAL_STORE is postgresql and CARILLON_DATABASE_URL is given: run Temporal over"
                            + " that server yourself and name it in CARILLON_TEMPORAL_ADDRESS.");
        }
        TemporalServerPrograms programs = TemporalServerPrograms.locate(settings, console);
        TemporalServer server =
                new TemporalServer(settings, postgres(), programs, TemporalCli.locate(settings, console), console);
        start(server);
        return server.address();
    }

    private LocalPostgres postgres() {
        DataFolder folder = settings.folder();
        return new LocalPostgres(
                new LocalPostgres.Place(
                        folder.postgres(),
                        settings.cache().resolve("postgres"),
                        folder.log("postgres"),
                        settings.ports().postgres(),
                        folder.secret("postgres"),
                        LaunchSettings.given(settings.environment(), "CARILLON_POSTGRES_LIBRARIES")
                                .orElse("")),
                console);
    }

    private void start(Service service) {
        services.add(service);
        service.start();
    }
}
