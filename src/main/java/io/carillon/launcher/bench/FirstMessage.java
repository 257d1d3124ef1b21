package io.carillon.launcher.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** From the launch of a campaign to ten thousand people until the first mail is there. */
final class FirstMessage implements Measure {
    private static final double AIM = 1;
    /** For whom the aim was set. */
    private static final int PEOPLE = 10_000;

    @Override
    public String name() {
        return "first";
    }

    @Override
    public int people(BenchPlan plan) {
        return Groups.peopleFor(plan, Groups.TEN);
    }

    @Override
    public Duration about(BenchPlan plan) {
        return Duration.ofSeconds(7L * (plan.runs() + 1));
    }

    @Override
    public void measure(Site site, Results results) {
        Sending sending = new Sending(site);
        sending.send(Definition.mail(Groups.TEN));
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < site.plan().runs(); i++) {
            seconds.add(of(site, sending.send(Definition.mail(Groups.TEN))));
        }
        int people = site.groups().size(Groups.TEN);
        results.add(new Line(
                "launch to first message",
                new Spread(seconds),
                "s",
                people == PEOPLE ? Aim.atMost(AIM) : Aim.NONE,
                Line.number(people) + " people" + until(site)));
    }

    /** Seconds from the launch to the first message. */
    static double of(Site site, Sent sent) {
        return Clocks.seconds(sent.asked(), at(site, sent));
    }

    /** What ends the time, where it is not the mail's arrival at our own sink. */
    static String until(Site site) {
        return site.sink() == null ? "; until the first outcome was written" : "";
    }

    /** At our own sink the moment when it was taken; elsewhere the first outcome that was written down. */
    static Instant at(Site site, Sent sent) {
        SmtpSink sink = site.sink();
        return sink == null ? sent.times().firstOutcome() : Instant.ofEpochMilli(sink.firstAt());
    }
}
