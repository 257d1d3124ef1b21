package io.carillon.delivery.dispatch;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.carillon.channel.AttemptKey;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.database.Sql;
import io.carillon.delivery.claim.Answered;
import io.carillon.delivery.dispatch.TurnedAway.Form;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
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
 * form was taken for others in between, or somebody resumed the run, it is their values; not for many at once where nobody is taken for
 * beside them, as a vendor may take a form again for a while.
 */
@ApplicationScoped
public class TakenForms {
    /** In the place of a form: whoever resumed the run says that they are all right. */
    static final String ALL = "*";

    /** When a form was taken last is written no more often: who is taken sooner after the last time does not count as taken since. */
    private static final Duration LEAST_BETWEEN = Duration.ofSeconds(1);

    private final Sql sql;
    private final TurnedAway turnedAway;
    private final Event<Noted> noted;
    /** Forms of which it was written down within the last minute that they are taken. */
    private final Map<Form, Boolean> known = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .<Form, Boolean>build()
            .asMap();

    TakenForms(Sql sql, TurnedAway turnedAway, Event<Noted> noted) {
        this.sql = sql;
        this.turnedAway = turnedAway;
        this.noted = noted;
    }

    /** What a claim was answered, in the order in which it came; counted once, however often its outcome is tried. */
    static final class Tally {
        private final List<Answered> inOrder;
        private final long begun;
        private @Nullable Counted counted;

        /**
         * What is told.
         *
         * @param begun when its calls began, of {@link System#nanoTime}
         */
        Tally(List<Answered> inOrder, long begun) {
            this.inOrder = inOrder;
            this.begun = begun;
        }

        /** Of a claim of which nothing has to be counted. */
        static Tally empty(long begun) {
            return new Tally(List.of(), begun);
        }

        private Counted counted() {
            return counted == null ? Counted.NOTHING : counted;
        }

        /** Attempts to people who wait for their own sake, and stop nobody. */
        Set<AttemptKey> waiting() {
            return counted().waiting();
        }

        private Instant begunAt(Instant now) {
            return now.minusNanos(System.nanoTime() - begun);
        }
    }

    /**
     * What follows from a claim's answers.
     *
     * @param heardOf attempts to people who were turned away before, of whom something was heard since
     * @param values those for which it is the person's values
     * @param waiting those to people who wait for their own sake
     * @param tooOften forms that were turned away too often
     */
    private record Counted(
            Set<AttemptKey> heardOf, Set<AttemptKey> values, Set<AttemptKey> waiting, Set<Form> tooOften) {
        static final Counted NOTHING = new Counted(Set.of(), Set.of(), Set.of(), Set.of());
    }

    /** Counts all that a claim was answered, before any of it is {@link #judged}. Joins the caller's transaction. */
    void count(Tally tally, Instant now) {
        if (tally.counted != null) {
            return;
        }
        List<Answered> nos =
                tally.inOrder.stream().filter(TurnedAway::mayBeOnePersons).toList();
        if (nos.isEmpty()) {
            turnedAway.count(tally.inOrder, now);
            tally.counted = Counted.NOTHING;
            return;
        }
        Map<AttemptKey, OwnSake.Since> before = before(nos);
        Set<Form> asked = nos.stream().map(Form::of).collect(Collectors.toSet());
        Set<Form> taken =
                tally.inOrder.stream().filter(TurnedAway::isTaken).map(Form::of).collect(Collectors.toSet());
        asked.stream().filter(this::isTaken).forEach(taken::add);
        Set<String> taking = new HashSet<>();
        taken.forEach(form -> taking.add(form.account()));
        for (Form form : asked) {
            if (!taking.contains(form.account()) && isAccountTaking(form)) {
                taking.add(form.account());
            }
        }
        turnedAway.count(
                tally.inOrder.stream()
                        .filter(one -> isNews(one, before.get(one.message().key()), taken, taking))
                        .toList(),
                now);
        Set<Form> tooOften = asked.stream().filter(turnedAway::isTooOften).collect(Collectors.toSet());
        OwnSake ownSake = new OwnSake(turnedAway, now, taken, taking, tooOften);
        Map<AttemptKey, OwnSake.Verdict> verdicts = new HashMap<>();
        Map<TurnedAway.Person, OwnSake.Verdict> people = new HashMap<>();
        for (Answered one : nos) {
            AttemptKey key = one.message().key();
            // Of several devices the first one counts.
            verdicts.put(
                    key,
                    people.computeIfAbsent(
                            TurnedAway.Person.of(one),
                            same -> ownSake.judge(one, before.getOrDefault(key, OwnSake.Since.NOTHING))));
        }
        before.values().removeIf(since -> !since.isAnything());
        tally.counted = new Counted(
                before.keySet(),
                with(OwnSake.Verdict.VALUES, verdicts),
                with(OwnSake.Verdict.WAITS, verdicts),
                tooOften);
    }

