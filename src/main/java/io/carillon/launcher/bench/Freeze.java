package io.carillon.launcher.bench;

import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Freezing the large audience: campaigns that are launched now and leave years later, so that nothing else is measured. */
final class Freeze implements Measure {
    private static final String LATER = "2031-01-01T09:00";
    private static final double AIM = 15;
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration WITHIN = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "freeze";
    }

    @Override
    public int people(BenchPlan plan) {
        return plan.recipients();
    }

    @Override
    public Duration about(BenchPlan plan) {
        return Duration.ofSeconds(3 + plan.runs() * (2 + plan.recipients() / 50_000L));
    }

    @Override
    public void measure(Site site, Results results) {
        freeze(site, Groups.WARM_UP);
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < site.plan().runs(); i++) {
            seconds.add(freeze(site, Groups.ALL));
        }
        results.add(new Line(
                "freeze",
                new Spread(seconds),
                "s",
                site.plan().isMillion() ? Aim.atMost(AIM) : Aim.NONE,
                Line.number(site.groups().people()) + " people; the activity, by Temporal's history"));
    }

    private static double freeze(Site site, String tag) {
        Sending sending = new Sending(site);
        Definition definition = Definition.mail(tag, LATER);
        long run = sending.create(definition);
        sending.launch(run);
        long end = System.nanoTime() + WITHIN.toNanos();
        long audience = audience(site, run);
        while (audience == 0) {
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                throw new LaunchFailure(
                        "Campaign " + run + " was not frozen within " + WITHIN.toMinutes() + " minutes.");
            }
            Pause.of(LOOK);
            audience = audience(site, run);
        }
        sending.requireAudience(definition, run, audience);
        return site.temporal().freezeOf(run).seconds();
    }

    /** Nobody until it is frozen. */
    private static long audience(Site site, long run) {
        return site.api()
                .get("/api/campaigns/" + run + "/progress")
                .path("sum")
                .path("audience")
                .asLong();
    }
}
