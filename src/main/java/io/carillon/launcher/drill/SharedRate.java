package io.carillon.launcher.drill;

import io.carillon.launcher.drill.Dispatches.Dispatch;
import io.carillon.launcher.drill.Dispatches.Stretch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Several campaigns at once by one account, with two processes up: a batch has one dispatch for a channel, so that of one small campaign
 * a single process does all the pushing and nobody could tell a limit over both from a limit of each. It is repeated until both pushed
 * at the same time, for so long that a limit of each by itself would be seen to be broken.
 */
final class SharedRate {
    private static final String CHANNEL = "push";
    private static final String VENDOR = "fcm";
    private static final int CAMPAIGNS = 4;
    /** Who gets a dispatch is a matter of luck: one time in eight one process gets all four. */
    private static final int TRIES = 6;

    /** Messages of a campaign for each customer, about, and how long all of them are to take. */
    private static final double MESSAGES_PER_CUSTOMER = 0.085;

    private static final int SECONDS = 30;
    private static final int MOST_RATE = 300;
    /** Of the rate: so much has to be sent for the limit to be what held it back. */
    private static final double REACHED = 0.8;
    /** Two limits give twice the rate: in a time that gives half as much again as is allowed beyond it they break it. */
    private static final double TELLING = 1.5;

    static final String CAMPAIGN = """
            kind: campaign
            name: by one account at once
            purpose: marketing
            segment: { all: [ { trait: city, in: [苏州] }, { tag: member } ] }
            message:
              defaultLocale: en
              title: { en: At once }
              text: { en: By one account at once }
            channels: { order: [push] }
            schedule: { start: now }
            """;

    private final Scene scene;
    private final int rate;

    /**
     * @param customers how many there are
     */
    SharedRate(Scene scene, int customers) {
        this.scene = scene;
        this.rate = rate(customers);
    }

    private static int rate(int customers) {
        return (int) Math.max(1, Math.min(MOST_RATE, customers * MESSAGES_PER_CUSTOMER * CAMPAIGNS / SECONDS));
    }

    /** Sends them; what does not hold goes to the scene. */
    void play() {
        new Accounts(scene.ground().api()).limit(Accounts.PUSH, rate);
        for (int i = 0; i < TRIES; i++) {
            if (tell()) {
                return;
            }
        }
        scene.breach("in " + TRIES
                + " tries two processes did not push together for long enough to tell one limit from two");
    }

    /** Whether it can be told now whether the limit holds over both. */
    private boolean tell() {
        List<Long> before = times();
        List<SideCampaign> campaigns = new ArrayList<>();
        for (int i = 0; i < CAMPAIGNS; i++) {
            campaigns.add(SideCampaign.launch(scene, CAMPAIGN));
        }
        campaigns.forEach(SideCampaign::end);
        List<Long> runs = campaigns.stream().map(SideCampaign::run).toList();
        List<Long> all = times();
        List<Long> times = all.subList(before.size(), all.size());
        Ledger ledger = new Ledger(scene.ground().database());
        RateBound bound = new RateBound(
                rate,
                runs.stream()
                        .mapToLong(run -> RateBound.inHands(ledger, run, rate))
                        .sum());
        WorkShares work = WorkShares.of(scene);
        List<Dispatch> dispatches = runs.stream()
                .flatMap(run -> work.dispatches(run, CHANNEL).stream())
                .toList();
        Optional<Stretch> together = new Dispatches(dispatches).longestTogether();
        scene.console().say("drill", CAMPAIGNS + " campaigns at once: " + told(bound, times, together));
        bound.broken(times).ifPresent(scene::breach);
        return together.isPresent() && isTelling(bound, times, together.get());
    }

    /** Whether both were at it for so long, and at the limit, that a limit of each would have been broken in that time. */
    static boolean isTelling(RateBound bound, List<Long> times, Stretch together) {
        double given = given(bound, together);
        return given >= TELLING * bound.allowed() && taken(times, together) >= REACHED * given;
    }

    private static double given(RateBound bound, Stretch stretch) {
        return bound.rate()
                * stretch.length().toMillis()
                / (double) Duration.ofSeconds(1).toMillis();
    }

    private static long taken(List<Long> times, Stretch stretch) {
        return times.stream().filter(stretch::has).count();
    }

    private static String told(RateBound bound, List<Long> times, Optional<Stretch> together) {
        String pushed = together.map(
                        stretch -> "%.1f s with both processes at it, in which %d were sent of %.0f that the rate gives"
                                .formatted(
                                        stretch.length().toMillis() / 1_000.0,
                                        taken(times, stretch),
                                        given(bound, stretch)))
                .orElse("no time with both processes at it");
        return times.size() + " pushes at " + bound.rate() + " a second, " + pushed + "; at most " + bound.beyond(times)
                + " beyond it, " + bound.allowed() + " are allowed";
    }

    private List<Long> times() {
        return new Accepted(scene.ground().sandbox()).times(VENDOR);
    }
}
