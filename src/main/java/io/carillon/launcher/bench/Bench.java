package io.carillon.launcher.bench;

import io.carillon.launcher.drill.Ground;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.Durations;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.LaunchSettings;
import io.carillon.launcher.local.LocalPorts;
import io.carillon.launcher.local.TemporalCli;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts an installation, brings people in and measures one thing after the other. PostgreSQL is as durable as ever, and every
 * setting of the app is the one it is shipped with, its heap as well; only rate limits of the accounts are lifted. For one thread; blocks until everything it started is stopped.
 */
public final class Bench {
    private static final Duration START = Duration.ofSeconds(45);

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
     */
    public BenchReport run(Path folder) {
        List<Measure> measures = Measures.all().stream().filter(plan::asksFor).toList();
        Duration about = measures.stream().map(measure -> measure.about(plan)).reduce(START, Duration::plus);
        console.say("bench", "takes about " + Durations.words(about) + " on 2 cores that nobody else uses");
        String metricsPort = Integer.toString(LocalPorts.free().app());
        Map<String, String> settings = new HashMap<>();
        settings.put("CARILLON_SANDBOX_SET", "outcomes=all-delivered");
        settings.put("CARILLON_TEMPORAL_METRICS_PORT", metricsPort);
        if (plan.profile() != null) {
            settings.put("CARILLON_POSTGRES_LIBRARIES", Profile.LIBRARY);
        }
        try (Ground ground = Ground.start(outer, folder, settings, 1, console)) {
            TemporalFigures temporal = new TemporalFigures(
                    TemporalCli.locate(outer, console),
                    "127.0.0.1:" + ground.settings().ports().temporal(),
                    URI.create("http://127.0.0.1:" + metricsPort + "/metrics"));
            return measure(ground, measures, temporal);
        }
    }

    private BenchReport measure(Ground ground, List<Measure> measures, TemporalFigures temporal) {
        int people = measures.stream()
                .mapToInt(measure -> measure.people(plan))
                .max()
                .orElse(0);
        Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String postgres = LedgerFigures.of(ground.database()).version();
        Map<String, String> machine =
                Machine.describe(outer.checkout(), ground.settings().folder(), postgres, temporal.version());
        Results results = new Results(console);
        try (Site site = new Site(ground, plan, new Groups(people), temporal)) {
            site.openAccounts();
            site.receipts(false);
            console.line("");
            say("at", at.toString());
            machine.forEach(this::say);
            plan.describe().forEach(this::say);
            console.line("");
            console.line("  " + Line.head());
            Path recordings = plan.profile();
            Profile profile = recordings == null ? null : new Profile(ground, console, recordings);
            bringPeople(site, measures.stream().anyMatch(ImportSpeed.class::isInstance), profile);
            for (Measure measure : measures) {
                measure(measure, site, results, profile);
            }
        }
        return new BenchReport(at, machine, plan, results);
    }

    private void say(String name, String value) {
        console.line(String.format("  %-12s %s", name, value));
    }

    /** As often as asked if that is measured, and the last of them, who stay, is recorded. */
    private void bringPeople(Site site, boolean isMeasured, @Nullable Profile profile) {
        for (int i = 1; isMeasured && i < plan.largeRuns(); i++) {
            site.warmImport();
            site.bringPeople();
            site.forgetPeople();
        }
        if (isMeasured) {
            site.warmImport();
        }
        around(profile, "import", site::bringPeople);
    }

    /** What goes wrong with one says nothing of the others. */
    private static void measure(Measure measure, Site site, Results results, @Nullable Profile profile) {
        try {
            // The import is over by now, and recorded; its measure only tells of it.
            around(
                    measure instanceof ImportSpeed ? null : profile,
                    measure.name(),
                    () -> measure.measure(site, results));
        } catch (LaunchFailure failure) {
            if (Thread.currentThread().isInterrupted()) {
                throw failure;
            }
            results.fail(measure.name(), "could not be measured: " + failure.getMessage());
        }
    }

    private static void around(@Nullable Profile profile, String name, Runnable work) {
        if (profile == null) {
            work.run();
        } else {
            profile.around(name, work);
        }
    }
}
