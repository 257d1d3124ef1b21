package io.carillon.delivery.recovery;

import io.carillon.channel.Adapters;
import io.carillon.channel.AddressKind;
import io.carillon.channel.AttemptKey;
import io.carillon.channel.Reason;
import io.carillon.channel.VendorAccount;
import io.carillon.database.Sql;
import io.carillon.delivery.claim.Claimer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Attempts that a restored database lost and a receipt now tells of: who carries our key has had the message from us. Where the
 * recovery wrote a doubt for that person and kind of channel, this was it, and so it was where an earlier attempt was in flight when the
 * backup was taken, for that must have come back unsent before there was another; else the attempt is written anew. Only for marked
 * people of runs whose audience was frozen before the backup, because only those have the numbers that the vendors know.
 *
 * <p>Each answers the key under which the attempt stands from now on, as an open doubt that the receipt may settle. Joins the
 * caller's transaction.
 */
@ApplicationScoped
public class LostAttempts {
    /** A delivery of a run that was frozen before its first recovery; the batch is looked up, as no key carries it. */
    private static final String KNOWN = """
              from batch b
              join delivery d on d.run_id = b.run_id and d.batch_no = b.no
              join run r on r.id = b.run_id and r.frozen_at < (
                   select min(c.started_at) from recovery_run n join recovery c on c.id = n.recovery_id where n.run_id = r.id)
             where b.run_id = ?""";

    /** One of these whose person is in question. */
    private static final String MARKED = KNOWN + " and d.is_doubtful";

    private final Sql sql;
    private final RecoveryLog recoveries;
    private final Adapters adapters;

    public LostAttempts(Sql sql, RecoveryLog recoveries, Adapters adapters) {
        this.sql = sql;
        this.recoveries = recoveries;
        this.adapters = adapters;
    }

    /** Whose message it was, sent or not, in a run whose audience is still the one that vendors know; by the profile. */
    public Optional<Long> person(AttemptKey key) {
        return recoveries.isEmpty()
                ? Optional.empty()
                : sql.first(
                        "select d.profile_id" + KNOWN + " and d.id = ?",
                        row -> row.getLong(1),
                        key.run(),
                        key.delivery());
    }

    /** The attempt that a vendor has under this key. */
    public Optional<AttemptKey> byKey(VendorAccount account, AttemptKey key) {
        if (key.no() > Claimer.DOUBTS_AFTER || recoveries.isEmpty()) {
            return Optional.empty();
        }
        boolean isFound = sql.first(
                        "select d.id" + MARKED + " and d.id = ? for update of d",
                        row -> row.getLong(1),
                        key.run(),
                        key.delivery())
                .isPresent();
        if (!isFound) {
            return Optional.empty();
        }
        int adopted = sql.update(
                """
                update attempt a set no = ?, account = ?
                  from (select no from attempt where run_id = ? and delivery_id = ? and kind = ?
                           and (no > ? or (no < ? and state = 'unknown' and reason = ?))
                         order by state <> 'unknown', no limit 1) w
                 where a.run_id = ? and a.delivery_id = ? and a.no = w.no""",
                key.no(),
                account.name(),
                key.run(),
                key.delivery(),
                account.kind().id(),
                Claimer.DOUBTS_AFTER,
                key.no(),
                Reason.RESTORED.id(),
                key.run(),
                key.delivery());
        return adopted > 0 || write(account, key, null) > 0 ? Optional.of(key) : Optional.empty();
    }

    /** The attempt to this address in a call of that run of which only the call's own key is known. */
    public Optional<AttemptKey> byCall(VendorAccount account, long run, byte[] addressHash) {
        if (recoveries.isEmpty()) {
            return Optional.empty();
        }
        Optional<AttemptKey> adopted = sql.first(
                """
                update attempt a set account = ?
                 where a.run_id = ? and a.occasion = '' and a.kind = ? and a.address_hash = ? and a.is_standing
                   and (a.no > ? or (a.state = 'unknown' and a.reason = ?))
                   and exists (select 1 from delivery d
                        where d.run_id = a.run_id and d.batch_no = a.batch_no and d.id = a.delivery_id and d.is_doubtful offset 0)
                returning a.run_id, a.delivery_id, a.no""",
                row -> new AttemptKey(row.getLong("run_id"), row.getLong("delivery_id"), row.getInt("no")),
                account.name(),
                run,
                account.kind().id(),
                addressHash,
                Claimer.DOUBTS_AFTER,
                Reason.RESTORED.id());
        return adopted.or(() -> toldBefore(account, run, addressHash))
                .or(() -> atAnother(account, run, addressHash))
                .or(() -> next(account, run, addressHash).filter(key -> write(account, key, addressHash) > 0));
    }

