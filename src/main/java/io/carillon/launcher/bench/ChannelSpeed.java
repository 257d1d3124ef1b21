package io.carillon.launcher.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Messages a second on one channel, each with a durable row and the funnel updated: end to end, which is from the launch on, and beside
 * it without the freeze of the audience.
 */
class ChannelSpeed implements Measure {
    private final String name;
    private final String tag;
    private final Function<String, Definition> definition;
    private final Aim aim;
    private final int perSecond;

    /**
     * @param tag of the people
     * @param definition of the campaign to people with a tag
     * @param perSecond about, to say beforehand how long it takes
     */
    ChannelSpeed(String name, String tag, Function<String, Definition> definition, Aim aim, int perSecond) {
        this.name = name;
        this.tag = tag;
        this.definition = definition;
        this.aim = aim;
        this.perSecond = perSecond;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public int people(BenchPlan plan) {
        return Groups.peopleFor(plan, tag);
    }

    @Override
    public Duration about(BenchPlan plan) {
        long messages = new Groups(people(plan)).size(tag) * (plan.runs() + (long) WarmUp.MOST);
        return Duration.ofSeconds(5L * plan.runs() + messages / perSecond);
    }

    @Override
    public void measure(Site site, Results results) {
        prepare(site);
        List<Sent> rounds = new Sending(site).rounds(definition.apply(tag));
        String people = Line.number(rounds.get(0).people()) + " people" + note(site)
                + rounds.stream().map(Sent::missing).collect(Collectors.joining());
        results.add(
                new Line(name, Sent.spread(rounds, Sent::perSecond), "/s", aim, "launch to last outcome, " + people));
        results.add(new Line(
                name + " from first claim",
                Sent.spread(rounds, Sent::perSecondFromClaim),
                "/s",
                aim,
                "first claim to last outcome: without the freeze"));
        results.add(new Line(
                name + " processor time of 1,000",
                Sent.spread(rounds, Sent::cpuOfThousand),
                "s",
                Aim.NONE,
                rounds.get(rounds.size() - 1).cpu().shares()));
        results.requireAllReached(name, rounds);
        after(site, results, rounds);
    }

    /** Before the warm-up. */
    void prepare(Site site) {}

    /** What else is to be said of the rounds. */
    String note(Site site) {
        return "";
    }

    /** Lines that belong to these rounds. */
    void after(Site site, Results results, List<Sent> rounds) {}
}
