package io.carillon.delivery.claim;

import io.carillon.channel.Reason;
import io.carillon.database.KeyedPlans;
import io.carillon.database.Sql;
import io.carillon.delivery.ledger.Judgement;
import io.carillon.delivery.ledger.LeadOn;
import io.carillon.delivery.ledger.Passes;
import io.carillon.delivery.ledger.RunLock;
import io.carillon.restraint.Gate;
import io.carillon.restraint.GateScope;
import io.carillon.restraint.GateVerdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The claim: one transaction that decides who is sent to now, in a fixed order. The run's shared lock, the run's state in a new
 * statement, due rows, gates, then attempts in flight with their keys. Pause and cancel take the same lock exclusively, so when
 * they answer no older claim is open.
 */
@ApplicationScoped
public class Claimer {
    /**
     * Attempts of doubtful people are numbered after this. The numbers below belong to attempts that the vendors may have and a
     * restored database does not, so that no key means two messages.
     */
    public static final int DOUBTS_AFTER = 1_000;

    /** Whose values a vendor does not take would be probed for ever, before anybody whom it would take. */
    private static final String PROBED_FIRST = """
            (select count(*) from attempt a
              where a.run_id = d.run_id and a.delivery_id = d.id and a.state = 'blocked'), d.id""";

    private final Sql sql;
    private final Judgement judgement;
    private final LeadOn leadOn;
    private final Passes passes;
    private final MessageFiller filler;
    private final AttemptWriter writer;
    private final SharedAddresses shared;
    private final List<Gate> gates;
    private final Duration lease;

    public Claimer(
            Sql sql,
            Judgement judgement,
            LeadOn leadOn,
            Passes passes,
            MessageFiller filler,
            AttemptWriter writer,
            SharedAddresses shared,
            Instance<Gate> gates,
            @ConfigProperty(name = "carillon.claim-lease", defaultValue = "30s") Duration lease) {
        this.sql = sql;
        this.judgement = judgement;
        this.leadOn = leadOn;
        this.passes = passes;
        this.filler = filler;
        this.writer = writer;
        this.shared = shared;
        this.gates = gates.stream().sorted(Comparator.comparingInt(Gate::order)).toList();
        this.lease = lease;
    }

    /** How long a claim may start calls. */
    public Duration lease() {
        return lease;
    }

    /**
     * A due row under lock.
     *
     * @param attempts the number of its last attempt
     * @param isDoubtful whether it may have been sent to in a time that the database does not know
     * @param isHeld whether it is told as held
     */
    record Due(
            long id,
            long profile,
            String zone,
            int tries,
            int attempts,
            boolean isDoubtful,
            boolean isHeld,
            @org.jspecify.annotations.Nullable String locale) {}

    /** Claims. Commits by itself: when this returns the attempts are written. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public Claim claim(ClaimOrder order) {
        UUID token = UUID.randomUUID();
        KeyedPlans.keep(sql);
        RunLock.shared(sql, order.plan().id());
        if (!isRunning(order.plan().id())) {
            return Claim.nothing(token, false);
        }
        List<Due> due = dueRows(order, false);
        if (due.isEmpty() && bringForward(order) > 0) {
            due = dueRows(order, false);
        }
        return take(order, token, due, gates, true);
    }

    /**
     * Claims what may have been sent already, of a run in whatever state: nothing of it is to be called. Gates that ask about this
     * moment are not asked, for it is not at this moment that it was sent.
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public Claim doubt(ClaimOrder order) {
        KeyedPlans.keep(sql);
        RunLock.shared(sql, order.plan().id());
        return take(
                order,
                UUID.randomUUID(),
                dueRows(order, true),
                gates.stream().filter(Gate::isRouting).toList(),
                false);
    }

    /**
     * @param mayWait whether second owners of an address may wait for the answer of the first
     */
    private Claim take(ClaimOrder order, UUID token, List<Due> due, List<Gate> asked, boolean mayWait) {
        if (due.isEmpty()) {
            return Claim.nothing(token, true);
        }
        List<Due> going = askGates(order, due, asked);
        letGo(order, going);
        MessageFiller.Filled filled = filler.fill(order, going);
        List<ClaimedMessage> written = writer.write(order, filled.messages(), token, lease);
        leaveBehind(order, going, filled, written, mayWait);
        holdStopped(order, filled.stopped());
        Set<Long> doubtful = going.stream().filter(Due::isDoubtful).map(Due::id).collect(Collectors.toSet());
        return Claim.of(token, written, doubtful, due.size(), filled, going.size());
    }

    private boolean isRunning(long run) {
        return sql.one(
                "select state = 'running' and carillon_now() < ends_at as may from run where id = ?",
                row -> row.getBoolean("may"),
                run);
    }

