package io.carillon.launcher.drill;

import io.carillon.launcher.local.LaunchFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Every person's path through a run as the ledger's rows have it, with the policy the run was launched with.
 *
 * @param order the channels in the marketer's order
 * @param awaited those on which news are waited for
 * @param actions what each reason does, such as {@code undelivered} to {@code next}
 * @param people by the delivery's id
 */
record Paths(List<String> order, Set<String> awaited, Map<String, String> actions, Map<Long, Path> people) {
    /** The channel of a pass that ends the whole person. */
    static final String EVERY_CHANNEL = "*";

    private static final Duration STANDS_STILL_WITHIN = Duration.ofMinutes(2);
    private static final String RESTORED = "restored";
    private static final Set<String> CAME_TO_NOTHING = Set.of("refused", "blocked", "not_sent", "undelivered");

    /**
     * One person's path.
     *
     * @param person the shop's id
     * @param sharesAddress whether somebody else has an address of this person's too: which of them is sent to is a matter of luck
     * @param state the delivery's
     * @param reason the delivery's, empty if none
     */
    record Path(String person, boolean sharesAddress, String state, String reason, List<Step> steps) {

        List<Step> on(String kind) {
            return steps.stream().filter(step -> step.kind().equals(kind)).toList();
        }
    }

    /**
     * An attempt, or a pass.
     *
     * @param no of the attempt, 0 for a pass
     * @param state of the attempt, empty for a pass
     * @param reason empty if none
     * @param led where it led: {@code next}, {@code stop}, or nowhere yet
     */
    record Step(String kind, int no, String state, String reason, String led) {

        boolean isPass() {
            return no == 0;
        }

        /** Whether this message may have reached its address. */
        boolean isStanding() {
            return !isPass() && !CAME_TO_NOTHING.contains(state);
        }
    }

    /** Reads those of a run. Fits in memory for audiences of drills. */
    static Paths of(Ledger ledger, long run) {
        Map<Long, Path> people = people(ledger, run);
        ledger.query(
                """
                select delivery_id, no, kind, state, coalesce(reason, '') as reason, coalesce(led, '') as led
                  from attempt where run_id = ? order by delivery_id, no""",
                run,
                row -> people.get(row.getLong("delivery_id"))
                        .steps()
                        .add(new Step(
                                row.getString("kind"),
                                row.getInt("no"),
                                row.getString("state"),
                                row.getString("reason"),
                                row.getString("led"))));
        ledger.query(
                "select delivery_id, channel, reason, led from pass where run_id = ?",
                run,
                row -> people.get(row.getLong("delivery_id"))
                        .steps()
                        .add(new Step(row.getString("channel"), 0, "", row.getString("reason"), row.getString("led"))));
        List<String> order = new ArrayList<>();
        Set<String> awaited = new HashSet<>();
        ledger.query("select channel, wait_for from run_step where run_id = ? order by position", run, row -> {
            order.add(row.getString("channel"));
            if (row.getString("wait_for") != null) {
                awaited.add(row.getString("channel"));
            }
        });
        Map<String, String> actions = new HashMap<>();
        ledger.query(
                "select reason, action from run_rule where run_id = ?",
                run,
                row -> actions.put(row.getString("reason"), row.getString("action")));
        return new Paths(order, awaited, actions, people);
    }

    /** The same of a moment in which no row changes: what is told of somebody is then of one time with that person's messages. */
    static Paths still(Ledger ledger, long run) {
        long end = System.nanoTime() + STANDS_STILL_WITHIN.toNanos();
        while (true) {
            String before = Tally.of(ledger, run).mark();
            Paths paths = of(ledger, run);
            if (before.equals(Tally.of(ledger, run).mark())) {
                return paths;
            }
            if (System.nanoTime() > end) {
                throw new LaunchFailure("Rows of run " + run + " still change minutes after its end", null);
            }
            Outreach.pause();
        }
    }

    /**
     * Attempts of a run whose ledger went back to a backup.
     *
     * @param isSince whether the attempt of a delivery with this number was handed over after the restore
     * @param isLost whether it was before, and the backup does not have it
     */
    record Restored(BiPredicate<Long, Integer> isSince, BiPredicate<Long, Integer> isLost) {}

    /**
     * The same without what follows a doubt that a restore left, or a message that was out at the backup, unless it was sent since: in
     * the days that the database lost it was known why the person went on, and only receipts tell of it now.
     */
    Paths withoutLostDays(Restored restored) {
        Map<Long, Path> told = new HashMap<>();
        people.forEach((delivery, path) -> told.put(delivery, withoutLostDays(delivery, path, restored)));
        return new Paths(order, awaited, actions, told);
    }

    private Path withoutLostDays(long delivery, Path path, Restored restored) {
        Predicate<Step> isLost = step -> !step.isPass() && restored.isLost().test(delivery, step.no());
        int lost = path.steps().stream()
                .filter(isLost)
                .mapToInt(step -> order.indexOf(step.kind()))
                .max()
                .orElse(-1);
        int doubt = path.steps().stream()
                .filter(step -> step.reason().equals(RESTORED) && step.led().isEmpty()
                        || step.isStanding() && !isLost.test(step) && order.indexOf(step.kind()) < lost)
                .mapToInt(step -> order.indexOf(step.kind()))
                .min()
                .orElse(order.size());
        List<Step> left = path.steps().stream()
                .filter(step -> step.isPass()
                        || order.indexOf(step.kind()) <= doubt
                        || restored.isSince().test(delivery, step.no()))
                .toList();
        return new Path(path.person(), path.sharesAddress(), path.state(), path.reason(), left);
    }

    private static Map<Long, Path> people(Ledger ledger, long run) {
        Map<Long, Path> people = new HashMap<>();
        ledger.query(
                """
                select d.id, p.external_id, d.state, coalesce(d.reason, '') as reason,
                       exists (select 1 from address a join address b on b.hash = a.hash and b.profile_id <> a.profile_id
                                where a.profile_id = d.profile_id) as shares
                  from delivery d join profile p on p.id = d.profile_id where d.run_id = ?""",
                run,
                row -> people.put(
                        row.getLong("id"),
                        new Path(
                                row.getString("external_id"),
                                row.getBoolean("shares"),
                                row.getString("state"),
                                row.getString("reason"),
                                new ArrayList<>())));
        return people;
    }
}
