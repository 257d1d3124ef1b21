package io.carillon.launcher.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** One mail to the large audience, held against the usual one: time, first message, memory, Temporal's actions, progress calls. */
final class LargeRun implements Measure {
    private static final double RATIO = 10.5;
    private static final double HEAP = 384;
    private static final double ACTIONS = 0.01;
    /** A campaign has actions of its own, whoever it goes to. */
    private static final int LEAST_FOR_ACTIONS = 100_000;

    private static final double PROGRESS_MILLIS = 50;
    private static final double AFTER_FREEZE = 1;

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
        return Duration.ofSeconds(10
                + plan.largeRuns() * (20 + (plan.recipients() + (long) Groups.most(Groups.HUNDRED)) / 4_000));
    }

    @Override
    public void measure(Site site, Results results) {
        new Sending(site).send(Definition.mail(Groups.WARM_UP));
        // A large audience that is no larger than the usual one is measured once, and compared with nothing.
        boolean isLarger = site.groups().size(Groups.ALL) > site.groups().size(Groups.HUNDRED);
        List<WatchedSend> usual = new ArrayList<>();
        List<WatchedSend> all = new ArrayList<>();
        for (int i = 0; i < site.plan().largeRuns(); i++) {
            if (isLarger) {
                usual.add(WatchedSend.of(site, Definition.mail(Groups.HUNDRED)));
            }
            all.add(WatchedSend.of(site, Definition.mail(Groups.ALL)));
        }
        if (isLarger) {
            cost(results, usual);
        }
        cost(results, all);
        boolean isMillion = site.plan().isMillion();
        if (isLarger) {
            ratio(site, results, usual, all);
        }
        first(site, results, all);
        progress(results, all, isMillion);
        results.requireAllReached(
                name(),
                Stream.of(usual, all)
                        .flatMap(List::stream)
                        .map(WatchedSend::sent)
                        .toList());
    }

    private static String people(List<WatchedSend> sends) {
        return Line.number(sends.get(0).sent().people());
    }

    private static Spread spread(List<WatchedSend> sends, ToDoubleFunction<WatchedSend> figure) {
        return new Spread(sends.stream().mapToDouble(figure).boxed().toList());
    }

    /** What one of these audiences took. */
    private static void cost(Results results, List<WatchedSend> sends) {
        String to = " to " + people(sends);
        Spread seconds = spread(sends, send -> send.sent().seconds());
        String missing = String.join(
                "", sends.stream().map(send -> send.sent().missing()).toList());
        results.add(new Line(
                "email" + to,
                spread(sends, send -> send.sent().perSecond()),
                "/s",
                Aim.NONE,
                Line.number(seconds.median()) + " s from launch to last outcome" + missing));
        results.add(new Line(
                "Temporal actions a person and wave" + to,
                spread(sends, WatchedSend::actions),
                "",
                sends.get(0).sent().people() < LEAST_FOR_ACTIONS ? Aim.NONE : Aim.atMost(ACTIONS),
                "the server's own count"));
        results.add(new Line(
                "heap alive" + to,
                spread(sends, send -> send.memory().alive()),
                "MB",
                Aim.atMost(HEAP),
                "the most after full collections while sending"));
        results.add(new Line(
                "heap in use" + to,
                spread(sends, send -> send.memory().used()),
                "MB",
                Aim.atMost(HEAP),
                "the most before a collection, by the JVM's log; the heap may take more"));
        results.add(new Line(
                "resident size" + to,
                spread(sends, send -> send.memory().resident()),
                "MB",
                Aim.NONE,
                "the largest seen"));
    }

    /** The small one is the median of all there were, here and before. */
    private static void ratio(Site site, Results results, List<WatchedSend> usual, List<WatchedSend> all) {
        List<Double> seconds = new ArrayList<>(site.usualSeconds());
        usual.forEach(send -> seconds.add(send.sent().seconds()));
        double small = new Spread(seconds).median();
        results.add(new Line(
                "time(" + people(all) + ") / time(" + people(usual) + ")",
                spread(all, send -> send.sent().seconds() / small),
                "",
                site.plan().isMillion() ? Aim.atMost(RATIO) : Aim.NONE,
                "launch to last outcome; the small one the median of " + seconds.size()));
    }

    private static void first(Site site, Results results, List<WatchedSend> all) {
        results.add(new Line(
                "launch to first message, without the freeze",
                spread(all, WatchedSend::beyondFreeze),
                "s",
                site.plan().isMillion() ? Aim.atMost(AFTER_FREEZE) : Aim.NONE,
                people(all) + " people; "
                        + Line.number(spread(all, WatchedSend::toFirst).median()) + " s with it"
                        + FirstMessage.until(site)));
    }

    private static void progress(Results results, List<WatchedSend> all, boolean isMillion) {
        Aim quick = isMillion ? Aim.atMost(PROGRESS_MILLIS) : Aim.NONE;
        results.add(calls(
                "progress call while sending",
                all,
                send -> new Spread(send.sent().looks()),
                quick));
        results.add(calls("progress call afterwards", all, WatchedSend::afterwards, quick));
    }

    /** The usual call of each run, and the slowest of all. */
    private static Line calls(String name, List<WatchedSend> all, Function<WatchedSend, Spread> calls, Aim aim) {
        double slowest = spread(all, send -> calls.apply(send).max()).max();
        return new Line(
                name,
                spread(all, send -> calls.apply(send).median()),
                "ms",
                aim,
                people(all) + " people; each run's median, the slowest of all " + Line.number(slowest));
    }
}
