package io.carillon.launcher;

import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchSettings;
import io.carillon.launcher.local.TemporalCli;
import io.carillon.launcher.local.TemporalProcess;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code temporal}: finds or gets the Temporal program, so that tests find it; used by {@code ./carillon test}. */
@Command(
        name = "temporal",
        description = "Gets the Temporal program if there is none, and says where it is.",
        hidden = true)
final class TemporalCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        LaunchSettings settings = LaunchSettings.from(System.getenv());
        Console console = Console.standard();
        settings.folder().create();
        console.say(TemporalProcess.NAME, "program " + TemporalCli.locate(settings, console));
        return 0;
    }
}
