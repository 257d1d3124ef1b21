package io.carillon.launcher;

import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchSettings;
import io.carillon.launcher.local.Session;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
    @Option(names = "--processes", description = "App processes, 1 to 8 (1).")
    @Nullable
    Integer processes;

    @Override
    public Integer call() {
        LaunchSettings settings = LaunchSettings.from(System.getenv());
        Session session = new Session(settings, Console.standard());
        int code = session.run(new Session.Options(processes == null ? 1 : processes, false), Session::stayUp);
        if (processes != null) {
            session.requireProcesses(processes);
        }
        return code;
    }
}
