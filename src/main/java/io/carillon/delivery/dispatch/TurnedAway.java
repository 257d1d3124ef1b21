package io.carillon.delivery.dispatch;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.carillon.channel.SendResult;
import io.carillon.delivery.claim.Answered;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * For how many people this process was told lately that an account does not take a form, weighed against those for whom it did: where
 * they are many in a row, or more than a fifth for long, the vendor may have changed its mind about the form. A no whose words blame us
 * weighs as much as three others. Used by many threads.
 */
@ApplicationScoped
class TurnedAway {
    /** So many of whom nobody knows yet whether it is their values go on to another channel where it was the form after all. */
    private static final int MANY = 15;
    /** How many people a form must be taken for to make up for one for whom it was not. */
    private static final int TAKEN_FOR_ONE = 4;
    /** The same where the words of that no blame us. */
    private static final int TAKEN_FOR_BLAMING = 12;

    private static final int TOO_MANY = MANY * TAKEN_FOR_ONE;

    /** How many people more a form would have to be taken for, so that those for whom it was turned away are few among them. */
    private final Map<Form, Integer> missing;

    /** Forms that were turned away too often just now, whatever the same claims were answered afterwards. */
    private final Map<Form, Boolean> justNow;

    /** When forms were turned away too often. */
    private final Map<Form, Instant> since;

    /** When somebody resumed a run, as far as this process has heard, by account. */
    private final Map<Form, Instant> words;

    TurnedAway() {
        this(Ticker.systemTicker());
    }

    TurnedAway(Ticker ticker) {
        missing = kept(Duration.ofDays(1), ticker);
        justNow = kept(Duration.ofMinutes(1), ticker);
        since = kept(Duration.ofDays(1), ticker);
        words = kept(Duration.ofDays(1), ticker);
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

    /** Whether a no may be to one person, if others and other answers say so. */
    static boolean mayBeOnePersons(Answered one) {
        return one.result() instanceof SendResult.Blocked blocked && blocked.meant() != SendResult.Meant.US;
    }

    /** How many no's to people of whom it is known already are left to be believed, by the same measure; of one claim. */
    static final class Credit {
        private int left = TOO_MANY;

        void taken() {
            left = Math.min(TOO_MANY, left + 1);
        }

        /** For a no that may be for the person's values, or for somebody who only waits. */
        boolean spend() {
            return spend(TAKEN_FOR_ONE);
        }

        /** For a no whose words blame us. */
        boolean spendOnBlaming() {
            return spend(TAKEN_FOR_BLAMING);
        }

        private boolean spend(int weight) {
            if (left < weight) {
                return false;
            }
            left -= weight;
            return true;
        }
    }

    static boolean isTaken(Answered one) {
        return one.result() instanceof SendResult.Accepted;
    }

    /**
     * Counts what a claim was answered: once, and in the order in which it came, so that many for whom a form was taken do not make up
     * for those for whom it no longer is. Of a person's devices the first one counts.
     *
     * @return the forms that are turned away too often
     */
    Set<Form> count(Collection<Answered> inOrder, Instant now) {
        Set<Person> counted = new HashSet<>();
        Set<Form> turnedAway = new HashSet<>();
        for (Answered one : inOrder) {
            boolean isNo = mayBeOnePersons(one);
            if (!isNo && !isTaken(one)) {
                continue;
            }
            Form form = Form.of(one);
            if (!counted.add(new Person(form, one.message().key().delivery()))) {
                continue;
            }
            if (!isNo) {
                missing.computeIfPresent(form, (same, known) -> known > 1 ? known - 1 : null);
                continue;
            }
            turnedAway.add(form);
            int weight = mayBeValues(one) ? TAKEN_FOR_ONE : TAKEN_FOR_BLAMING;
            if (missing.merge(form, weight, TurnedAway::more) > TOO_MANY) {
                justNow.put(form, true);
                since.put(form, now);
            }
        }
        turnedAway.removeIf(form -> !justNow.containsKey(form));
        return turnedAway;
    }

    /** What was turned away long ago weighs no more than just too many. */
    private static int more(int known, int added) {
        return Math.min(TOO_MANY + TAKEN_FOR_ONE, known + added);
    }

    private record Person(Form form, long delivery) {}

    /** A probe was taken in that form: what is turned away from now on is counted anew. */
    void opened(Form form) {
        missing.remove(form);
        justNow.remove(form);
    }

    /** Somebody resumed the run then: what is turned away from now on is counted anew, where this process had not heard of it. */
    void vouchedFor(long run, String account, Instant time) {
        Instant heard = words.put(new Form(run, account, ""), time);
        if (time.equals(heard)) {
            return;
        }
        Predicate<Form> itsOwn = form -> form.run() == run && form.account().equals(account);
        missing.keySet().removeIf(itsOwn);
        justNow.keySet().removeIf(itsOwn);
    }

    /** Those of the accounts that turned somebody away. */
    Set<String> counted(long run, Set<String> accounts) {
        return missing.keySet().stream()
                .filter(form -> form.run() == run && accounts.contains(form.account()))
                .map(Form::account)
                .collect(Collectors.toSet());
    }

    /** Forms that these accounts turned away too often, and not just now: who is about to stop them may not have committed yet. */
    Set<Form> outOfFavour(long run, Set<String> accounts) {
        return missing.entrySet().stream()
                .filter(form -> form.getValue() > TOO_MANY)
                .map(Map.Entry::getKey)
                .filter(form -> form.run() == run && accounts.contains(form.account()) && !justNow.containsKey(form))
                .collect(Collectors.toSet());
    }

    /** Its account is open: what is turned away from now on is counted anew if it was taken meanwhile, whichever process saw it. */
    void isOpen(Form form, Instant takenAt) {
        if (takenAt.isAfter(since.getOrDefault(form, Instant.MIN))) {
            opened(form);
        }
    }
}
