package io.carillon.launcher.bench;

import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Vendors' reports that come in and are applied while the campaign they are about is still being sent. */
final class Receipts implements Measure {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration WITHIN = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "receipts";
    }

    @Override
    public int people(BenchPlan plan) {
        return Groups.peopleFor(plan, Groups.MAINLAND);
    }

    @Override
    public Duration about(BenchPlan plan) {
        return Duration.ofSeconds((plan.runs() + 1) * 60L);
    }

    @Override
    public void measure(Site site, Results results) {
        site.receipts(true);
        try {
            of(site, results, "aliyun", "aliyun-marketing", Groups.MAINLAND, 1, Definition::aliyun);
            of(site, results, "twilio", "twilio-marketing", Groups.ABROAD, 2, Definition::twilio);
        } finally {
            site.receipts(false);
        }
    }

    private static void of(
            Site site,
            Results results,
            String vendor,
            String account,
            String tag,
            int reports,
            Function<String, Definition> definition) {
        LedgerFigures ledger = LedgerFigures.of(site.database());
        // Whom else the warm-up could go to has no number of this country.
        new Sending(site).send(definition.apply(tag));
        awaitApplied(site, ledger);
        List<Double> rates = new ArrayList<>();
        List<Double> sends = new ArrayList<>();
        List<Double> lags = new ArrayList<>();
        for (int i = 0; i < site.plan().runs(); i++) {
            Sent sent = new Sending(site).send(definition.apply(tag));
            awaitApplied(site, ledger);
            requireReports(ledger, account, sent, reports);
            Instant from = sent.times().firstOutcome();
            Instant to = sent.times().lastOutcome();
            rates.add(ledger.applied(account, from, to) / Clocks.seconds(from, to));
            sends.add(sent.perSecond());
            lags.add(ledger.lastApplied(account) / 1000.0 - to.toEpochMilli() / 1000.0);
        }
        String people = Line.number(site.groups().size(tag)) + " people";
        results.add(
                new Line("receipts while sending, " + vendor, new Spread(rates), "/s", Aim.NONE, "applied; " + people));
        results.add(new Line(vendor + " with receipts", new Spread(sends), "/s", Aim.NONE, "launch to last outcome"));
        results.add(new Line(vendor + " last receipt after last send", new Spread(lags), "s", Aim.NONE, ""));
    }

    /** Twilio reports twice: when a message leaves, and when it arrives or does not. */
    private static void requireReports(LedgerFigures ledger, String account, Sent sent, int each) {
        long applied = ledger.applied(account, sent.asked(), Instant.now());
        if (applied < each * sent.taken()) {
            throw new LaunchFailure("of " + each * sent.taken() + " reports on campaign " + sent.run() + " only "
                    + applied + " were applied");
        }
    }

    private static void awaitApplied(Site site, LedgerFigures ledger) {
        long end = System.nanoTime() + WITHIN.toNanos();
        int quiet = 0;
        while (quiet < 10) {
            boolean isQuiet = site.sandbox().get("/calls").path("pending").asLong() == 0 && ledger.waiting() == 0;
            quiet = isQuiet ? quiet + 1 : 0;
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                throw new LaunchFailure("Reports are still waiting after " + WITHIN.toMinutes() + " minutes.");
            }
            Pause.of(LOOK);
        }
    }
}
