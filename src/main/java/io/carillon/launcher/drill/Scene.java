package io.carillon.launcher.drill;

import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** A campaign that is being sent, for whoever is to disturb it. For one thread. */
final class Scene {
    /** Later than that nothing more is expected. */
    static final Duration AT_MOST = Duration.ofMinutes(20);
    // Of the messages: later a fault could find everything sent.
    private static final double LAST_MOMENT = 0.75;
    // Of the messages.
    private static final double LEAST_SHARE = 0.02;
    // One in so many customers may still be left in the tail: who waits for another one at the same address does so for
    // minutes.
    private static final long HARDLY_ANYBODY = 100;
    // Messages per customer of the file that the demo's campaign sends.
    private static final double MESSAGES_PER_CUSTOMER = 0.55;

    private final Round.Stage stage;
    private final Ground ground;
    private final Accepted accepted;
    private final long before;
    private final long run;
    private final SumWatch sums;
    private final Customers customers;
    private final Doubts doubts = new Doubts();
    private final Random random;
    private final int rows;
    private final List<String> breaches = new ArrayList<>();
    private int faults;
    private OptionalLong atLastOfSending = OptionalLong.empty();
    private volatile long upSince = System.nanoTime();

    /**
     * @param before messages that vendors had taken before the launch
     */
    Scene(Round.Stage stage, Ground ground, long before, long run, SumWatch sums, Customers customers) {
        this.customers = customers;
        this.stage = stage;
        this.ground = ground;
        this.accepted = new Accepted(ground.sandbox());
        this.before = before;
        this.run = run;
        this.sums = sums;
        this.random = new Random(stage.seed());
        this.rows = stage.customers();
    }

    Ground ground() {
        return ground;
    }

    Console console() {
        return stage.console();
    }

    /** How many people were asked for. */
    int recipients() {
        return stage.recipients();
    }

    long run() {
        return run;
    }

    Random random() {
        return random;
    }

    /** How many messages of this campaign vendors took so far. */
    long messages() {
        return accepted.count() - before;
    }

    /** So many random moments of the sending, as numbers of messages, in order. */
    TreeSet<Long> moments(int count) {
        return Moment.numbers(count, lastMoment(), random);
    }

    /** The same, one of them in each equal part of the sending, and as far from the next one as half a part. */
    List<Long> apart(int count) {
        double part = lastMoment() / count;
        return IntStream.range(0, count)
                .mapToObj(i -> 1 + (long) (part * (i + random.nextDouble() / 2)))
                .toList();
    }

    /** So many random moments between launch and end, in order. */
    List<Moment> kills(int count) {
        return Moment.plan(count, lastMoment(), random);
    }

    private double lastMoment() {
        return rows * MESSAGES_PER_CUSTOMER * LAST_MOMENT;
    }

    /** Waits until everything has been up for so long, at first since the launch was answered; false if the campaign ended before. */
    boolean awaitUpFor(Duration time) {
        return awaitSo(() -> System.nanoTime() - upSince >= time.toNanos());
    }

    /** Waits until so long after hardly anybody was to be sent to any more; false if the campaign ended before. */
    boolean awaitTail(Duration delay) {
        Ledger ledger = new Ledger(ground.database());
        if (!awaitSo(() -> messages() >= lastMoment() && ledger.toBeSentTo(run) * HARDLY_ANYBODY <= rows)) {
            return false;
        }
        long since = System.nanoTime();
        return awaitSo(() -> System.nanoTime() - since >= delay.toNanos());
    }

    /** Waits for that share of the messages that are about to be sent; false if the campaign ended before. */
    boolean awaitShare(double share) {
        return awaitMessages(share(share));
    }

    /** That share of the messages that are about to be sent. */
    long share(double share) {
        return (long) (rows * MESSAGES_PER_CUSTOMER * share);
    }

    /** Waits for so many messages; false if the campaign ended before. */
    boolean awaitMessages(long messages) {
        long end = System.nanoTime() + AT_MOST.toNanos();
        while (messages() < messages) {
            if (System.nanoTime() > end || isOver()) {
                return false;
            }
            Outreach.pause();
        }
        return true;
    }

