package io.carillon.launcher;

import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchSettings;
import io.carillon.launcher.local.PidFile;
import io.carillon.launcher.local.Session;
import io.carillon.launcher.local.Stack;
import io.carillon.launcher.local.StopRequest;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ./carillon down}: stops what an {@code up} or {@code demo} started, also after that was killed. */
@Command(
        name = "down",
        description = "Stops what ./carillon up or demo started, also what a kill left over.",
        mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    private static final Duration LAUNCHER_GRACE = Duration.ofMinutes(2);

    @Override
    public Integer call() {
        LaunchSettings settings = LaunchSettings.from(System.getenv());
        Console console = Console.standard();
        if (!Files.isDirectory(settings.folder().root())) {
            console.line("There is nothing to stop: nothing was ever started in "
                    + settings.folder().root() + ".");
            return 0;
        }
        settings.folder().create();
        new PidFile(settings.folder().pids(), Session.LAUNCHER).live().ifPresent(launcher -> {
            console.say("launcher", "asking process " + launcher.identity().pid() + " to stop everything");
            StopRequest request = new StopRequest(settings.folder().pids());
            request.leaveFor(launcher.identity());
            launcher.identity().stop(LAUNCHER_GRACE);
            request.delete();
        });
        new Stack(settings, console).stopLeftOver();
        console.line("Carillon is down. Its data stay in " + settings.folder().root() + ".");
        return 0;
    }
}
