package io.carillon.delivery.dispatch;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.carillon.channel.SendResult;
import io.carillon.delivery.claim.Answered;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * For how many people this process was told lately that an account does not take a form, weighed against those for whom it did: where
 * they are many in a row, or more than a fifth for long, the vendor may have changed its mind about the form. Used by many threads.
 */
@ApplicationScoped
class TurnedAway {
    /** So many of whom nobody knows yet whether it is their values go on to another channel where it was the form after all. */
    private static final int MANY = 15;
    /** How many people a form must be taken for to make up for one for whom it was not. */
    private static final int TAKEN_FOR_ONE = 4;

    private static final int TOO_MANY = MANY * TAKEN_FOR_ONE;

    /** How many people more a form would have to be taken for, so that those for whom it was turned away are few among them. */
    private final Map<Form, Integer> missing;

    /** Forms that were turned away too often just now, whatever the same claims were answered afterwards. */
    private final Map<Form, Boolean> justNow;

    TurnedAway() {
        this(Ticker.systemTicker());
    }

    TurnedAway(Ticker ticker) {
        missing = kept(Duration.ofDays(1), ticker);
        justNow = kept(Duration.ofMinutes(1), ticker);
    }

    private static <T> Map<Form, T> kept(Duration time, Ticker ticker) {
        return Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(time)
                .<Form, T>build()
                .asMap();
    }

    /** A form of a run, as an account is asked to take it. */
    record Form(long run, String account, String name) {
        static Form of(Answered one) {
            return new Form(
                    one.message().key().run(),
                    one.message().account().name(),
                    one.message().form());
        }
    }

    /** Whether the vendor may mean no more than this person's values. */
    static boolean mayBeValues(Answered one) {
        return one.result() instanceof SendResult.Blocked blocked && blocked.mayBeValues();
    }

    static boolean isTaken(Answered one) {
        return one.result() instanceof SendResult.Accepted;
    }

    /**
     * Counts what a claim was answered: once, and in the order in which it came, so that many for whom a form was taken do not make up
     * for those for whom it no longer is. Of a person's devices the first one counts.
     */
    void count(Collection<Answered> inOrder) {
        Set<Person> counted = new HashSet<>();
        for (Answered one : inOrder) {
            boolean isNo = mayBeValues(one);
            if (!isNo && !isTaken(one)) {
                continue;
            }
            Form form = Form.of(one);
            if (!counted.add(new Person(form, one.message().key().delivery()))) {
                continue;
            }
            if (!isNo) {
                missing.computeIfPresent(form, (same, known) -> known > 1 ? known - 1 : null);
            } else if (missing.merge(form, TAKEN_FOR_ONE, TurnedAway::more) > TOO_MANY) {
                justNow.put(form, true);
            }
        }
    }

    /** What was turned away long ago weighs no more than just too many. */
    private static int more(int known, int added) {
        return Math.min(TOO_MANY + TAKEN_FOR_ONE, known + added);
    }

    private record Person(Form form, long delivery) {}

    boolean isTooOften(Form form) {
        return justNow.containsKey(form);
    }

    /** The account's channel was opened again in the run: what is turned away from now on is counted anew. */
    void opened(long run, String account) {
        Predicate<Form> itsOwn = form -> form.run() == run && form.account().equals(account);
        missing.keySet().removeIf(itsOwn);
        justNow.keySet().removeIf(itsOwn);
    }

    /** None of these accounts is stopped in the run: where they were for this, whichever process opened them again. */
    void areOpen(long run, Set<String> accounts) {
        missing.entrySet()
                .removeIf(form -> form.getKey().run() == run
                        && form.getValue() > TOO_MANY
                        && accounts.contains(form.getKey().account())
                        // Who is about to stop it may not have committed yet.
                        && !justNow.containsKey(form.getKey()));
    }
}
