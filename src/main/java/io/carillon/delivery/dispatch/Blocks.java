package io.carillon.delivery.dispatch;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.VendorAccount;
import io.carillon.database.DatabaseClock;
import io.carillon.database.Sql;
import io.carillon.delivery.claim.Answered;
import io.carillon.delivery.ledger.Judgement;
import io.carillon.delivery.ledger.RunPlan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Channels of a run that are stopped at an account because the vendor says no to us, because too many people were refused for one
 * reason, or many in a row with codes that nobody knows. A stopped channel opens again by resume, or when a probe of one row is accepted.
 */
@ApplicationScoped
public class Blocks {
    private static final Logger LOG = Logger.getLogger(Blocks.class);
    private static final int FIRST_ATTEMPTS = 500;
    private static final int MANY_DOUBTS = 20;
    private static final int MANY_UNLISTED = 20;
    private static final Set<Reason> SILENCE = Set.of(Reason.TIME_OUT, Reason.CONNECTION_LOST, Reason.VENDOR_ERROR);

    private final Sql sql;
    /** How many messages of a run an account has answered nothing to, one after the other, by run and account. */
    private final Map<String, Integer> silent = counts();

    /** How many messages of a run an account has refused with a code that is in no table, one after the other, by run and account. */
    private final Map<String, Integer> unlisted = counts();

    private final WaitingPeople waiting;
    private final TakenForms forms;
    private final TurnedAway turnedAway;
    private final DatabaseClock clock;
    private final Duration probeEvery;
    private final double refusedShare;

    public Blocks(
            Sql sql,
            WaitingPeople waiting,
            TakenForms forms,
            TurnedAway turnedAway,
            DatabaseClock clock,
            @ConfigProperty(name = "carillon.probe-every", defaultValue = "5m") Duration probeEvery,
            @ConfigProperty(name = "carillon.refused-share", defaultValue = "0.2") double refusedShare) {
        this.sql = sql;
        this.waiting = waiting;
        this.forms = forms;
        this.turnedAway = turnedAway;
        this.clock = clock;
        this.probeEvery = probeEvery;
        this.refusedShare = refusedShare;
    }

    private static Map<String, Integer> counts() {
        return Caffeine.newBuilder()
                .expireAfterWrite(Duration.ofMinutes(10))
                .<String, Integer>build()
                .asMap();
    }

    /** A stopped channel, as people are told of it. */
    public record Block(
            String channel, String account, Reason reason, String vendorCode, Instant since, Instant probeAt) {
        /** Whether people of that channel who wait for that account wait for this. */
        public boolean isWhatStops(String itsChannel, @Nullable String itsAccount) {
            return channel.equals(itsChannel) && account.equals(itsAccount);
        }
    }

    /** What is stopped in a run. */
    public List<Block> of(long run) {
        return sql.list(
                "select channel, account, reason, vendor_code, since, probe_at from run_block where run_id = ? order by 1, 2",
                row -> new Block(
                        row.getString("channel"),
                        row.getString("account"),
                        Reason.of(row.getString("reason")),
                        row.getString("vendor_code"),
                        Objects.requireNonNull(Sql.instant(row, "since")),
                        Objects.requireNonNull(Sql.instant(row, "probe_at"))),
                run);
    }

    /** Those of a channel's accounts at which it is stopped in the run, with when their rows come back. */
    Map<String, Instant> at(long run, ChannelKind channel, List<VendorAccount> accounts) {
        Map<String, Instant> found = new HashMap<>();
        of(run).stream()
                .filter(block -> block.channel().equals(channel.id()))
                .forEach(block -> found.put(block.account(), block.probeAt()));
        forms.areOpen(
                run,
                accounts.stream()
                        .map(VendorAccount::name)
                        .filter(name -> !found.containsKey(name))
                        .collect(Collectors.toSet()));
        return found;
    }

    private Map<String, Instant> held(long run, ChannelKind channel) {
        Map<String, Instant> found = new HashMap<>();
        sql.list(
                "select account, probe_at from run_block where run_id = ? and channel = ? order by account for share",
                row -> found.put(row.getString("account"), Objects.requireNonNull(Sql.instant(row, "probe_at"))),
                run,
                channel.id());
        return found;
    }

    Duration probeEvery() {
        return probeEvery;
    }