    /** Whether an answer says anything of the form: not of whom it is known that it is their values, or who waits for their own sake. */
    private static boolean isNews(Answered one, OwnSake.@Nullable Since before, Set<Form> taken, Set<String> taking) {
        if (before == null) {
            return true;
        }
        Form form = Form.of(one);
        boolean isKnown = before.isAnything() && taken.contains(form);
        boolean isWaiting = !TurnedAway.mayBeValues(one) && taking.contains(form.account());
        return !isKnown && !isWaiting;
    }

    private static Set<AttemptKey> with(OwnSake.Verdict verdict, Map<AttemptKey, OwnSake.Verdict> all) {
        return all.entrySet().stream()
                .filter(one -> one.getValue() == verdict)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Answers of one run, with those about a person's values made a no to that person. Joins the caller's transaction. */
    List<Answered> judged(List<Answered> answered, Tally tally, Instant now) {
        Set<Form> fresh = write(answered, tally.begunAt(now));
        Counted counted = tally.counted();
        Set<AttemptKey> values = new HashSet<>(counted.values());
        answered.stream()
                .filter(TurnedAway::mayBeOnePersons)
                .collect(Collectors.groupingBy(Form::of))
                .forEach((form, nos) -> {
                    boolean isForm = counted.tooOften().contains(form) || !isTaken(form);
                    nos.stream()
                            .filter(one -> !isForm
                                    && TurnedAway.mayBeValues(one)
                                    && !one.message().isProbe()
                                    && !counted.heardOf().contains(one.message().key()))
                            .forEach(one -> values.add(one.message().key()));
                    if (!values.containsAll(EarlyAnswers.keys(nos))) {
                        // When it is taken again is to be known.
                        fresh.remove(form);
                        known.remove(form);
                    }
                });
        if (!fresh.isEmpty()) {
            noted.fire(new Noted(fresh));
        }
        return answered.stream()
                .map(one -> values.contains(one.message().key()) ? refused(one) : one)
                .toList();
    }

    /** Attempts to people who were turned away so before, with what was heard since. */
    private Map<AttemptKey, OwnSake.Since> before(List<Answered> nos) {
        long run = nos.get(0).message().key().run();
        Map<AttemptKey, OwnSake.Since> before = new HashMap<>();
        sql.list(
                """
                select x.delivery, x.no, first.at < taken.at as is_taken, first.at < word.at as is_vouched_for, first.is_twice
                  from unnest(?::bigint[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[])
                       as x(delivery, no, account, form, reason, code)
                  left join form_taken own on own.run_id = ? and own.account = x.account and own.form = x.form
                  left join form_taken all_of on all_of.run_id = ? and all_of.account = x.account and all_of.form = ?
                  cross join lateral (select coalesce(own.taken_at, '-infinity') as at offset 0) taken
                  cross join lateral (select coalesce(all_of.taken_at, '-infinity') as at offset 0) word
                  cross join lateral (
                      select min(a.outcome_at) as at, count(distinct a.claim_token) filter (where a.outcome_at < word.at) > 1 as is_twice from attempt a
                       where a.run_id = ? and a.delivery_id = x.delivery and a.account = x.account and a.state = 'blocked'
                         and a.reason = x.reason and a.vendor_code = x.code offset 0) first
                 where first.at is not null""",
                row -> before.put(
                        new AttemptKey(run, row.getLong("delivery"), row.getInt("no")),
                        new OwnSake.Since(
                                row.getBoolean("is_taken"),
                                row.getBoolean("is_vouched_for"),
                                row.getBoolean("is_twice"))),
                nos.stream().map(one -> one.message().key().delivery()).toArray(Long[]::new),
                nos.stream().map(one -> one.message().key().no()).toArray(Integer[]::new),
                nos.stream().map(one -> Form.of(one).account()).toArray(String[]::new),
                nos.stream().map(one -> Form.of(one).name()).toArray(String[]::new),
                nos.stream().map(one -> no(one).reason().id()).toArray(String[]::new),
                nos.stream().map(one -> no(one).vendorCode()).toArray(String[]::new),
                run,
                run,
                ALL,
                run);
        return before;
    }

    /** None of these accounts is stopped in the run; whichever process opened them. */
    void areOpen(long run, Set<String> accounts) {
        for (String account : turnedAway.counted(run, accounts)) {
            takenAt(new Form(run, account, ALL)).ifPresent(time -> turnedAway.vouchedFor(run, account, time));
        }
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
        return new Answered(one.message(), new SendResult.Refused(Reason.POLICY_REFUSED, no(one).vendorCode()));
    }

    private static SendResult.Blocked no(Answered one) {
        return (SendResult.Blocked) one.result();
    }

    /** Writes which forms were taken, of those that were not written just before; answers those that it wrote. */
    private Set<Form> write(List<Answered> answered, Instant begun) {
        Set<Form> fresh = new TreeSet<>(Comparator.comparing(Form::account).thenComparing(Form::name));
        answered.stream()
                .filter(TurnedAway::isTaken)
                .map(Form::of)
                .filter(form -> !known.containsKey(form))
                .forEach(fresh::add);
        // In one order for all, so that no two wait for each other.
        fresh.removeIf(form -> isJustWritten(form, begun));
        fresh.forEach(form -> write(form, begun));
        return fresh;
    }

    /** Forms that stand in the database. */
    record Noted(Set<Form> forms) {}

    void areNoted(@Observes(during = TransactionPhase.AFTER_SUCCESS) Noted noted) {
        noted.forms().forEach(form -> known.put(form, true));
    }

    /** Somebody resumed the run: whoever an account turns away once more has themselves to mend something. Joins the caller's transaction. */
    void vouch(long run, String account, Instant now) {
        write(new Form(run, account, ALL), now);
        turnedAway.vouchedFor(run, account, now);
    }

    private void write(Form form, Instant now) {
        sql.update("""
                insert into form_taken as f (run_id, account, form, taken_at) values (?, ?, ?, ?)
                    on conflict (run_id, account, form) do update set taken_at = greatest(f.taken_at, excluded.taken_at)""", form.run(), form.account(), form.name(), now);
    }

    /** As whoever writes it holds it until their outcome is through, and others wait for that. */
    private boolean isJustWritten(Form form, Instant now) {
        return takenAt(form).filter(now.minus(LEAST_BETWEEN)::isBefore).isPresent();
    }

    private boolean isAccountTaking(Form form) {
        return sql.one(
                "select exists (select 1 from form_taken where run_id = ? and account = ? and form <> ?)",
                row -> row.getBoolean(1),
                form.run(),
                form.account(),
                ALL);
    }

    private boolean isTaken(Form form) {
        return known.containsKey(form) || takenAt(form).isPresent();
    }
}
