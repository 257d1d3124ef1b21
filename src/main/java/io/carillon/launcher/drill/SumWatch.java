package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.local.LaunchFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a run's progress, and now and then its result, again and again beside everything else. Every time the counters must be what
 * the rows are, in one snapshot; what is told must add up, and be what the rows are wherever these stood still around the answer. An
 * answer that is none is wrong too, unless the round has just taken something away.
 */
final class SumWatch implements AutoCloseable {
    private static final long EVERY_MILLIS = 100;
    /** Looking takes at most a quarter of one core, however long it takes. */
    private static final long REST_FACTOR = 3;

    private static final Duration STANDS_STILL_WITHIN = Duration.ofMinutes(2);
    /** With each so-manieth progress the result is asked for too, which takes the app longer. */
    private static final int RESULT_EVERY = 3;

    private static final int EXAMPLES = 20;

    private final String campaign;
    private final Ledger ledger;
    private final long run;
    private final List<String> wrong = new ArrayList<>();
    private final Absence absence = new Absence(System::nanoTime);
    private final Thread thread;
    private volatile Teller teller;
    private volatile @Nullable JsonNode last;
    private volatile boolean isClosed;
    private int samples;
    private int looks;
    private int exact;

    /**
     * Who is asked.
     *
     * @param isToday whether it has today's figures; of an earlier build only the sum is held against the rows
     */
    record Teller(CarillonApi api, boolean isToday) {}

    SumWatch(CarillonApi api, Ledger ledger, long run) {
        this(new Teller(api, true), ledger, run);
    }

    SumWatch(Teller teller, Ledger ledger, long run) {
        this.teller = teller;
        this.campaign = "/api/campaigns/" + run;
        this.ledger = ledger;
        this.run = run;
        this.thread = new Thread(this::watch, "sums");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** From the next look on another one is asked. */
    void ask(Teller other) {
        teller = other;
    }

    /** What came back last; null before the first answer. */
    @Nullable
    JsonNode last() {
        return last;
    }

    /** What did not hold, a few examples of it. */
    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** How often we looked beside everything else, each time at the rows too: not those after the end. */
    synchronized int samples() {
        return samples;
    }

    /** How many answers were looked at, those after the end too. */
    synchronized int looks() {
        return looks;
    }

    /** How many of these were told while no row changed. */
    synchronized int exact() {
        return exact;
    }

    /** When there may be no answers. */
    Absence absence() {
        return absence;
    }

    private void watch() {
        Tally before = null;
        while (!isClosed) {
            long began = System.nanoTime();
            Teller asked = teller;
            try {
                JsonNode answer = asked.api().get(campaign + "/progress");
                JsonNode result = samples() % RESULT_EVERY == 0 ? asked.api().get(campaign + "/result") : null;
                Tally after = Tally.of(ledger, run);
                look(answer, before, after, asked.isToday());
                if (result != null) {
                    look(result, before, after, asked.isToday());
                }
                sampled();
                before = after;
                last = answer;
            } catch (LaunchFailure failed) {
                before = null;
                missed(failed, began);
            } catch (RuntimeException broken) {
                before = null;
                note("a look at the sums broke: " + broken);
            }
            pause(System.nanoTime() - began);
        }
    }

    private synchronized void sampled() {
        samples++;
    }

    private void missed(LaunchFailure failed, long began) {
        if (!isClosed && !Thread.currentThread().isInterrupted() && !absence.excuses(began)) {
            note("no answer while nothing was away: " + failed.getMessage());
        }
    }

    /**
     * Holds an answer to account.
     *
     * @param before the rows before it; null if there was no look
     * @param after the rows after it
     * @param isToday whether all figures are held, or only the sum
     */
    synchronized void look(JsonNode answer, @Nullable Tally before, Tally after, boolean isToday) {
        looks++;
        JsonNode sum = answer.path("sum");
        long parts = 0;
        for (String part : new String[] {"sent", "held", "skipped", "failed", "unknown", "pending"}) {
            parts += sum.path(part).asLong();
        }
        if (sum.path("audience").asLong() != parts) {
            note("does not add up: " + sum);
        }
        after.differing().forEach(this::note);
        if (before != null && before.mark().equals(after.mark()) && isFrozen(answer)) {
            exact++;
            (isToday ? after.wrong(answer) : after.wrongSum(answer)).forEach(this::note);
        }
    }

    /** Before it the audience is nobody, and nobody is told. */
    private static boolean isFrozen(JsonNode answer) {
        return answer.path("sum").path("audience").asLong() > 0;
    }

    /** When the run is over: what progress and result tell is what the rows are, and the app's own recount agrees. */
    void end() {
        long until = System.nanoTime() + STANDS_STILL_WITHIN.toNanos();
        CarillonApi api = teller.api();
        while (true) {
            Tally before = Tally.of(ledger, run);
            List<JsonNode> told = List.of(api.get(campaign + "/progress"), api.get(campaign + "/result"));
            JsonNode recount = api.get(campaign + "/reconciliation");
            Tally after = Tally.of(ledger, run);
            if (before.mark().equals(after.mark())) {
                told.forEach(answer -> look(answer, before, after, teller.isToday()));
                if (!recount.path("agrees").asBoolean()) {
                    note("the app's own recount does not agree: " + recount);
                }
                return;
            }
            if (System.nanoTime() > until) {
                note("rows still change minutes after the end");
                return;
            }
            Outreach.pause();
        }
    }

    private synchronized void note(String what) {
        if (wrong.size() < EXAMPLES) {
            wrong.add(what);
        }
    }

    private static void pause(long tookNanos) {
        try {
            TimeUnit.MILLISECONDS.sleep(Math.max(EVERY_MILLIS, REST_FACTOR * TimeUnit.NANOSECONDS.toMillis(tookNanos)));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            thread.join(TimeUnit.MINUTES.toMillis(3));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
