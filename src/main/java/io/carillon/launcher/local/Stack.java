package io.carillon.launcher.local;

import java.time.Duration;
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

    private static final Duration ORPHAN_GRACE = Duration.ofSeconds(25);
    private static final int MOST_PROCESSES = 8;

    private final LaunchSettings settings;
    private final Console console;
    private final List<Service> services = new ArrayList<>();
    private @Nullable DatabaseAddress database;

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
        if (processes < 1 || processes > MOST_PROCESSES) {
            throw new LaunchFailure("--processes is " + processes + ": give 1 to " + MOST_PROCESSES + ".");
        }
        database = startDatabase();
        String temporal = startTemporal();
        SandboxAccounts accounts = new SandboxAccounts(settings);
        accounts.write();
        start(new LocalProcess(
                SandboxProcess.plan(settings, accounts), settings.folder().pids(), console));
        AppProcess app = new AppProcess(settings, database, temporal, accounts, refusesLive);
        for (int i = 0; i < processes; i++) {
            start(new LocalProcess(app.plan(i), settings.folder().pids(), console));
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
            entry.identity().stop(ORPHAN_GRACE);
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

    private String startTemporal() {
        if (settings.temporalAddress().isPresent()) {
            console.say("Temporal", "given in CARILLON_TEMPORAL_ADDRESS, none is started");
            return settings.temporalAddress().get();
        }
        TemporalProcess temporal = new TemporalProcess(settings, TemporalCli.locate(settings, console));
        start(new LocalProcess(temporal.plan(), settings.folder().pids(), console));
        return temporal.address();
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
