package io.carillon.delivery.dispatch;

import io.carillon.campaign.ChannelPolicy.Action;
import io.carillon.channel.AttemptKey;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.VendorAccounts;
import io.carillon.database.DatabaseClock;
import io.carillon.database.KeyedPlans;
import io.carillon.database.Sql;
import io.carillon.delivery.claim.Answered;
import io.carillon.delivery.ledger.Judgement;
import io.carillon.delivery.ledger.LeadOn;
import io.carillon.delivery.ledger.Moment;
import io.carillon.delivery.ledger.RunPlan;
import io.carillon.delivery.ledger.WakeTimes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The outcome: one transaction that writes what became of each message of a claim, and where it leaves each person. Never lowers
 * what a receipt has raised meanwhile.
 */
@ApplicationScoped
public class Outcomes {
    private static final Logger LOG = Logger.getLogger(Outcomes.class);

    private final Sql sql;
    private final DatabaseClock clock;
    private final Judgement judgement;
    private final LeadOn leadOn;
    private final Blocks blocks;
    private final AccountNews news;
    private final OutcomeEffects effects;
    private final CallMarks marks;
    private final LateAnswers late;
    private final TakenForms forms;

    public Outcomes(
            Sql sql,
            DatabaseClock clock,
            Judgement judgement,
            LeadOn leadOn,
            Blocks blocks,
            AccountNews news,
            OutcomeEffects effects,
            CallMarks marks,
            LateAnswers late,
            TakenForms forms) {
        this.sql = sql;
        this.clock = clock;
        this.judgement = judgement;
        this.leadOn = leadOn;
        this.blocks = blocks;
        this.news = news;
        this.effects = effects;
        this.marks = marks;
        this.late = late;
        this.forms = forms;
    }

    /**
     * When what has not left may go.
     *
     * @param pauses of what was not sent
     * @param probes of accounts that are stopped, when one row is tried
     * @param waiting attempts to people who wait for their own sake, until when
     */
    private record Comebacks(
            AccountNews.Pauses pauses, Map<String, Instant> probes, Map<AttemptKey, Instant> waiting) {}

    /** What a message's result means for its attempt's row. */
    private record Written(
            String state,
            @Nullable Reason reason,
            String code,
            @Nullable String vendorId) {}

    /**
     * Writes what is decided while other calls of the claim are still out; what all of its answers together say of the accounts is
     * left to {@link #write}, but too many refusals stop a channel at once. Commits by itself.
     *
     * @param decided accepted or refused, everything of these people
     * @param tally empty, as only a claim's end tells of forms that were turned away
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void writeDecided(
            RunPlan plan,
            ChannelKind channel,
            UUID token,
            List<Answered> decided,
            TakenForms.Tally tally,
            Instant workflowNow) {
        KeyedPlans.keep(sql);
        Instant now = new Moment(workflowNow, clock.now()).now();
        Entered entered = enter(plan, token, decided, tally, now);
        leadOn(plan, channel, entered, now, new Comebacks(AccountNews.Pauses.NONE, Map.of(), Map.of()));
        blocks.noteRefusals(plan, channel, decided);
        blocks.noteUnlisted(plan.id(), channel, entered.usual());
    }

    /** Writes that nobody knows what became of a claim's messages; commits by itself. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void writeDoubts(RunPlan plan, ChannelKind channel, UUID token, List<Answered> doubts, Instant workflowNow) {
        write(
                plan,
                channel,
                token,
                doubts,
                List.of(),
                TakenForms.Tally.empty(System.nanoTime()),
                Set.of(),
                workflowNow);
    }

    /**
     * Writes all that is not written yet; commits by itself.
     *
     * @param early what was written while the others were still out
     * @param tally all that the claim was answered
     * @param taking accounts of the channel that had room for messages when these were claimed
     * @param workflowNow what the workflow's clock shows at least; waits begin at the later of it and PostgreSQL's
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void write(
            RunPlan plan,
            ChannelKind channel,
            UUID token,
            List<Answered> answered,
            List<Answered> early,
            TakenForms.Tally tally,
            Set<String> taking,
            Instant workflowNow) {
        if (answered.isEmpty() && early.isEmpty()) {
            return;
        }
        KeyedPlans.keep(sql);
        Instant now = new Moment(workflowNow, clock.now()).now();
        marks.forget(token);
        forms.count(tally, now);
        Entered entered = enter(plan, token, answered, tally, now);
        List<Answered> heard = new ArrayList<>(early);
        heard.addAll(entered.usual());
        if (!heard.isEmpty()) {
            AccountNews.Pauses pauses = news.note(heard, taking);
            List<Answered> loud = heard.stream()
                    .filter(one -> !tally.waiting().contains(one.message().key()))
                    .toList();
            Map<AttemptKey, Instant> waiting = new HashMap<>();
            tally.waiting().forEach(key -> waiting.put(key, now.plus(blocks.probeEvery())));
            leadOn(plan, channel, entered, now, new Comebacks(pauses, blocks.note(plan, channel, loud), waiting));
            blocks.noteUnlisted(plan.id(), channel, entered.usual());
        }
    }

    /**
     * Answers that stand in the ledger.
     *
     * @param usual those of people who are still waited for
     * @param foretold deliveries of which a receipt came before
     */
    private record Entered(List<Answered> usual, List<Long> foretold) {}