    /** Waits for so many messages, or until nothing has moved for that time; false if the campaign ended before. */
    boolean awaitMessages(long messages, Duration standstill) {
        long[] last = {messages(), System.nanoTime()};
        return awaitSo(() -> {
            long now = messages();
            if (now != last[0]) {
                last[0] = now;
                last[1] = System.nanoTime();
            }
            return now >= messages || System.nanoTime() - last[1] > standstill.toNanos();
        });
    }

    /** Waits until it is so; false if the campaign ended before, or after minutes. */
    boolean awaitSo(BooleanSupplier isSo) {
        long end = System.nanoTime() + AT_MOST.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > end || isOver()) {
                return false;
            }
            Outreach.pause();
        }
        return true;
    }

    /** From now on this app of today is asked about the sums. */
    void ask(CarillonApi today) {
        sums.ask(new SumWatch.Teller(today, true));
    }

    /** Whether the campaign has ended, as last seen. */
    boolean isOver() {
        var last = sums.last();
        return last != null && Outreach.isEnded(last);
    }

    /** A fault took place. */
    void fault(String what) {
        faults++;
        console().say("drill", what + " at " + messages() + " messages");
    }

    /** A fault that is there to meet messages took place. */
    void faultWhileSending(String what) {
        fault(what);
        atLastOfSending = OptionalLong.of(messages());
    }

    /** Reports that hardly any messages left since there were so many: a fault under which fewer leave proves little. */
    void requireTraffic(long since, String when) {
        long left = messages() - since;
        if (left < share(LEAST_SHARE)) {
            breach("only " + left + " messages left " + when + ", fewer than " + share(LEAST_SHARE));
        }
    }

    /** Reports that nothing was left to be sent at the last fault that is there to meet messages. */
    void requireRest() {
        atLastOfSending.ifPresent(at -> {
            if (messages() <= at) {
                breach("all " + at + " messages had been sent before the last fault that was to come while sending");
            }
        });
    }

    int faults() {
        return faults;
    }

    /** Who was imported. */
    Customers customers() {
        return customers;
    }

    /** What of the run may be in doubt. */
    Doubts doubts() {
        return doubts;
    }

    /** A crash of an app process, which is started again. */
    void killAndRestart(String app) {
        crash(
                () -> {
                    ground.part(app).kill();
                    console().say(app, "killed (SIGKILL)");
                },
                () -> ground.part(app).start());
    }

    /** An outage with an app process among what breaks: what that had in the air may be in doubt. */
    void crash(Runnable breaks, Runnable mends) {
        List<Optional<Instant>> broken = new ArrayList<>();
        outage(
                () -> {
                    breaks.run();
                    broken.add(clock());
                },
                () -> {
                    mends.run();
                    broken.forEach(this::look);
                });
    }

    /**
     * Takes something away and brings it back: meanwhile there may be no answers. Whatever it is, every app process lives: it keeps
     * what vendors answered until it can be written, and so nothing may be in doubt for it.
     */
    void outage(Runnable breaks, Runnable mends) {
        sums.absence().away();
        try {
            breaks.run();
            mends.run();
            upSince = System.nanoTime();
        } finally {
            sums.absence().back();
        }
    }

    /** Looks at what an app process that died had claimed before then and is open; without a time, before PostgreSQL was started. */
    void look(Optional<Instant> broken) {
        Ledger ledger = new Ledger(ground.database());
        int before = doubts.begun();
        doubts.look(ledger, run, broken.orElseGet(ledger::serverStart));
        console().say("drill", doubts.begun() - before + " begun calls are open after it");
    }

    /** PostgreSQL's clock; empty where that is away, so that nothing is claimed either. */
    Optional<Instant> clock() {
        try {
            return Optional.of(new Ledger(ground.database()).clock());
        } catch (LaunchFailure away) {
            return Optional.empty();
        }
    }

    /** One process of several dies now: the balancer has so long to notice, and from then on the others answer everything. */
    void failsOver(Duration within) {
        sums.absence().failsOver(within);
    }

    /** There may be no answers from now on until {@link #back}. */
    void away() {
        sums.absence().away();
    }

    /** Everything is there again. */
    void back() {
        sums.absence().back();
    }

    /** Something did not hold. */
    void breach(String sentence) {
        breaches.add(sentence);
        console().say("drill", sentence);
    }

    List<String> breaches() {
        return List.copyOf(breaches);
    }

    /** A command on the campaign over REST, such as {@code pause}. */
    void command(String name) {
        ground.api().post("/api/campaigns/" + run + "/" + name, Map.of());
    }
}
