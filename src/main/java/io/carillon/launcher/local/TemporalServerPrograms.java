package io.carillon.launcher.local;

import java.nio.file.Path;
import java.util.List;

/**
 * Temporal's server as clusters run it, and its tool for schemas: found in the user's cache, else built and kept there.
 *
 * @param server the server
 * @param sqlTool the tool that sets up and updates the schema
 */
record TemporalServerPrograms(Path server, Path sqlTool) {
    /** The server that the temporal program of {@link TemporalCli#VERSION} carries too. */
    static final String VERSION = "1.29.1";

    private static final GoInstall.Build BUILD = new GoInstall.Build(
            "Temporal's server",
            "3 to 4 minutes",
            List.of("go.temporal.io/server/cmd/server@v" + VERSION, "go.temporal.io/server/cmd/tools/sql@v" + VERSION),
            900);

    static TemporalServerPrograms locate(LaunchSettings settings, Console console) {
        Path folder = settings.cache().resolve("bin").resolve("temporal-server-" + VERSION);
        TemporalServerPrograms programs = new TemporalServerPrograms(folder.resolve("server"), folder.resolve("sql"));
        if (!programs.areThere()) {
            new GoInstall(BUILD, settings.searchPath(), console)
                    .installInto(folder)
                    .filter(built -> programs.areThere())
                    .orElseThrow(() -> new LaunchFailure("Temporal's server " + VERSION
                            + " cannot be built here. Install Go 1.25 or newer (https://go.dev/dl) on the PATH and let it"
                            + " reach a Go module proxy, or put the programs server and sql of that version into "
                            + folder + "."));
        }
        return programs;
    }

    private boolean areThere() {
        return Programs.isRunnable(server) && Programs.isRunnable(sqlTool);
    }
}
