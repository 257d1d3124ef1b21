package io.carillon.delivery.dispatch;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.database.Sql;
import io.carillon.delivery.claim.Answered;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tells a form that a vendor does not take from one person's values that it does not take in that form: once an account has taken
 * the form for somebody of the run, it is the values, a no to that person. Until then it is the form, and the channel stops; and so it
 * does where it is turned away many times in a row, or for more than a fifth of the people, as a vendor may change its mind about a form.
 */
@ApplicationScoped
public class TakenForms {
    private static final int MANY = 5;
    /** How many people a form must be taken for to make up for one for whom it was not. */
    private static final int TAKEN_FOR_ONE = 4;

    private static final int TOO_MANY = (MANY + 1) * TAKEN_FOR_ONE;

    private final Sql sql;
    /** What is written already, by run, account and form; for a minute, as the transaction that wrote it may have failed. */
    private final Map<Taken, Boolean> known = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .<Taken, Boolean>build()
            .asMap();

    /**
     * How many people more a form would have to be taken for, so that those for whom it was turned away are few among them. No more
     * than just too many, so that what was turned away long ago costs no more than that.
     */
    private final Map<Taken, Integer> turnedAway = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofHours(1))
            .<Taken, Integer>build()
            .asMap();

    /** Forms that were turned away too often just now, whatever the same claims were answered afterwards. */
    private final Map<Taken, Boolean> over = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .<Taken, Boolean>build()
            .asMap();

    public TakenForms(Sql sql) {
        this.sql = sql;
    }

    private record Taken(long run, String account, String form) {
        static Taken of(Answered one) {
            return new Taken(
                    one.message().key().run(),
                    one.message().account().name(),
                    one.message().form());
        }
    }

    /** Answers of one run, with those about a person's values made a no to that person. Joins the caller's transaction. */
    List<Answered> judged(List<Answered> answered) {
        note(answered);
        Set<Taken> doubtful =
                answered.stream().filter(TakenForms::mayBeValues).map(Taken::of).collect(Collectors.toSet());
        doubtful.removeIf(form -> over.containsKey(form) || !isTaken(form));
        if (doubtful.isEmpty()) {
            return answered;
        }
        return answered.stream()
                .map(one -> mayBeValues(one) && doubtful.contains(Taken.of(one)) ? refused(one) : one)
                .toList();
    }

    /**
     * Counts all that a claim was answered, before it is {@link #judged}: once, and in the order in which it came, so that many for
     * whom a form was taken do not make up for those for whom it no longer is. Of a person's devices the first one counts.
     */
    void count(List<Answered> inOrder) {
        Set<AttemptsOf> counted = new HashSet<>();
        for (Answered one : inOrder) {
            Taken form = Taken.of(one);
            boolean isNo = mayBeValues(one);
            if ((!isNo && !isAccepted(one))
                    || !counted.add(new AttemptsOf(form, one.message().key().delivery()))) {
                continue;
            }
            if (!isNo) {
                turnedAway.computeIfPresent(form, (same, missing) -> missing > 1 ? missing - 1 : null);
            } else if (turnedAway.merge(form, TAKEN_FOR_ONE, TakenForms::more) > MANY * TAKEN_FOR_ONE) {
                over.put(form, true);
            }
        }
    }

    private static int more(int missing, int added) {
        return Math.min(TOO_MANY, missing + added);
    }

    private record AttemptsOf(Taken form, long delivery) {}

    /** The account's channel is open again in the run: what it does not take from now on is counted anew. */
    void trust(long run, String account) {
        for (Map<Taken, ?> forms : List.of(turnedAway, over)) {
            forms.keySet().removeIf(form -> form.run() == run && form.account().equals(account));
        }
    }

    private static boolean isAccepted(Answered one) {
        return one.result() instanceof SendResult.Accepted;
    }

    private static boolean mayBeValues(Answered one) {
        return one.result() instanceof SendResult.Blocked blocked && blocked.mayBeValues();
    }

    private static Answered refused(Answered one) {
        String code = ((SendResult.Blocked) one.result()).vendorCode();
        return new Answered(one.message(), new SendResult.Refused(Reason.POLICY_REFUSED, code));
    }

    private void note(List<Answered> answered) {
        Set<Taken> fresh = new TreeSet<>(Comparator.comparing(Taken::account).thenComparing(Taken::form));
        answered.stream()
                .filter(TakenForms::isAccepted)
                .map(Taken::of)
                .filter(form -> !known.containsKey(form))
                .forEach(fresh::add);
        // In one order for all, so that no two wait for each other.
        for (Taken form : fresh) {
            sql.update(
                    "insert into form_taken (run_id, account, form) values (?, ?, ?) on conflict do nothing",
                    form.run(),
                    form.account(),
                    form.form());
            known.put(form, true);
        }
    }

    private boolean isTaken(Taken form) {
        return sql.first(
                        "select 1 from form_taken where run_id = ? and account = ? and form = ?",
                        row -> true,
                        form.run(),
                        form.account(),
                        form.form())
                .isPresent();
    }
}
