package io.carillon.launcher.bench;

import java.time.Duration;

/** The import by which everybody came in, before anything else was measured; a small one of strangers warmed up. */
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
        return Duration.ofSeconds(15 + plan.recipients() / 15_000L);
    }

    @Override
    public void measure(Site site, Results results) {
        PeopleImport all = site.imported();
        results.add(new Line(
                "import",
                Spread.of(all.perSecond()),
                "rows/s",
                Aim.atLeast(AIM),
                Line.number(all.rows()) + " rows in " + Line.number(all.seconds()) + " s; by thirds " + all.thirds()));
    }
}
