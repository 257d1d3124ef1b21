package io.carillon.launcher;

import io.carillon.launcher.demo.Demo;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.LaunchSettings;
import io.carillon.launcher.local.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./carillon demo}: made-up customers, one campaign over four channels, the result printed. */
@Command(
        name = "demo",
        description = "Makes up customers, imports them, launches workflows/demo-campaign.yaml and prints the result.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final int MOST_PEOPLE = 1_000_000;

    @Option(names = "--exit", description = "End after printing; the exit code is 1 if the sum is off.")
    boolean isExit;

    @Option(names = "--people", defaultValue = "10000", description = "How many customers (${DEFAULT-VALUE}).")
    int people;

    @Option(names = "--processes", defaultValue = "1", description = "App processes, 1 to 8 (${DEFAULT-VALUE}).")
    int processes;

    @Override
    public Integer call() {
        if (people < 1 || people > MOST_PEOPLE) {
            throw new LaunchFailure("--people is " + people + ": give 1 to " + MOST_PEOPLE + ".");
        }
        LaunchSettings settings = LaunchSettings.from(System.getenv());
        Console console = Console.standard();
        return new Session(settings, console)
                .runOrJoin(new Session.Options(processes, true), session -> play(console, session));
    }

    private int play(Console console, Session session) {
        boolean addsUp = new Demo(session.settings(), console, people).play();
        if (!isExit && session.isOwner()) {
            session.stayUp();
        }
        return addsUp ? 0 : 1;
    }
}
