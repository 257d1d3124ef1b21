package io.carillon.delivery.dispatch;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.carillon.channel.SendResult;
import io.carillon.delivery.claim.Answered;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * For how many people this process was told lately that an account does not take a form, weighed against those for whom it did: where
 * they are many in a row, or more than a fifth for long (a thirteenth where the words blame us), the vendor may have changed its mind
 * about the form. Used by many threads.
 */
@ApplicationScoped
class TurnedAway {
    /** So many of whom nobody knows yet whether it is their values go on to another channel where it was the form after all. */
    private static final int MANY = 15;
    /** How many people a form must be taken for to make up for one for whom it was not. */
    private static final int FOR_VALUES = 4;
    /** The same where the words of that no blame us. */
    private static final int FOR_BLAMING = 12;

    /** However many were taken before, they make up for no more than two hundred. */
    private static final int LEAST_MISSING = -200 * FOR_BLAMING;

    private static final int MOST_MISSING = MANY * FOR_VALUES;

    /** After so long as many are believed to have such values again, so that nobody waits for good where nobody else is left. */
    private static final Duration BELIEVED_AFRESH = Duration.ofMinutes(5);

    /** How many people more a form would have to be taken for, so that those for whom it was turned away are few among them. */
    private final Map<Kind, Integer> missing;

