package io.carillon.launcher.bench;

import java.time.Duration;
import java.util.List;

/**
 * The import by which everybody came in, before anything else was measured. A small one of strangers warmed up each time, and before
 * each repetition everybody was forgotten, so that all of them went into the same database.
 */
final class ImportSpeed implements Measure {
    private static final double AIM = 20_000;

    @Override
    public String name() {
        return "import";
    }

    @Override
    public int people(BenchPlan plan) {
        return plan.recipients();
    }

    @Override
    public Duration about(BenchPlan plan) {
        return Duration.ofSeconds(plan.largeRuns() * (15 + plan.recipients() / 15_000L));
    }

    @Override
    public void measure(Site site, Results results) {
        List<PeopleImport> all = site.imported();
        PeopleImport last = all.get(all.size() - 1);
        results.add(new Line(
                "import",
                new Spread(all.stream().map(PeopleImport::perSecond).toList()),
                "rows/s",
                Aim.atLeast(AIM),
                Line.number(last.rows()) + " rows, the last time in " + Line.number(last.seconds()) + " s; by thirds "
                        + last.thirds()));
    }
}
