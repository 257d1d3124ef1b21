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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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

    /** Answers of one run, with those about a person's values made a no to that person. Joins the caller's transaction. */
    List<Answered> judged(List<Answered> answered, Instant now) {
        note(answered, now);
        Map<Form, List<Answered>> doubtful =
                answered.stream().filter(TurnedAway::mayBeValues).collect(Collectors.groupingBy(Form::of));
        Set<AttemptKey> values = new HashSet<>();
        doubtful.forEach((form, nos) -> {
            List<Answered> own = isTaken(form) ? valuesAmong(form, nos) : List.of();
            values.addAll(EarlyAnswers.keys(own));
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
    private List<Answered> valuesAmong(Form form, List<Answered> nos) {
        boolean isStopped = turnedAway.isTooOften(form)
                || nos.stream().anyMatch(one -> one.message().isProbe());
        if (!isStopped) {
            return nos;
        }
        Set<Long> again = Set.copyOf(sql.list(
                """
                select distinct a.delivery_id
                  from attempt a
                 where a.run_id = ? and a.delivery_id = any (?) and a.account = ? and a.state = 'blocked' and a.vendor_code = any (?)
                   and a.outcome_at < (select max(f.taken_at) from form_taken f
                        where f.run_id = a.run_id and f.account = a.account and f.form in (?, ?))""",
                row -> row.getLong(1),
                form.run(),
                nos.stream().map(one -> one.message().key().delivery()).toArray(Long[]::new),
                form.account(),
                nos.stream().map(TakenForms::code).toArray(String[]::new),
                form.name(),
                ALL));
        return nos.stream()
                .filter(one -> again.contains(one.message().key().delivery()))
                .toList();
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
        return known.containsKey(form)
                || sql.first(
                                "select 1 from form_taken where run_id = ? and account = ? and form = ?",
                                row -> true,
                                form.run(),
                                form.account(),
                                form.name())
                        .isPresent();
    }
}