    private List<Due> dueRows(ClaimOrder order, boolean onlyDoubtful) {
        return sql.list(
                """
                select d.id, d.profile_id, d.zone, d.tries, p.locale, d.is_doubtful, d.state = 'held' as is_held,
                       (select greatest(max(a.no), case when d.is_doubtful then ? else 0 end)
                          from attempt a where a.run_id = d.run_id and a.delivery_id = d.id) as attempts
                  from delivery d join profile p on p.id = d.profile_id
                 where d.run_id = ? and d.batch_no = ? and d.channel = ? and d.state in ('pending', 'held') and d.due_at <= ?
                   and (d.is_doubtful or not ?)
                   and not exists (select 1 from attempt a
                        where a.run_id = d.run_id and a.delivery_id = d.id and a.state = 'in_flight' offset 0)
                 order by %s limit ? for update of d skip locked""".formatted(order.probe().isEmpty() ? "d.id" : PROBED_FIRST),
                row -> new Due(
                        row.getLong("id"),
                        row.getLong("profile_id"),
                        row.getString("zone"),
                        row.getInt("tries"),
                        row.getInt("attempts"),
                        row.getBoolean("is_doubtful"),
                        row.getBoolean("is_held"),
                        row.getString("locale")),
                DOUBTS_AFTER,
                order.plan().id(),
                order.batch(),
                order.channel().id(),
                order.asOf(),
                onlyDoubtful,
                order.most());
    }

    /**
     * Whoever was put off for an account's pace goes as soon as it has a portion that nobody else is due for: how long that takes was
     * only guessed, from how many shared the rate then. One more than the portion serves tells whether somebody waits on.
     */
    private int bringForward(ClaimOrder order) {
        List<String> open = order.units().keySet().stream()
                .filter(account -> !order.blocked().containsKey(account))
                .toList();
        if (open.isEmpty()) {
            return 0;
        }
        return sql.update(
                """
                with first as materialized (
                    select next.* from unnest(?::text[], ?::int[]) as o(account, units)
                     cross join lateral (
                           select d.run_id, d.batch_no, d.id from delivery d
                            where d.run_id = ? and d.batch_no = ? and d.channel = ? and d.state in ('pending', 'held')
                              and d.due_at > ? and d.waits_for = o.account and d.hold is null
                              and not exists (select 1 from attempt a
                                   where a.run_id = d.run_id and a.delivery_id = d.id and a.state = 'in_flight' offset 0)
                            order by d.due_at, d.id limit o.units + 1 for update of d skip locked) next
                )
                update delivery d set due_at = ? from first
                 where d.run_id = first.run_id and d.batch_no = first.batch_no and d.id = first.id""",
                open.toArray(String[]::new),
                open.stream().map(order.units()::get).toArray(Integer[]::new),
                order.plan().id(),
                order.batch(),
                order.channel().id(),
                order.asOf(),
                order.asOf());
    }

    /** Their window has opened, and nobody has settled them since: from now on they are at work, and wait as all others do. */
    private void letGo(ClaimOrder order, List<Due> going) {
        Long[] held = going.stream().filter(Due::isHeld).map(Due::id).toArray(Long[]::new);
        if (held.length > 0) {
            sql.update("""
                    update delivery set state = 'pending', reason = null, hold = null
                     where run_id = ? and batch_no = ? and id = any (?)""", order.plan().id(), order.batch(), held);
        }
    }

    private List<Due> askGates(ClaimOrder order, List<Due> due, List<Gate> asked) {
        List<Due> left = due;
        for (Gate gate : asked) {
            if (left.isEmpty()) {
                return left;
            }
            List<GateVerdict> verdicts = gate.ask(scope(order, left));
            if (!verdicts.isEmpty()) {
                carryOut(order, left, verdicts);
                Set<Long> stopped = new HashSet<>();
                verdicts.forEach(verdict -> stopped.add(verdict.delivery()));
                left = left.stream().filter(row -> !stopped.contains(row.id())).toList();
            }
        }
        return left;
    }

    /** Writes what the gates said: passes with where they lead, and holds with their time. */
    private void carryOut(ClaimOrder order, List<Due> rows, List<GateVerdict> verdicts) {
        passes.write(order.plan(), order.batch(), order.channel().id(), verdicts);
        List<GateVerdict.Hold> holds = new ArrayList<>();
        List<Judgement.Row> left = new ArrayList<>();
        for (GateVerdict verdict : verdicts) {
            if (verdict instanceof GateVerdict.Hold hold) {
                holds.add(hold);
            } else {
                left.add(new Judgement.Row(order.plan().id(), order.batch(), verdict.delivery()));
            }
        }
        judgement.apply(left, atOnce(left.size()));
        hold(order, holds);
    }