    /** Takes the right to try one row at a stopped account, if a probe is due and nobody else has taken it. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public Optional<String> takeProbe(long run, ChannelKind channel) {
        return sql.first("""
                update run_block set probe_at = carillon_now() + ? * interval '1 millisecond'
                 where (run_id, channel, account) = (select run_id, channel, account from run_block
                        where run_id = ? and channel = ? and (probe_at <= carillon_now()
                              -- as no probe is ever: the clock was set back
                              or probe_at > carillon_now() + ? * interval '1 millisecond') limit 1 for update skip locked)
                returning account""", row -> row.getString(1), probeEvery.toMillis(), run, channel.id(), probeEvery.toMillis());
    }

    /**
     * Stops and opens by what a claim was answered; answers when the rows of stopped accounts come back. Nobody opens these before
     * the caller's transaction ends, so that whoever does it finds the rows that were put off until then.
     */
    Map<String, Instant> note(RunPlan plan, ChannelKind channel, List<Answered> answered) {
        for (Answered one : answered) {
            if (one.message().isProbe() && one.result() instanceof SendResult.Accepted) {
                open(plan.id(), channel, one);
            } else if (one.result() instanceof SendResult.Blocked blocked) {
                stop(plan.id(), channel, one.message().account().name(), blocked.reason(), blocked.vendorCode());
            }
        }
        noteRefusals(plan, channel, answered);
        stopForDoubts(plan.id(), channel, answered);
        boolean putsOff = answered.stream().anyMatch(one -> one.result() instanceof SendResult.Blocked);
        return putsOff ? held(plan.id(), channel) : Map.of();
    }

    private void stop(long run, ChannelKind channel, String account, Reason reason, String code) {
        int added = sql.update("""
                insert into run_block (run_id, channel, account, reason, vendor_code, since, probe_at)
                select ?, ?, a.name, ?, ?, carillon_now(), carillon_now() + ? * interval '1 millisecond'
                  -- nobody could open it again at an account that is taken out of use meanwhile
                  from (select name from vendor_account where name = ? and disabled_at is null for share) a
                on conflict do nothing""", run, channel.id(), reason.id(), code, probeEvery.toMillis(), account);
        if (added > 0) {
            LOG.warnf("run %d: %s stopped at account %s: %s (%s)", run, channel.id(), account, reason.id(), code);
        }
    }

    private void open(long run, ChannelKind channel, Answered probe) {
        String account = probe.message().account().name();
        sql.update(
                "delete from run_block where run_id = ? and channel = ? and account = ?", run, channel.id(), account);
        waiting.letGo(run, channel.id(), Judgement.AT_ONCE);
        turnedAway.opened(TurnedAway.Form.of(probe));
        LOG.infof("run %d: %s open again at account %s: a probe was accepted", run, channel.id(), account);
    }

    /**
     * Opens every stopped channel of a run, and trusts it from now on whatever share is refused; whoever is turned away once more is so
     * for their own values. Joins the caller's transaction.
     */
    public int openAll(long run) {
        List<Block> stopped = of(run);
        Instant now = clock.now();
        stopped.forEach(block -> unlisted.remove(run + "/" + block.account()));
        Set<ChannelAt> places = turnedAway(run);
        stopped.forEach(block -> places.add(new ChannelAt(block.channel(), block.account())));
        places.forEach(place -> forms.vouch(run, place.account(), now));
        sql.update("delete from run_block where run_id = ?", run);
        for (Block block : stopped) {
            sql.update("update run_step set is_trusted = true where run_id = ? and channel = ?", run, block.channel());
        }
        places.stream()
                .map(ChannelAt::channel)
                .distinct()
                .forEach(channel -> waiting.letGo(run, channel, Judgement.AT_ONCE));
        return places.size();
    }

    /** A channel at an account. */
    private record ChannelAt(String channel, String account) implements Comparable<ChannelAt> {
        @Override
        public int compareTo(ChannelAt other) {
            return Comparator.comparing(ChannelAt::channel)
                    .thenComparing(ChannelAt::account)
                    .compare(this, other);
        }
    }

