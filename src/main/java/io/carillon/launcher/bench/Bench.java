package io.carillon.launcher.bench;

import io.carillon.launcher.drill.Ground;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.Durations;
import io.carillon.launcher.local.LaunchSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Starts an installation, brings people in and measures one thing after the other. For one thread; blocks until everything it
 * started is stopped.
 */
public final class Bench {
    private final LaunchSettings outer;
    private final Console console;
    private final BenchPlan plan;

    public Bench(LaunchSettings outer, Console console, BenchPlan plan) {
        this.outer = outer;
        this.console = console;
        this.plan = plan;
    }

    /** What can be measured, in the order in which it is. */
    public static List<String> names() {
        return Measures.all().stream().map(Measure::name).toList();
    }

    /**
     * Measures.
     *
     * @param folder an empty folder for the data
     * @param names of what is measured; empty for all
     */
    public List<Line> run(Path folder, List<String> names) {
        List<Measure> measures = Measures.all().stream()
                .filter(measure -> names.isEmpty() || names.contains(measure.name()))
                .toList();
        Duration about = measures.stream().map(measure -> measure.about(plan)).reduce(Duration.ZERO, Duration::plus);
        console.say("bench", "about " + Durations.words(about.plusMinutes(1)) + " on 2 cores");
        try (Ground ground = Ground.start(outer, folder, settings(), 1, console)) {
            return measure(ground, measures);
        }
    }

    private static Map<String, String> settings() {
        return Map.of("CARILLON_SANDBOX_SET", "outcomes=all-delivered");
    }

    private List<Line> measure(Ground ground, List<Measure> measures) {
        int people = measures.stream()
                .mapToInt(measure -> measure.people(plan))
                .max()
                .orElse(0);
        Results results = new Results(console);
        try (Site site = new Site(ground, console, plan, Groups.of(people))) {
            site.openAccounts();
            Path file = ground.settings().folder().demo().resolve("people.csv");
            PeopleFile.write(file, site.groups(), plan.seed());
            PeopleImport imported = PeopleImport.of(site.api(), file, people);
            console.say("import", Line.number(people) + " people in " + Line.number(imported.seconds()) + " s");
            console.line("");
            console.line("  " + Line.head());
            measures.forEach(measure -> measure.measure(site, results));
        }
        return results.lines();
    }
}
