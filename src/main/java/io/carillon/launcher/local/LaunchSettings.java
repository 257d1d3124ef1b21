package io.carillon.launcher.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a local start is told: where it is, its ports, and which servers it must not start because others run them.
 *
 * @param checkout the folder that holds {@code target/}, {@code workflows/} and the script
 * @param folder where data lives
 * @param cache what may be shared between checkouts: the Temporal CLI and PostgreSQL's programs
 * @param ports local ports
 * @param environment the process's own environment
 */
public record LaunchSettings(
        Path checkout, DataFolder folder, Path cache, LocalPorts ports, Map<String, String> environment) {

    /** Reads everything from the environment; the working folder is the checkout unless the script says otherwise. */
    public static LaunchSettings from(Map<String, String> environment) {
        Path checkout = Path.of(environment.getOrDefault("CARILLON_CHECKOUT", ""))
                .toAbsolutePath()
                .normalize();
        String home = given(environment, "CARILLON_HOME").orElse(".carillon");
        String user = given(environment, "HOME").orElse(System.getProperty("user.home"));
        return new LaunchSettings(
                checkout,
                new DataFolder(checkout.resolve(home).normalize()),
                Path.of(user, ".cache", "carillon"),
                LocalPorts.from(environment),
                Map.copyOf(environment));
    }

    /** The same installation as another environment moves its addresses. */
    LaunchSettings in(Map<String, String> otherEnvironment) {
        return new LaunchSettings(
                checkout, folder, cache, LocalPorts.from(otherEnvironment), Map.copyOf(otherEnvironment));
    }

    /** A PostgreSQL that others run, as a JDBC address; then none is started here. */
    public Optional<String> databaseUrl() {
        return given(environment, "CARILLON_DATABASE_URL");
    }

    /** A Temporal that others run, as host:port; then none is started here. */
    public Optional<String> temporalAddress() {
        return given(environment, "CARILLON_TEMPORAL_ADDRESS");
    }

    /**
     * Whether the Temporal that is started here keeps its state in our PostgreSQL, as clusters do, and not in a SQLite file
     * ({@code CARILLON_TEMPORAL_STORE}).
     */
    public boolean isTemporalOnPostgres() {
        String store = given(environment, "CARILLON_TEMPORAL_STORE").orElse("sqlite");
        if (!store.equals("sqlite") && !store.equals("postgresql")) {
            throw new LaunchFailure("CARILLON_TEMPORAL_STORE is \"" + store + "\": give sqlite or postgresql.");
        }
        return store.equals("postgresql");
    }

    /** Where Temporal's pages are; a server over PostgreSQL that we start has none. */
    public Optional<String> temporalUi() {
        return given(environment, "CARILLON_TEMPORAL_UI")
                .or(() -> isTemporalOnPostgres()
                        ? Optional.empty()
                        : Optional.of("http://127.0.0.1:" + ports.temporalUi()));
    }

    /** How vendors reach the app; the first process itself unless something stands in front. */
    public String publicUrl() {
        return given(environment, "CARILLON_PUBLIC_URL").orElse(apiUrl());
    }

    public Path jar() {
        return checkout.resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** The app's classes and libraries, for mains other than Quarkus's own. */
    public String classPath() {
        Path built = checkout.resolve("target/quarkus-app");
        return built.resolve("app") + "/*:" + built.resolve("lib/boot") + "/*:" + built.resolve("lib/main") + "/*";
    }

    /** Where the first app process listens. */
    public String apiUrl() {
        return apiUrl(0);
    }

    /** Where one of several app processes listens, from 0. */
    public String apiUrl(int process) {
        return "http://127.0.0.1:" + appPort(process);
    }

    int appPort(int process) {
        return ports.app() + process * Stack.PORT_STEP;
    }

    public String sandboxUrl() {
        return "http://127.0.0.1:" + ports.sandbox();
    }

    /** Where programs are looked for. */
    String searchPath() {
        return environment.getOrDefault("PATH", "");
    }

    public static Optional<String> given(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