    private Entered enter(RunPlan plan, UUID token, List<Answered> answered, TakenForms.Tally tally, Instant now) {
        if (answered.isEmpty()) {
            return new Entered(List.of(), List.of());
        }
        lockRows(plan.id(), answered);
        LateAnswers.Sorted sorted = late.sort(plan.id(), forms.judged(answered, tally, now));
        List<Long> foretold = writeAttempts(plan.id(), token, sorted.all(), now);
        effects.apply(sorted.all(), now);
        late.close(plan.id(), sorted.closed());
        return new Entered(sorted.usual(), foretold);
    }

    private void leadOn(RunPlan plan, ChannelKind channel, Entered entered, Instant now, Comebacks comebacks) {
        List<Answered> answered = entered.usual();
        if (answered.isEmpty()) {
            return;
        }
        tellDoubts(plan.id(), channel, answered);
        leadVendorDownOn(plan, answered);
        List<Answered> refused = answered.stream()
                .filter(one -> one.result() instanceof SendResult.Refused)
                .toList();
        if (!refused.isEmpty()) {
            leadOn.mark(plan.id(), deliveries(refused));
        }
        judge(plan, channel, answered, now, comebacks);
        if (!entered.foretold().isEmpty()) {
            adjust(plan.id(), answered.get(0).message().batch(), entered.foretold());
        }
    }

    private static void tellDoubts(long run, ChannelKind channel, List<Answered> answered) {
        Map<String, Long> doubts = answered.stream()
                .filter(one -> one.result() instanceof SendResult.Unknown)
                .collect(Collectors.groupingBy(
                        one -> one.message().account().name() + " "
                                + ((SendResult.Unknown) one.result()).reason().id(),
                        TreeMap::new,
                        Collectors.counting()));
        if (!doubts.isEmpty()) {
            LOG.warnf("run %d: of %d %s messages in doubt: %s", run, answered.size(), channel.id(), doubts);
        }
    }

    private void lockRows(long run, List<Answered> answered) {
        sql.run(
                "select id from delivery where run_id = ? and batch_no = ? and id = any (?) order by id for update",
                run,
                answered.get(0).message().batch(),
                deliveries(answered));
    }

    /** Writes each attempt; answers the deliveries of which a receipt came before. */
    private List<Long> writeAttempts(long run, UUID token, List<Answered> answered, Instant now) {
        List<Written> rows = answered.stream().map(one -> written(one.result())).toList();
        return sql.list(
                """
                with written as (
                update attempt a
                   set state = case when a.state in ('in_flight', 'unknown') then x.state else a.state end,
                       reason = case when a.state in ('in_flight', 'unknown') then x.reason else a.reason end,
                       vendor_code = coalesce(nullif(x.code, ''), a.vendor_code),
                       vendor_id = coalesce(x.vendor_id, a.vendor_id),
                       outcome_at = x.now
                  from (select x.*, ?::bigint as run, ?::uuid as token, ?::timestamptz as now
                          from unnest(?::bigint[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[])
                               as x(delivery, no, state, reason, code, vendor_id) offset 0) x
                 where a.run_id = x.run and a.delivery_id = x.delivery and a.no = x.no and a.claim_token = x.token
                returning a.delivery_id, a.state
                ) select delivery_id from written where state in ('delivered', 'read', 'undelivered')""",
                row -> row.getLong(1),
                run,
                token,
                now,
                deliveries(answered),
                answered.stream().map(one -> one.message().key().no()).toArray(Integer[]::new),
                rows.stream().map(Written::state).toArray(String[]::new),
                rows.stream()
                        .map(row -> row.reason() == null ? null : row.reason().id())
                        .toArray(String[]::new),
                rows.stream().map(Written::code).toArray(String[]::new),
                rows.stream().map(Written::vendorId).toArray(String[]::new));
    }

    private static Written written(SendResult result) {
        if (result instanceof SendResult.Accepted accepted) {
            return new Written("accepted", null, "", accepted.vendorId());
        }
        SendResult.Failed failed = (SendResult.Failed) result;
        return new Written(state(failed), failed.reason(), failed.vendorCode(), null);
    }

    private static String state(SendResult.Failed failed) {
        if (failed instanceof SendResult.Refused) {
            return "refused";
        } else if (failed instanceof SendResult.Blocked) {
            return "blocked";
        }
        return failed instanceof SendResult.NotSent ? "not_sent" : "unknown";
    }