    private void hold(ClaimOrder order, List<GateVerdict.Hold> holds) {
        if (holds.isEmpty()) {
            return;
        }
        Long[] ids = holds.stream().map(GateVerdict.Hold::delivery).toArray(Long[]::new);
        sql.update(
                """
                update delivery d set hold = x.hold, waits_for = null
                  from (select x.*, ?::bigint as run, ?::int as batch from unnest(?::bigint[], ?::text[]) as x(id, hold) offset 0) x
                 where d.run_id = x.run and d.batch_no = x.batch and d.id = x.id""",
                order.plan().id(),
                order.batch(),
                ids,
                holds.stream().map(hold -> hold.reason().id()).toArray(String[]::new));
        judgement.apply(
                holds.stream()
                        .map(hold -> new Judgement.Row(order.plan().id(), order.batch(), hold.delivery()))
                        .toList(),
                holds.stream().map(hold -> order.later(hold.until())).toArray(Instant[]::new));
    }

    /** People who cannot be sent to on this channel after all go where the policy says; so do second owners of an address. */
    private void leaveBehind(
            ClaimOrder order,
            List<Due> going,
            MessageFiller.Filled filled,
            List<ClaimedMessage> written,
            boolean mayWait) {
        Set<Long> through = new HashSet<>();
        written.forEach(message -> through.add(message.key().delivery()));
        if (mayWait) {
            through.addAll(shared.await(order, without(filled.messages(), through)));
        }
        List<GateVerdict> leaves = new ArrayList<>(filled.leaves());
        without(filled.messages(), through).stream()
                .map(message -> message.key().delivery())
                .distinct()
                .forEach(delivery -> leaves.add(new GateVerdict.Leave(delivery, Reason.SAME_ADDRESS)));
        if (!filled.exhausted().isEmpty()) {
            Set<Long> ended = leadOn.mark(order.plan().id(), filled.exhausted().toArray(Long[]::new));
            // Whatever keeps their channel open, there is nowhere left to send to on it.
            filled.exhausted().stream()
                    .filter(delivery -> !ended.contains(delivery))
                    .forEach(delivery -> leaves.add(new GateVerdict.Leave(delivery, Reason.NO_ADDRESS)));
            List<Judgement.Row> rows = filled.exhausted().stream()
                    .map(id -> new Judgement.Row(order.plan().id(), order.batch(), id))
                    .toList();
            judgement.apply(rows, atOnce(rows.size()));
        }
        if (!leaves.isEmpty()) {
            carryOut(order, going, leaves);
        }
    }

    private static List<ClaimedMessage> without(List<ClaimedMessage> messages, Set<Long> deliveries) {
        return messages.stream()
                .filter(message -> !deliveries.contains(message.key().delivery()))
                .toList();
    }

    /**
     * Rows whose account cannot take them now leave the way free for others until it can. Where a channel was stopped, this asks
     * again: it may have been opened since the order was given, and who opened it has woken only those who waited then.
     */
    private void holdStopped(ClaimOrder order, List<MessageFiller.Stopped> stopped) {
        if (stopped.isEmpty()) {
            return;
        }
        sql.update(
                """
                update delivery d set due_at = x.due_at, waits_for = x.account
                  from (select x.*, ?::bigint as run, ?::int as batch
                          from unnest(?::bigint[], ?::timestamptz[], ?::text[], ?::boolean[]) as x(id, due_at, account, is_blocked)
                         where not x.is_blocked or x.account in (
                               select account from run_block where run_id = ? and channel = ?) offset 0) x
                 where d.run_id = x.run and d.batch_no = x.batch and d.id = x.id""",
                order.plan().id(),
                order.batch(),
                stopped.stream().map(MessageFiller.Stopped::delivery).toArray(Long[]::new),
                stopped.stream().map(MessageFiller.Stopped::until).toArray(Instant[]::new),
                stopped.stream().map(MessageFiller.Stopped::account).toArray(String[]::new),
                stopped.stream().map(MessageFiller.Stopped::isBlocked).toArray(Boolean[]::new),
                order.plan().id(),
                order.channel().id());
    }

    private static Instant[] atOnce(int rows) {
        Instant[] dues = new Instant[rows];
        java.util.Arrays.fill(dues, Judgement.AT_ONCE);
        return dues;
    }

    private static GateScope scope(ClaimOrder order, List<Due> rows) {
        return new GateScope(
                order.plan().id(),
                order.channel(),
                order.plan().purpose(),
                order.plan().windowStart(),
                order.plan().windowEnd(),
                order.plan().endsAt(),
                rows.stream().map(Due::id).toArray(Long[]::new),
                rows.stream().map(Due::profile).toArray(Long[]::new),
                rows.stream().map(Due::zone).toArray(String[]::new));
    }
}
