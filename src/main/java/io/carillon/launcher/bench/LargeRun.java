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
    private static final int MEMORY_LOOKS = 4;

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
        return Duration.ofSeconds(20 + (plan.recipients() + 100_000L) / 2_000);
    }

    @Override
    public void measure(Site site, Results results) {
        Watched hundred = watched(site, results, Groups.HUNDRED);
        Watched all = watched(site, results, Groups.ALL);
        ratio(site, results, hundred.sent(), all.sent());
        boolean isMillion = site.plan().isMillion();
        Sent sent = all.sent();
        double first = FirstMessage.of(site, sent);
        double freeze = Clocks.seconds(sent.times().launched(), sent.times().frozen());
        String people = Line.number(sent.people()) + " people";
        results.add(new Line(
                "first message after the freeze",
                Spread.of(first - freeze),
                "s",
                isMillion ? Aim.atMost(AFTER_FREEZE) : Aim.NONE,
                people + "; " + Line.number(first) + " s after the launch"));
        Aim quick = isMillion ? Aim.atMost(PROGRESS_MILLIS) : Aim.NONE;
        results.add(new Line("progress call while sending", new Spread(sent.looks()), "ms", quick, people));
        results.add(new Line("progress call afterwards", calls(site, sent.run()), "ms", quick, people));
    }

    private record Watched(Sent sent) {}

    private static Watched watched(Site site, Results results, String tag) {
        double actions = site.temporal().actions();
        try (Memory memory = Memory.of(site.ground().settings().folder().pids())) {
            Looks looks = new Looks(memory);
            Sent sent = new Sending(site).send(Definition.mail(tag), looks::look);
            memory.collect();
            String people = Line.number(sent.people()) + " people";
            double each = (site.temporal().actions() - actions) / sent.people();
            results.add(
                    new Line("Temporal actions a person and wave", Spread.of(each), "", Aim.atMost(ACTIONS), people));
            results.add(new Line("heap alive", new Spread(memory.alive()), "MB", Aim.atMost(HEAP), people));
            results.add(new Line("resident size, largest", Spread.of(memory.resident()), "MB", Aim.NONE, people));
            results.add(new Line(
                    "mails to " + people,
                    Spread.of(sent.perSecond()),
                    "/s",
                    Aim.NONE,
                    Line.number(sent.seconds()) + " s from launch to last outcome"));
            return new Watched(sent);
        }
    }

    /** Collects a few times on the way, in equal parts of the audience. */
    private static final class Looks {
        private final Memory memory;
        private int next = 1;

        Looks(Memory memory) {
            this.memory = memory;
        }

        void look(JsonNode progress) {
            long audience = progress.path("sum").path("audience").asLong();
            long sent = progress.path("sum").path("sent").asLong();
            if (audience > 0 && sent < audience && sent * MEMORY_LOOKS >= audience * next) {
                next++;
                memory.collect();
            }
        }
    }

    private static void ratio(Site site, Results results, Sent hundred, Sent all) {
        List<Double> seconds = new ArrayList<>(site.usualSeconds());
        seconds.add(hundred.seconds());
        double usual = new Spread(seconds).median();
        double ratio = all.seconds() / usual;
        results.add(new Line(
                "time(" + Line.number(all.people()) + ") / time(" + Line.number(hundred.people()) + ")",
                Spread.of(ratio),
                "",
                site.plan().isMillion() ? Aim.atMost(RATIO) : Aim.NONE,
                "launch to last outcome"));
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
