package io.carillon.launcher;

import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchSettings;
import io.carillon.launcher.local.TemporalCli;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code temporal}: finds or gets the Temporal program and prints its path alone; used by {@code ./carillon test}. */
@Command(
        name = "temporal",
        description = "Gets the Temporal program if there is none, and prints where it is.",
        hidden = true)
final class TemporalCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        LaunchSettings settings = LaunchSettings.from(System.getenv());
        settings.folder().create();
        // What is said on the way goes beside, so that a script can take the path.
        System.out.println(TemporalCli.locate(settings, new Console(System.err, false)));
        return 0;
    }
}
