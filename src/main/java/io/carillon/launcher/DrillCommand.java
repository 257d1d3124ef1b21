package io.carillon.launcher;

import io.carillon.launcher.drill.OwnMounts;
import io.carillon.launcher.drill.Report;
import io.carillon.launcher.drill.Round;
import io.carillon.launcher.drill.Rounds;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.DataFolder;
import io.carillon.launcher.local.FolderLock;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.LaunchSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./carillon drill}: fault rounds on real parts, in a data folder and on ports of their own. */
@Command(
        name = "drill",
        description = "Breaks a campaign in every way it knows and holds the ledger against what the vendors took.",
        mixinStandardHelpOptions = true)
final class DrillCommand implements Callable<Integer> {
    private static final int MOST_PEOPLE = 1_000_000;

    @Option(
            names = "--round",
            split = ",",
            completionCandidates = Names.class,
            description = "Only these rounds; all without it: ${COMPLETION-CANDIDATES}.")
    List<String> names = new ArrayList<>();

    @Option(
            names = "--recipients",
            defaultValue = "20000",
            description = "People in the audience of a round's campaign, at least (${DEFAULT-VALUE}).")
    int recipients;

    @Option(names = "--seed", defaultValue = "2026", description = "Of all that is random (${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--old",
            defaultValue = "",
            description = "Commit or tag that the upgrade of R8c begins with; one release back without it.")
    String old = "";

    /** Of all rounds. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Rounds.full("").stream().map(Round::name).iterator();
        }
    }

    @Override
    public Integer call() {
        if (recipients < 1_000 || recipients > MOST_PEOPLE) {
            throw new LaunchFailure("--recipients is " + recipients + ": give 1000 to " + MOST_PEOPLE + ".");
        }
        LaunchSettings settings = LaunchSettings.from(System.getenv());
        Console console = Console.standard();
        List<Round> rounds = chosen();
        if (rounds.stream().anyMatch(Round::needsOwnMounts) && OwnMounts.areMissing()) {
            return OwnMounts.enter();
        }
        List<Report> reports = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        for (Round round : rounds) {
            console.line("");
            console.line(round.name() + "  " + round.story());
            try {
                reports.add(play(settings, console, round));
            } catch (LaunchFailure failure) {
                // The rounds before it are not forgotten, and those after it need not fail too.
                broken.add(round.name() + " broke off: " + failure.getMessage());
            }
        }
        console.line("");
        console.line(Report.head());
        reports.forEach(report -> console.line(report.line()));
        reports.forEach(report -> report.problems().forEach(problem -> console.line(report.round() + ": " + problem)));
        broken.forEach(console::line);
        return broken.isEmpty() && reports.stream().allMatch(Report::holds) ? 0 : 1;
    }

    private List<Round> chosen() {
        List<Round> all = Rounds.full(old);
        List<String> known = all.stream().map(Round::name).toList();
        names.stream()
                .filter(name -> all.stream().noneMatch(round -> isNamed(round, name)))
                .findFirst()
                .ifPresent(unknown -> {
                    throw new LaunchFailure("There is no round \"" + unknown + "\": give one of "
                            + known.stream().collect(Collectors.joining(", ")) + ".");
                });
        return names.isEmpty()
                ? all
                : all.stream()
                        .filter(round -> names.stream().anyMatch(name -> isNamed(round, name)))
                        .toList();
    }

    /** R8 names R8a, R8b and so on. */
    private static boolean isNamed(Round round, String name) {
        return round.name().equals(name) || round.name().matches(Pattern.quote(name) + "[a-z]");
    }

    private Report play(LaunchSettings settings, Console console, Round round) {
        Path drills = settings.folder().root().resolve("drill");
        // What a round that is being played lives in would be emptied under it.
        FolderLock lock = FolderLock.tryTake(new DataFolder(drills)).orElseThrow(() -> busy(drills));
        try {
            Path folder = DataFolder.emptied(drills.resolve(round.name()));
            return round.play(new Round.Stage(settings, folder, recipients, seed, console));
        } finally {
            lock.close();
        }
    }

    private static LaunchFailure busy(Path drills) {
        return new LaunchFailure("another drill is at work in " + drills + "; wait for its end, or stop it");
    }
}
