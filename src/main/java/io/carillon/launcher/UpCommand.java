package io.carillon.launcher;

import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchSettings;
import io.carillon.launcher.local.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./carillon up}: everything on this machine, in the foreground until Ctrl-C. */
@Command(
        name = "up",
        description =
                "Starts PostgreSQL, Temporal, the sandbox and the app, goes on with yesterday's data, and stays until"
                        + " Ctrl-C.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    @Option(names = "--processes", defaultValue = "1", description = "App processes, 1 to 8 (${DEFAULT-VALUE}).")
    int processes;

    @Override
    public Integer call() {
        LaunchSettings settings = LaunchSettings.from(System.getenv());
        return new Session(settings, Console.standard()).run(new Session.Options(processes, false), Session::stayUp);
    }
}