    /** A vendor that cannot be reached leads on only where the policy says so. */
    private void leadVendorDownOn(RunPlan plan, List<Answered> answered) {
        if (plan.rules().get(Reason.VENDOR_DOWN) != Action.NEXT) {
            return;
        }
        List<Answered> down = answered.stream()
                .filter(one -> one.result() instanceof SendResult.NotSent not && not.reason() == Reason.VENDOR_DOWN)
                .toList();
        sql.update(
                """
                update attempt a set led = 'next'
                  from (select x.*, ?::bigint as run from unnest(?::bigint[], ?::int[]) as x(delivery, no) offset 0) x
                 where a.run_id = x.run and a.delivery_id = x.delivery and a.no = x.no and a.state = 'not_sent'""",
                plan.id(),
                deliveries(down),
                down.stream().map(one -> one.message().key().no()).toArray(Integer[]::new));
    }

    private void judge(RunPlan plan, ChannelKind channel, List<Answered> answered, Instant now, Comebacks comebacks) {
        RunPlan.Step step = plan.step(channel);
        Map<Long, @Nullable Instant> dues = new LinkedHashMap<>();
        List<Long> again = new ArrayList<>();
        for (Answered one : answered) {
            Instant due = due(one, step, now, comebacks);
            if (one.result() instanceof SendResult.NotSent
                    && !comebacks.pauses().isOutage(one)) {
                again.add(one.message().key().delivery());
            }
            // Of several devices the one that was accepted decides.
            if (one.result() instanceof SendResult.Accepted
                    || !dues.containsKey(one.message().key().delivery())) {
                dues.put(one.message().key().delivery(), due);
            }
        }
        boolean wereTried = answered.stream().anyMatch(one -> one.message().tries() > 0);
        if (wereTried || !again.isEmpty()) {
            countTries(plan.id(), answered, again);
        }
        judgement.apply(
                dues.keySet().stream()
                        .map(id -> new Judgement.Row(
                                plan.id(), answered.get(0).message().batch(), id))
                        .toList(),
                dues.values().toArray(Instant[]::new));
    }

    private void countTries(long run, List<Answered> answered, List<Long> again) {
        sql.update(
                """
                update delivery set tries = case when id = any (?) then tries + 1 else 0 end
                 where run_id = ? and batch_no = ? and id = any (?) and (tries > 0 or id = any (?))""",
                again.toArray(Long[]::new),
                run,
                answered.get(0).message().batch(),
                deliveries(answered),
                again.toArray(Long[]::new));
    }

    /** A receipt came before this outcome: bad news lead on at once, good news leave nothing to wait for. */
    private void adjust(long run, int batch, List<Long> foretold) {
        sql.update("""
                update delivery d set due_at = case when d.state = 'sent' then null else ?::timestamptz end
                 where d.run_id = ? and d.batch_no = ? and d.id = any (?)
                   and (d.state = 'pending' or (d.state = 'sent' and d.due_at is not null and exists (select 1 from attempt a
                        where a.run_id = d.run_id and a.delivery_id = d.id and a.state in ('delivered', 'read') and a.led is null offset 0)))
                   and not exists (select 1 from attempt a
                        where a.run_id = d.run_id and a.delivery_id = d.id and a.state = 'in_flight' offset 0)""", Judgement.AT_ONCE, run, batch, foretold.toArray(Long[]::new));
    }

    private static @Nullable Instant due(Answered one, RunPlan.Step step, Instant now, Comebacks comebacks) {
        if (one.result() instanceof SendResult.Accepted) {
            return step.openFor().isZero() ? null : WakeTimes.rounded(now.plus(step.openFor()), step.openFor());
        } else if (one.result() instanceof SendResult.Unknown) {
            return WakeTimes.rounded(now.plus(step.openFor()).plusSeconds(1), step.openFor());
        } else if (one.result() instanceof SendResult.Blocked) {
            // No longer stopped: resumed meanwhile, or taken out of use, which this process may not know yet.
            Instant soon = comebacks.waiting().getOrDefault(one.message().key(), now.plus(VendorAccounts.KEPT));
            return comebacks.probes().getOrDefault(one.message().account().name(), soon);
        } else if (one.result() instanceof SendResult.NotSent not) {
            if (comebacks.pauses().mayGoElsewhere(one)) {
                return Judgement.AT_ONCE;
            }
            Duration pause = comebacks.pauses().of(one, not);
            return WakeTimes.rounded(now.plus(pause), pause);
        }
        return Judgement.AT_ONCE;
    }

    private static Long[] deliveries(List<Answered> answered) {
        return answered.stream().map(one -> one.message().key().delivery()).toArray(Long[]::new);
    }
}
