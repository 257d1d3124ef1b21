package io.carillon.delivery.dispatch;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.carillon.channel.AttemptKey;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.database.Sql;
import io.carillon.delivery.claim.Answered;
import io.carillon.delivery.dispatch.TurnedAway.Form;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells a form that a vendor does not take from one person's values that it does not take in that form: once an account has taken
 * the form for somebody of the run, it is the values, a no to that person. Until then it is the form, and the channel stops; and so it
 * does where the form was {@link TurnedAway} too often. Whoever was turned away then is not for ever: where they are once more, and the
 * form was taken for others in between, or somebody resumed the run, it is their values.
 */
@ApplicationScoped
public class TakenForms {
    /** In the place of a form: whoever resumed the run says that they are all right. */
    private static final String ALL = "*";

    private final Sql sql;
    private final TurnedAway turnedAway;
    /** Forms that were taken; for a minute, as the transaction that wrote it down may have failed, and as it says when it was. */
    private final Map<Form, Boolean> known = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .<Form, Boolean>build()
            .asMap();

    TakenForms(Sql sql, TurnedAway turnedAway) {
        this.sql = sql;
        this.turnedAway = turnedAway;
    }

    /** What a claim was answered, in the order in which it came; counted once, however often its outcome is tried. */
    static final class Tally {
        private final List<Answered> inOrder;
        private @Nullable Counted counted;

        Tally(List<Answered> inOrder) {
            this.inOrder = inOrder;
        }

        private Counted counted() {
            return counted == null ? new Counted(Set.of(), Set.of()) : counted;
        }
    }

    /**
     * What follows from a claim's answers.
     *
     * @param again attempts to people who were turned away before, and whose form was taken since, or all are vouched for
     * @param tooOften forms that were turned away too often
     */
    private record Counted(Set<AttemptKey> again, Set<Form> tooOften) {}

    /** Counts all that a claim was answered, before any of it is {@link #judged}. Joins the caller's transaction. */
    void count(Tally tally) {
        if (tally.counted != null) {
            return;
        }
        List<Answered> nos =
                tally.inOrder.stream().filter(TurnedAway::mayBeValues).toList();
        Map<Form, Instant> takenAt = new HashMap<>();
        nos.stream().map(Form::of).distinct().forEach(form -> takenAt(form).ifPresent(time -> takenAt.put(form, time)));
        Set<AttemptKey> again = nos.isEmpty() ? Set.of() : again(nos);
        // Of whom it is known that it is their values says nothing of the form.
        List<Answered> news = tally.inOrder.stream()
                .filter(one -> !takenAt.containsKey(Form.of(one))
                        || !again.contains(one.message().key()))
                .toList();
        tally.counted = new Counted(again, turnedAway.count(news, takenAt));
    }

    /** Answers of one run, with those about a person's values made a no to that person. Joins the caller's transaction. */
    List<Answered> judged(List<Answered> answered, Tally tally, Instant now) {
        note(answered, now);
        Map<Form, List<Answered>> doubtful =
                answered.stream().filter(TurnedAway::mayBeValues).collect(Collectors.groupingBy(Form::of));
        Set<AttemptKey> values = new HashSet<>();
        doubtful.forEach((form, nos) -> {
            Set<AttemptKey> own = EarlyAnswers.keys(valuesAmong(form, nos, tally.counted()));
            values.addAll(own);
            if (own.size() < nos.size()) {
                // When it is taken again is to be known.
                known.remove(form);
            }
        });
        return answered.stream()
                .map(one -> values.contains(one.message().key()) ? refused(one) : one)
                .toList();
    }

    /** Of people who were turned away those for whom it is their values. */
    private List<Answered> valuesAmong(Form form, List<Answered> nos, Counted counted) {
        boolean isTooOften = counted.tooOften().contains(form);
        boolean isTaken = isTaken(form);
        return nos.stream()
                .filter(one -> counted.again().contains(one.message().key())
                        // Of a form that nobody has taken yet, the word of whoever resumed the run is good for few.
                        ? isTaken || !isTooOften
                        : isTaken && !isTooOften && !one.message().isProbe())
                .toList();
    }

    private Set<AttemptKey> again(List<Answered> nos) {
        return Set.copyOf(sql.list(
                """
                select x.delivery, x.no
                  from unnest(?::bigint[], ?::int[], ?::text[], ?::text[], ?::text[]) as x(delivery, no, account, form, code)
                  cross join lateral (
                      select 1 from attempt a
                       where a.run_id = ? and a.delivery_id = x.delivery and a.account = x.account and a.state = 'blocked'
                         and a.vendor_code = x.code
                         and a.outcome_at < (select max(f.taken_at) from form_taken f
                              where f.run_id = a.run_id and f.account = a.account and f.form in (x.form, ?))
                       limit 1) before""",
                row -> new AttemptKey(nos.get(0).message().key().run(), row.getLong("delivery"), row.getInt("no")),
                nos.stream().map(one -> one.message().key().delivery()).toArray(Long[]::new),
                nos.stream().map(one -> one.message().key().no()).toArray(Integer[]::new),
                nos.stream().map(one -> Form.of(one).account()).toArray(String[]::new),
                nos.stream().map(one -> Form.of(one).name()).toArray(String[]::new),
                nos.stream().map(TakenForms::code).toArray(String[]::new),
                nos.get(0).message().key().run(),
                ALL));
    }

    /** None of these accounts is stopped in the run. */
    void areOpen(long run, Set<String> accounts) {
        turnedAway
                .outOfFavour(run, accounts)
                .forEach(form -> takenAt(form).ifPresent(time -> turnedAway.isOpen(form, time)));
    }

    /** When a form was taken last; empty where it never was. */
    private Optional<Instant> takenAt(Form form) {
        return sql.first(
                "select greatest(taken_at, 'epoch') as taken_at from form_taken where run_id = ? and account = ? and form = ?",
                row -> Objects.requireNonNull(Sql.instant(row, "taken_at")),
                form.run(),
                form.account(),
                form.name());
    }

    private static Answered refused(Answered one) {
        return new Answered(one.message(), new SendResult.Refused(Reason.POLICY_REFUSED, code(one)));
    }

    private static String code(Answered one) {
        return ((SendResult.Blocked) one.result()).vendorCode();
    }

    private void note(List<Answered> answered, Instant now) {
        Set<Form> fresh = new TreeSet<>(Comparator.comparing(Form::account).thenComparing(Form::name));
        answered.stream()
                .filter(TurnedAway::isTaken)
                .map(Form::of)
                .filter(form -> !known.containsKey(form))
                .forEach(fresh::add);
        // In one order for all, so that no two wait for each other.
        for (Form form : fresh) {
            write(form, now);
            known.put(form, true);
        }
    }

    /** Somebody resumed the run: whoever an account turns away once more has themselves to mend something. Joins the caller's transaction. */
    void vouch(long run, String account, Instant now) {
        write(new Form(run, account, ALL), now);
        turnedAway.opened(run, account);
    }

    private void write(Form form, Instant now) {
        sql.update("""
                insert into form_taken as f (run_id, account, form, taken_at) values (?, ?, ?, ?)
                    on conflict (run_id, account, form) do update set taken_at = greatest(f.taken_at, excluded.taken_at)""", form.run(), form.account(), form.name(), now);
    }

    private boolean isTaken(Form form) {
        return known.containsKey(form) || takenAt(form).isPresent();
    }
}