    /** The same for people who were turned away once more, and of whom it was believed that it is for their own sake. */
    private final Map<Kind, Believed> believed;

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
        believed = kept(Duration.ofDays(1), ticker);
        justNow = kept(Duration.ofMinutes(1), ticker);
        since = kept(Duration.ofDays(1), ticker);
        words = kept(Duration.ofDays(1), ticker);
    }

    private static <K, T> Map<K, T> kept(Duration time, Ticker ticker) {
        return Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(time)
                .<K, T>build()
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

    static boolean isTaken(Answered one) {
        return one.result() instanceof SendResult.Accepted;
    }

    /**
     * Counts what a claim was answered: once, and in the order in which it came, so that many for whom a form was taken do not make up
     * for those for whom it no longer is. Of a person's devices the first one counts.
     */
    void count(Collection<Answered> inOrder, Instant now) {
        Set<Person> counted = new HashSet<>();
        Map<Form, Integer> taken = new HashMap<>();
        for (Answered one : inOrder) {
            boolean isNo = mayBeOnePersons(one);
            if ((!isNo && !isTaken(one)) || !counted.add(Person.of(one))) {
                continue;
            }
            Form form = Form.of(one);
            if (!isNo) {
                taken.merge(form, 1, Integer::sum);
                missing.computeIfPresent(new Kind(form, false), TurnedAway::less);
                missing.computeIfPresent(new Kind(form, true), TurnedAway::less);
                continue;
            }
            Kind kind = new Kind(form, !mayBeValues(one));
            if (missing.merge(kind, kind.weight(), kind::plus) > kind.most()) {
                justNow.put(form, true);
                since.put(form, now);
            }
        }
        taken.forEach(this::trust);
    }

    /** Whether it was turned away too often just now. */
    boolean isTooOften(Form form) {
        return justNow.containsKey(form);
    }

    /** So many more are taken in that form. */
    private void trust(Form form, int people) {
        believed.computeIfPresent(new Kind(form, false), (same, known) -> known.less(people, 0));
        believed.merge(
                new Kind(form, true),
                new Believed(0, Instant.MAX).less(people, LEAST_MISSING),
                (known, one) -> known.less(people, LEAST_MISSING));
    }

    private static @Nullable Integer less(Kind kind, int known) {
        return known > 1 ? known - 1 : null;
    }

    /** No's to a form, and whether their words blame us. */
    private record Kind(Form form, boolean isBlaming) {
        int weight() {
            return isBlaming ? FOR_BLAMING : FOR_VALUES;
        }

        int most() {
            return MANY * weight();
        }

        /** What was turned away long ago weighs no more than just too many. */
        int plus(int known, int added) {
            return Math.min(most() + FOR_VALUES, known + added);
        }
    }

    /**
     * Those who were believed.
     *
     * @param missing how many people more the form would have to be taken for; below nought where it was taken for more
     * @param until when as many are believed again
     */
    private record Believed(int missing, Instant until) {
        Believed less(int people, int least) {
            return new Believed(Math.max(least, missing - people), until);
        }
    }

    /** Whether one more who was turned away once more is believed to have values that are not taken: few are in five minutes. */
    boolean believes(Form form, Instant now) {
        AtomicBoolean isFew = new AtomicBoolean();
        believed.compute(new Kind(form, false), (kind, known) -> {
            Believed before =
                    known == null || now.isAfter(known.until()) ? new Believed(0, now.plus(BELIEVED_AFRESH)) : known;
            return more(before, before.missing(), kind.weight(), isFew);
        });
        return isFew.get();
    }

    /**
     * The same where the words blame us: few are beside those for whom it was taken, until somebody resumes the run.
     *
     * @param isVouchedFor whether somebody resumed the run since
     * @param isTaken whether the form was taken since, else those for whom it was taken make up for nothing from now on
     */
    boolean believesInSpiteOfBlame(Form form, boolean isVouchedFor, boolean isTaken) {
        AtomicBoolean isFew = new AtomicBoolean();
        believed.compute(new Kind(form, true), (kind, known) -> {
            Believed before = known == null ? new Believed(0, Instant.MAX) : known;
            int missed = isTaken ? before.missing() : Math.max(0, before.missing());
            return more(before, missed, isVouchedFor && missed >= 0 ? FOR_VALUES : kind.weight(), isFew);
        });
        return isFew.get();
    }

    private static Believed more(Believed before, int missed, int weight, AtomicBoolean isFew) {
        isFew.set(missed + weight <= MOST_MISSING);
        return isFew.get() ? new Believed(missed + weight, before.until()) : before;
    }

    /** Whom an account was asked to take a form for, on however many devices. */
    record Person(Form form, long delivery) {
        static Person of(Answered one) {
            return new Person(Form.of(one), one.message().key().delivery());
        }
    }

    /** A probe was taken in that form: what is turned away from now on is counted anew. */
    void opened(Form form) {
        missing.remove(new Kind(form, false));
        missing.remove(new Kind(form, true));
        justNow.remove(form);
    }

    /** Somebody resumed the run then: what is turned away from now on is counted anew, where this process had not heard of it. */
    void vouchedFor(long run, String account, Instant time) {
        Instant heard = words.put(new Form(run, account, ""), time);
        if (time.equals(heard)) {
            return;
        }
        Predicate<Form> itsOwn = form -> form.run() == run && form.account().equals(account);
        missing.keySet().removeIf(kind -> itsOwn.test(kind.form()));
        believed.keySet().stream()
                .filter(kind -> itsOwn.test(kind.form()))
                .forEach(kind -> believed.computeIfPresent(kind, (same, known) -> known.missing() > 0 ? null : known));
        justNow.keySet().removeIf(itsOwn);
    }

    /** Those of the accounts that turned somebody away. */
    Set<String> counted(long run, Set<String> accounts) {
        return Stream.of(
                        missing.keySet().stream().map(Kind::form),
                        believed.entrySet().stream()
                                .filter(known -> known.getValue().missing() > 0)
                                .map(known -> known.getKey().form()),
                        justNow.keySet().stream())
                .flatMap(Function.identity())
                .filter(form -> form.run() == run && accounts.contains(form.account()))
                .map(Form::account)
                .collect(Collectors.toSet());
    }

    /** Forms that these accounts turned away too often, and not just now: who is about to stop them may not have committed yet. */
    Set<Form> outOfFavour(long run, Set<String> accounts) {
        return missing.entrySet().stream()
                .filter(known -> known.getValue() > known.getKey().most())
                .map(known -> known.getKey().form())
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
