package io.carillon.launcher.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the {@code temporal} program: where {@code CARILLON_TEMPORAL_CLI} says, on the PATH, in the data folder, in the
 * user's cache; else gets it and keeps it in the cache.
 */
public final class TemporalCli {
    /** Carries server 1.29.1 and UI 2.42.1. */
    static final String VERSION = "1.5.1";

    private static final String PROGRAM = "temporal";
    private static final GoInstall.Build BUILD = new GoInstall.Build(
            "the temporal program",
            "4 to 5 minutes",
            List.of("github.com/temporalio/cli/cmd/temporal@v" + VERSION),
            1_150);

    private final LaunchSettings settings;
    private final Console console;

    private TemporalCli(LaunchSettings settings, Console console) {
        this.settings = settings;
        this.console = console;
    }

    /** The program, gotten if need be; {@link LaunchFailure} says what to install if it cannot be had. */
    public static Path locate(LaunchSettings settings, Console console) {
        TemporalCli cli = new TemporalCli(settings, console);
        return cli.find().orElseGet(cli::get);
    }

    /** The program where it is looked for, in that order. */
    Optional<Path> find() {
        Optional<Path> told = LaunchSettings.given(settings.environment(), "CARILLON_TEMPORAL_CLI")
                .map(Path::of);
        if (told.isPresent() && !Programs.isRunnable(told.get())) {
            throw new LaunchFailure("CARILLON_TEMPORAL_CLI names " + told.get()
                    + ", which is no program that can be run: correct it, or unset it to have the program fetched.");
        }
        return told.or(() -> Programs.find(PROGRAM, settings.searchPath()))
                .or(() -> Stream.of(settings.folder().bin(), cacheBin())
                        .map(folder -> folder.resolve(PROGRAM))
                        .filter(Programs::isRunnable)
                        .findFirst());
    }

    static TemporalCli of(LaunchSettings settings, Console console) {
        return new TemporalCli(settings, console);
    }

    private Path get() {
        console.say("Temporal", "the temporal program is not on this machine; getting version " + VERSION);
        TemporalRelease release = TemporalRelease.published(
                LaunchSettings.given(settings.environment(), "CARILLON_TEMPORAL_RELEASES"), console);
        return release.fetchInto(cacheBin())
                .or(() -> new GoInstall(BUILD, settings.searchPath(), console)
                        .installInto(cacheBin())
                        .map(bin -> bin.resolve(PROGRAM))
                        .filter(Programs::isRunnable))
                .orElseThrow(() ->
                        new LaunchFailure("The Temporal program cannot be had: its release archive is out of reach"
                                + " and there is no Go 1.25 or newer to build it. Install temporal " + VERSION
                                + " (https://docs.temporal.io/cli) on the PATH, or name it in CARILLON_TEMPORAL_CLI, or give a"
                                + " running server in CARILLON_TEMPORAL_ADDRESS."));
    }

    private Path cacheBin() {
        return settings.cache().resolve("bin");
    }
}
