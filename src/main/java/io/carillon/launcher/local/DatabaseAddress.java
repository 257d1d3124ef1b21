package io.carillon.launcher.local;

/** How the app reaches PostgreSQL. */
public record DatabaseAddress(String url, String user, String password) {

    static DatabaseAddress given(LaunchSettings settings) {
        return new DatabaseAddress(
                settings.databaseUrl().orElseThrow(),
                required(settings, "CARILLON_DATABASE_USER"),
                settings.environment().getOrDefault("CARILLON_DATABASE_PASSWORD", ""));
    }

    private static String required(LaunchSettings settings, String variable) {
        return LaunchSettings.given(settings.environment(), variable)
                .orElseThrow(() ->
                        new LaunchFailure("CARILLON_DATABASE_URL is given but " + variable + " is not: set it too."));
    }
}
