package io.carillon.launcher.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Carillon itself, as many processes as asked for; each has the same environment but its port. */
final class AppProcess {
    // Seconds on a machine of its own; a crowded one has been seen to take four minutes.
    private static final Duration READY_WITHIN = Duration.ofMinutes(10);

    private final LaunchSettings settings;
    private final DatabaseAddress database;
    private final TemporalAddress temporal;
    private final SandboxAccounts accounts;
    private final boolean refusesLive;

    AppProcess(
            LaunchSettings settings,
            DatabaseAddress database,
            TemporalAddress temporal,
            SandboxAccounts accounts,
            boolean refusesLive) {
        this.settings = settings;
        this.database = database;
        this.temporal = temporal;
        this.accounts = accounts;
        this.refusesLive = refusesLive;
    }

    /** The first is {@code app}, then {@code app-2} and so on. */
    static String name(int index) {
        return index == 0 ? "app" : "app-" + (index + 1);
    }

    /** Where the app of this index listens. */
    static LocalPorts.Named port(LocalPorts ports, int index) {
        return new LocalPorts.Named(ports.app() + index * Stack.PORT_STEP, "the app", "CARILLON_PORT");
    }

    LocalProcess.Plan plan(int index, AppBuild build) {
        int port = settings.appPort(index);
        return new LocalProcess.Plan(
                name(index),
                command(build),
                environment(port, build),
                build.jar(),
                settings.folder().log(name(index)),
                List.of(port(settings.ports(), index)),
                new AppReadiness(settings.apiUrl(index), settings.folder().token()),
                READY_WITHIN);
    }

    private List<String> command(AppBuild build) {
        List<String> command = new ArrayList<>(List.of(Jvm.program(), "-Xmx512m"));
        command.addAll(Jvm.UTF_8);
        LaunchSettings.given(settings.environment(), "CARILLON_JAVA_OPTIONS")
                .ifPresent(options -> command.addAll(List.of(options.split("\\s+"))));
        command.addAll(List.of("-jar", build.jar().toString()));
        return command;
    }

    private Map<String, String> environment(int port, AppBuild build) {
        Map<String, String> environment = new HashMap<>();
        settings.environment().forEach((name, value) -> {
            if (name.startsWith("CARILLON_")) {
                environment.put(name, value);
            }
        });
        environment.putAll(accounts.secrets());
        environment.put("CARILLON_DATABASE_URL", database.url());
        environment.put("CARILLON_DATABASE_USER", database.user());
        environment.put("CARILLON_DATABASE_PASSWORD", database.password());
        environment.put("CARILLON_TEMPORAL_ADDRESS", temporal.frontend());
        environment.putAll(temporal.settings());
        settings.temporalUi().ifPresent(pages -> environment.put("CARILLON_TEMPORAL_UI", pages));
        environment.put("CARILLON_DATA", settings.folder().root().toString());
        environment.put("CARILLON_HTTP_PORT", Integer.toString(port));
        environment.put("CARILLON_ACCOUNTS", settings.folder().accounts().toString());
        environment.put("CARILLON_PUBLIC_URL", settings.publicUrl());
        environment.put("CARILLON_REFUSE_LIVE", Boolean.toString(refusesLive));
        environment.putAll(build.environment());
        return environment;
    }
}
