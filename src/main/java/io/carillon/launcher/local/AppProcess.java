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
    private final String temporal;
    private final SandboxAccounts accounts;
    private final boolean refusesLive;

    AppProcess(
            LaunchSettings settings,
            DatabaseAddress database,
            String temporal,
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

    LocalProcess.Plan plan(int index) {
        int port = settings.ports().app() + index * Stack.PORT_STEP;
        return new LocalProcess.Plan(
                name(index),
                command(),
                environment(port),
                settings.jar(),
                settings.folder().log(name(index)),
                List.of(new LocalPorts.Named(port, "the app", "CARILLON_PORT")),
                () -> HttpProbe.isOk("http://127.0.0.1:" + port + "/q/health/ready"),
                READY_WITHIN);
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(Jvm.program(), "-Xmx512m"));
        LaunchSettings.given(settings.environment(), "CARILLON_JAVA_OPTIONS")
                .ifPresent(options -> command.addAll(List.of(options.split("\\s+"))));
        command.addAll(List.of("-jar", settings.jar().toString()));
        return command;
    }

    private Map<String, String> environment(int port) {
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
        environment.put("CARILLON_TEMPORAL_ADDRESS", temporal);
        environment.put("CARILLON_TEMPORAL_UI", settings.temporalUiUrl());
        environment.put("CARILLON_DATA", settings.folder().root().toString());
        environment.put("CARILLON_HTTP_PORT", Integer.toString(port));
        environment.put("CARILLON_ACCOUNTS", settings.folder().accounts().toString());
        environment.put(
                "CARILLON_PUBLIC_URL",
                LaunchSettings.given(settings.environment(), "CARILLON_PUBLIC_URL")
                        .orElse(settings.apiUrl()));
        environment.put("CARILLON_REFUSE_LIVE", Boolean.toString(refusesLive));
        return environment;
    }
}
