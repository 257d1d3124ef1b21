package io.carillon.launcher.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One mail to the large audience, held against the usual one: time, first message, memory, Temporal's actions, progress calls. Once
 * only, for it takes minutes.
 */
final class LargeRun implements Measure {
    private static final double RATIO = 10.5;
    private static final double HEAP = 384;
    private static final double ACTIONS = 0.01;
    private static final double PROGRESS_MILLIS = 50;
    private static final double AFTER_FREEZE = 1;
    private static final int CALLS = 50;
    private static final int COLLECTIONS = 4;

    @Override
    public String name() {
        return "large";
    }

    @Override
    public int people(BenchPlan plan) {
        return plan.recipients();
    }

    @Override
    public Duration about(BenchPlan plan) {
        return Duration.ofSeconds(20 + (plan.recipients() + (long) Groups.most(Groups.HUNDRED)) / 2_500);
    }

    @Override
    public void measure(Site site, Results results) {
        Sent usual = watched(site, results, Groups.HUNDRED);
        Sent all = watched(site, results, Groups.ALL);
        boolean isMillion = site.plan().isMillion();
        ratio(site, results, usual, all);
        first(site, results, all);
        Aim quick = isMillion ? Aim.atMost(PROGRESS_MILLIS) : Aim.NONE;
        results.add(new Line("progress call while sending", new Spread(all.looks()), "ms", quick, people(all)));
        results.add(new Line("progress call afterwards", calls(site, all.run()), "ms", quick, people(all)));
    }

    private static String people(Sent sent) {
        return Line.number(sent.people()) + " people";
    }

    private static Sent watched(Site site, Results results, String tag) {
        double before = site.temporal().actions();
        try (Memory memory = Memory.of(site.ground().settings().folder().pids())) {
            Collections collections = new Collections(memory);
            Sent sent = new Sending(site).send(Definition.mail(tag), collections::look);
            memory.collect();
            double actions = (site.temporal().actions() - before) / sent.people();
            String to = " to " + Line.number(sent.people());
            results.add(new Line(
                    "email" + to,
                    Spread.of(sent.perSecond()),
                    "/s",
                    Aim.NONE,
                    Line.number(sent.seconds()) + " s from launch to last outcome" + sent.missing()));
            results.add(new Line(
                    "Temporal actions a person and wave" + to,
                    Spread.of(actions),
                    "",
                    Aim.atMost(ACTIONS),
                    "the server's own count"));
            results.add(new Line(
                    "heap alive" + to,
                    new Spread(memory.alive()),
                    "MB",
                    Aim.atMost(HEAP),
                    "after full collections while sending"));
            results.add(
                    new Line("resident size" + to, Spread.of(memory.resident()), "MB", Aim.NONE, "the largest seen"));
            return sent;
        }
    }

    /** Collects a few times on the way, in equal parts of the audience. */
    private static final class Collections {
        private final Memory memory;
        private int next = 1;

        Collections(Memory memory) {
            this.memory = memory;
        }

        void look(JsonNode progress) {
            long audience = progress.path("sum").path("audience").asLong();
            long sent = progress.path("sum").path("sent").asLong();
            if (audience > 0 && sent < audience && sent * COLLECTIONS >= audience * next) {
                next++;
                memory.collect();
            }
        }
    }

    private static void ratio(Site site, Results results, Sent usual, Sent all) {
        List<Double> seconds = new ArrayList<>(site.usualSeconds());
        seconds.add(usual.seconds());
        results.add(new Line(
                "time(" + Line.number(all.people()) + ") / time(" + Line.number(usual.people()) + ")",
                Spread.of(all.seconds() / new Spread(seconds).median()),
                "",
                site.plan().isMillion() ? Aim.atMost(RATIO) : Aim.NONE,
                "launch to last outcome; the small one the median of " + seconds.size()));
    }

    private static void first(Site site, Results results, Sent all) {
        TemporalFigures.Activity freeze = site.temporal().freezeOf(all.run());
        results.add(new Line(
                "first message after the freeze",
                Spread.of(Clocks.seconds(freeze.completed(), FirstMessage.at(site, all))),
                "s",
                site.plan().isMillion() ? Aim.atMost(AFTER_FREEZE) : Aim.NONE,
                people(all) + "; " + Line.number(FirstMessage.of(site, all)) + " s after the launch"));
    }

    private static Spread calls(Site site, long run) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            long began = System.nanoTime();
            site.api().get("/api/campaigns/" + run + "/progress");
            millis.add((System.nanoTime() - began) / 1e6);
        }
        return new Spread(millis);
    }
}
