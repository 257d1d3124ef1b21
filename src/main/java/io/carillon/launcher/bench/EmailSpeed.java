package io.carillon.launcher.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Mails of 5.8 kB to the sink, each with a durable row and the funnel updated. */
final class EmailSpeed implements Measure {
    private static final double AIM = 5_000;

    @Override
    public String name() {
        return "email";
    }

    @Override
    public int people(BenchPlan plan) {
        return plan.people(Groups.MAIL);
    }

    @Override
    public Duration about(BenchPlan plan) {
        return Duration.ofSeconds(5 + people(plan) * (plan.runs() + 1L) / 2_500);
    }

    @Override
    public void measure(Site site, Results results) {
        Sending sending = new Sending(site);
        sending.send(Definition.mail(Groups.WARM_UP));
        SmtpSink sink = site.sink();
        List<Double> rates = new ArrayList<>();
        List<Double> fromLaunch = new ArrayList<>();
        for (int i = 0; i < site.plan().runs(); i++) {
            if (sink != null) {
                sink.reset();
            }
            Sent sent = sending.send(Definition.mail(Groups.HUNDRED));
            rates.add(sent.perSecond());
            fromLaunch.add(sent.perSecondFromLaunch());
        }
        String size = sink == null ? "" : ", " + Line.number(sink.bytes() / 1000.0 / sink.mails()) + " kB each";
        String people = Line.number(people(site.plan())) + " people" + size;
        results.add(
                new Line("email", new Spread(rates), "/s", Aim.atLeast(AIM), "first claim to last outcome, " + people));
        results.add(new Line("email from launch", new Spread(fromLaunch), "/s", Aim.NONE, "launch to last outcome"));
    }
}