    /**
     * The attempt to this address of a marked person that stands no more, because somebody told of it who did not know the vendor's id, as a
     * look-up does: another report speaks of the same message.
     */
    private Optional<AttemptKey> toldBefore(VendorAccount account, long run, byte[] addressHash) {
        return sql.first(
                """
                select t.run_id, t.delivery_id, t.no
                  from address o
                  cross join lateral (select d.id""" + MARKED + """
                                         and d.profile_id = o.profile_id offset 0) d
                  join attempt t on t.run_id = ? and t.delivery_id = d.id and t.kind = ? and t.address_hash = o.hash
                                and t.state = 'undelivered' and t.vendor_id is null
                 where o.hash = ? and o.kind = ?
                 order by t.delivery_id, t.no limit 1""",
                row -> new AttemptKey(row.getLong("run_id"), row.getLong("delivery_id"), row.getInt("no")),
                run,
                run,
                account.kind().id(),
                addressHash,
                account.kind().addressKind().id());
    }

    /** The doubt about a marked person who has this address, where the recovery took another one of theirs for the one that was sent to. */
    private Optional<AttemptKey> atAnother(VendorAccount account, long run, byte[] addressHash) {
        return sql.first(
                """
                update attempt a set account = ?, address_id = w.address_id, address_hash = w.hash
                  from (select t.delivery_id, t.no, o.id as address_id, o.hash
                          from address o
                          cross join lateral (select d.id""" + MARKED + """
                                                 and d.profile_id = o.profile_id offset 0) d
                          join attempt t on t.run_id = ? and t.delivery_id = d.id and t.kind = ? and t.state = 'unknown'
                                        and (t.no > ? or t.reason = ?)
                         where o.hash = ? and o.kind = ?
                           and not exists (select 1 from attempt s where s.run_id = t.run_id and s.occasion = t.occasion
                                              and s.kind = t.kind and s.address_hash = o.hash and s.is_standing)
                         order by t.delivery_id, t.no limit 1) w
                 where a.run_id = ? and a.delivery_id = w.delivery_id and a.no = w.no
                returning a.run_id, a.delivery_id, a.no""",
                row -> new AttemptKey(row.getLong("run_id"), row.getLong("delivery_id"), row.getInt("no")),
                account.name(),
                run,
                run,
                account.kind().id(),
                Claimer.DOUBTS_AFTER,
                Reason.RESTORED.id(),
                addressHash,
                account.kind().addressKind().id(),
                run);
    }

    /** A free number for the marked person at this address. */
    private Optional<AttemptKey> next(VendorAccount account, long run, byte[] addressHash) {
        return sql.first(
                """
                select d.id, (select greatest(max(a.no), ?) + 1 from attempt a where a.run_id = d.run_id and a.delivery_id = d.id) as no
                """ + MARKED + """
                         and d.profile_id in (select o.profile_id from address o where o.hash = ? and o.kind = ?)
                       order by d.id limit 1 for update of d""",
                row -> new AttemptKey(run, row.getLong("id"), row.getInt("no")),
                Claimer.DOUBTS_AFTER,
                run,
                addressHash,
                account.kind().addressKind().id());
    }

    /** Nothing is written where the address, or the person on this kind of channel, has an attempt that stands. */
    private int write(VendorAccount account, AttemptKey key, byte @org.jspecify.annotations.Nullable [] addressHash) {
        return sql.update(
                """
                insert into attempt (run_id, delivery_id, no, batch_no, occasion, kind, channel, account, address_id, address_hash,
                                     state, reason, claim_token, claimed_at, lease_until, outcome_at, estimated, currency)
                select d.run_id, d.id, ?, d.batch_no, d.occasion, ?, ?, ?, o.id, o.hash,
                       'unknown', ?, gen_random_uuid(), clock_timestamp(), clock_timestamp(), carillon_now(), ?, ?
                  from batch b
                  join delivery d on d.run_id = b.run_id and d.batch_no = b.no and d.id = ?
                  join address o on o.profile_id = d.profile_id and o.kind = ?
                 where b.run_id = ? and (?::bytea is null or o.hash = ?)
                   and not exists (select 1 from attempt s where s.run_id = d.run_id and s.occasion = d.occasion and s.kind = ?
                                      and s.address_hash = o.hash and s.is_standing)
                 order by not (SENDABLE), o.last_success_at desc nulls last, o.created_at desc, o.id desc limit 1
                on conflict do nothing""".replace("SENDABLE", AddressKind.sendable("o")),
                key.no(),
                account.kind().id(),
                adapters.of(account.vendor()).channel(),
                account.name(),
                Reason.RESTORED.id(),
                account.price().amount(),
                account.price().currency(),
                key.delivery(),
                account.kind().addressKind().id(),
                key.run(),
                addressHash,
                addressHash,
                account.kind().id());
    }
}
