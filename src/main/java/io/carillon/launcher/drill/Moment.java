package io.carillon.launcher.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;

/** When an app process is killed: a campaign is being started, sent and ended, and each part is worked on in another way. */
sealed interface Moment {
    /** One of so many moments is soon after the launch. */
    int EARLY_OF = 5;

    /** Blocks until then; false if the campaign ended before. */
    boolean await(Scene scene);

    /** Tells the scene of a fault that takes place now. */
    default void fault(Scene scene, String what) {
        scene.fault(what + " " + this);
    }

    /**
     * A time after the answer to the launch, or since every process is up again after it.
     *
     * @param delay in which the launch leaves the outbox, the audience is frozen, and batches start
     */
    record AfterLaunch(Duration delay) implements Moment {
        private static final Duration LATEST = Duration.ofMillis(1_500);

        @Override
        public boolean await(Scene scene) {
            return scene.awaitUpFor(delay);
        }

        @Override
        public String toString() {
            return delay.toMillis() + " ms after the launch";
        }
    }

    /** When vendors have taken so many messages. */
    record WhileSending(long messages) implements Moment {

        @Override
        public boolean await(Scene scene) {
            return scene.awaitMessages(messages);
        }

        @Override
        public void fault(Scene scene, String what) {
            scene.faultWhileSending(what + " " + this);
        }

        @Override
        public String toString() {
            return "while sending";
        }
    }

    /**
     * A time after hardly anybody is to be sent to any more.
     *
     * @param delay in which waits run, receipts settle, and the run is about to close
     */
    record InTheTail(Duration delay) implements Moment {
        /** The campaign waits six seconds for news of its last mails. */
        private static final Duration LATEST = Duration.ofSeconds(3);

        @Override
        public boolean await(Scene scene) {
            return scene.awaitTail(delay);
        }

        @Override
        public String toString() {
            return delay.toMillis() + " ms after the last had been sent to";
        }
    }

    /**
     * So many random moments of one campaign, in order: of five one soon after the launch, and of that many or more one in the tail,
     * which is over too soon for two.
     *
     * @param most messages after which a kill could find everything sent
     */
    static List<Moment> plan(int count, double most, Random random) {
        int early = count / EARLY_OF;
        int late = Math.min(1, early);
        List<Moment> moments = new ArrayList<>();
        for (int i = 0; i < early; i++) {
            moments.add(new AfterLaunch(random(AfterLaunch.LATEST, random)));
        }
        numbers(count - early - late, most, random).forEach(number -> moments.add(new WhileSending(number)));
        for (int i = 0; i < late; i++) {
            moments.add(new InTheTail(random(InTheTail.LATEST, random)));
        }
        return List.copyOf(moments);
    }

    /** The number of messages at the next of these that has one. */
    static OptionalLong nextMessages(List<Moment> moments) {
        return moments.stream()
                .filter(WhileSending.class::isInstance)
                .mapToLong(moment -> ((WhileSending) moment).messages())
                .findFirst();
    }

    /** So many different numbers of messages, in order. */
    static TreeSet<Long> numbers(int count, double most, Random random) {
        TreeSet<Long> numbers = new TreeSet<>();
        while (numbers.size() < count) {
            numbers.add(1 + (long) (random.nextDouble() * most));
        }
        return numbers;
    }

    private static Duration random(Duration latest, Random random) {
        return Duration.ofMillis(random.nextInt((int) latest.toMillis()));
    }
}