    /** Where somebody who may wait for their own sake was turned away, and the run was not resumed since. */
    private Set<ChannelAt> turnedAway(long run) {
        return new TreeSet<>(sql.list(
                """
                with place as (
                    select split_part(channel, '.', 1) as channel, account from attempt_count
                     where run_id = ? and state = 'blocked' group by 1, 2 having sum(attempts) > 0
                ), waiting as materialized (
                    select channel from delivery_count
                     where run_id = ? and state in ('pending', 'held') group by 1 having sum(people) > 0
                )
                select p.channel, p.account from place p join waiting using (channel)
                 where exists (select 1 from attempt a
                                 join delivery d on d.run_id = a.run_id and d.batch_no = a.batch_no and d.id = a.delivery_id
                                where a.run_id = ? and a.account = p.account and a.kind = p.channel and a.state = 'blocked'
                                  and d.state in ('pending', 'held') and d.channel = p.channel and not exists (select 1 from form_taken f
                                        where f.run_id = ? and f.account = p.account and f.form = ? and f.taken_at >= a.outcome_at))""",
                row -> new ChannelAt(row.getString("channel"), row.getString("account")),
                run,
                run,
                run,
                run,
                TakenForms.ALL));
    }

    /** Stops an account that answers none of many calls: each of them is a person in doubt, and more would follow within seconds. */
    private void stopForDoubts(long run, ChannelKind channel, List<Answered> answered) {
        Map<String, List<Answered>> byAccount = answered.stream()
                // who was not called at all tells nothing: while calls hang, the claim's time runs out for the rest
                .filter(one -> !isNotCalled(one))
                .collect(Collectors.groupingBy(one -> one.message().account().name()));
        byAccount.forEach((account, own) -> {
            String key = run + "/" + account;
            if (!own.stream().allMatch(Blocks::isDoubt)) {
                silent.remove(key);
            } else if (silent.merge(key, own.size(), Integer::sum) >= MANY_DOUBTS) {
                silent.remove(key);
                stop(
                        run,
                        channel,
                        account,
                        Reason.VENDOR_DOWN,
                        ((SendResult.Unknown) own.get(0).result()).vendorCode());
            }
        });
    }

    /**
     * Stops an account that refuses many people in a row with codes that are in no table: nobody knows whom they mean, and it may be
     * us. Joins the caller's transaction.
     */
    void noteUnlisted(long run, ChannelKind channel, List<Answered> answered) {
        for (Answered one : answered) {
            String account = one.message().account().name();
            String key = run + "/" + account;
            if (one.result() instanceof SendResult.Refused refused && refused.reason() == Reason.UNLISTED) {
                if (unlisted.merge(key, 1, Integer::sum) >= MANY_UNLISTED) {
                    unlisted.remove(key);
                    stop(run, channel, account, Reason.MANY_REFUSALS, refused.vendorCode());
                }
            } else if (one.result() instanceof SendResult.Accepted || one.result() instanceof SendResult.Refused) {
                unlisted.remove(key);
            }
        }
    }

    private static boolean isNotCalled(Answered one) {
        return one.result() instanceof SendResult.NotSent not && not.reason() == Reason.LEASE_OVER;
    }

    private static boolean isDoubt(Answered one) {
        return one.result() instanceof SendResult.Unknown unknown && SILENCE.contains(unknown.reason());
    }

    /** Stops a channel of whose first attempts too large a share was refused for one reason. Joins the caller's transaction. */
    void noteRefusals(RunPlan plan, ChannelKind channel, List<Answered> answered) {
        if (answered.stream().noneMatch(one -> one.result() instanceof SendResult.Refused)) {
            return;
        }
        long run = plan.id();
        sql.first(
                        """
                        with tried as (
                            select c.account, c.reason, sum(c.attempts) as n, sum(sum(c.attempts)) over (partition by c.account) as total
                              from attempt_count c
                             where c.run_id = ? and split_part(c.channel, '.', 1) = ?
                               and (c.state <> 'in_flight') group by 1, 2
                        )
                        select t.account, t.reason from tried t
                          join run_rule r on r.run_id = ? and r.reason = t.reason and r.rule = 'refused'
                          join run_step s on s.run_id = ? and s.channel = ? and not s.is_trusted
                         where t.total <= ? and t.n > greatest(t.total, ?) * ?::float8 order by t.n desc limit 1""",
                        row -> Map.entry(row.getString("account"), row.getString("reason")),
                        run,
                        channel.id(),
                        run,
                        run,
                        channel.id(),
                        2 * FIRST_ATTEMPTS,
                        FIRST_ATTEMPTS,
                        refusedShare)
                .ifPresent(found -> stop(run, channel, found.getKey(), Reason.MANY_REFUSALS, found.getValue()));
    }
}
