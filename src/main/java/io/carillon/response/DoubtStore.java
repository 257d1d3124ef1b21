package io.carillon.response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.channel.AttemptKey;
import io.carillon.channel.LookUp;
import io.carillon.channel.TextMark;
import io.carillon.database.KeyedPlans;
import io.carillon.database.Sql;
import io.carillon.vault.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which doubts a vendor is to be asked about, and when. Whatever leaves an attempt in doubt puts it there, by a trigger. */
@ApplicationScoped
class DoubtStore {
    /** A minute after the first time, then four times as long each time: the last time is after about six hours. */
    private static final int MOST_TRIES = 6;

    private static final TypeReference<Map<String, String>> VALUES = new TypeReference<>() {};

    private final Sql sql;
    private final Vault vault;
    private final ObjectMapper json;

    DoubtStore(Sql sql, Vault vault, ObjectMapper json) {
        this.sql = sql;
        this.vault = vault;
        this.json = json;
    }

    /**
     * An attempt in doubt.
     *
     * @param address decrypted; null where it is gone
     * @param sinceLease how long ago its claim's lease ended
     */
    record Open(
            AttemptKey key,
            @Nullable String address,
            Instant from,
            Instant until,
            @Nullable String mark,
            boolean isRestored,
            Duration sinceLease) {
        LookUp.Doubt doubt() {
            return new LookUp.Doubt(key, Objects.requireNonNull(address), from, until, mark, isRestored);
        }

        /** Without the address. */
        @Override
        public String toString() {
            return "Open[" + key + "]";
        }
    }

    /** Accounts at which something is due. */
    List<String> accounts() {
        return sql.list(
                "select distinct account from look_up where next_at <= clock_timestamp() order by 1",
                row -> row.getString(1));
    }

    /** What was due, and those of it that are still in doubt, the longest due first. */
    record Taken(int due, List<Open> open) {}

    /**
     * What is due at an account; nobody else gets it before its next time. Drops those that are settled. Commits before it returns.
     */
    @Transactional
    Taken take(String account, int most) {
        KeyedPlans.keep(sql);
        List<AttemptKey> due = sql
                .list(
                        """
                        with due as (
                            select run_id, delivery_id, no, next_at from look_up where account = ? and next_at <= clock_timestamp()
                             order by next_at limit ? for update skip locked
                        )
                        update look_up l set tries = l.tries + 1,
                               next_at = clock_timestamp() + power(4, l.tries) * interval '1 minute'
                          from due d where l.run_id = d.run_id and l.delivery_id = d.delivery_id and l.no = d.no
                        returning l.run_id, l.delivery_id, l.no, d.next_at as was_due""",
                        row -> Map.entry(
                                Objects.requireNonNull(Sql.instant(row, "was_due")),
                                new AttemptKey(row.getLong(1), row.getLong(2), row.getInt(3))),
                        account,
                        most)
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
        if (due.isEmpty()) {
            return new Taken(0, List.of());
        }
        List<Open> open = sql.list("""
                select a.run_id, a.delivery_id, a.no, o.cipher, a.filled, a.lease_until, coalesce(a.reason = 'restored', false) as is_restored,
                       least(a.claimed_at, (select min(c.since) from recovery_run n join recovery c on c.id = n.recovery_id
                                             where n.run_id = a.run_id and a.reason = 'restored')) as claimed_at,
                       extract(epoch from clock_timestamp() - a.lease_until) as since_lease
                  from unnest(?::bigint[], ?::bigint[], ?::int[]) with ordinality as x(run_id, delivery_id, no, place)
                  join attempt a on a.run_id = x.run_id and a.delivery_id = x.delivery_id and a.no = x.no
                  left join address o on o.id = a.address_id and o.hash = a.address_hash
                 where a.state = 'unknown' order by x.place""", this::open, runs(due), deliveries(due), numbers(due));
        Set<AttemptKey> settled = new HashSet<>(due);
        open.forEach(one -> settled.remove(one.key()));
        drop(settled);
        return new Taken(due.size(), open);
    }

    private Open open(ResultSet row) throws SQLException {
        byte[] cipher = row.getBytes("cipher");
        byte[] filled = row.getBytes("filled");
        return new Open(
                new AttemptKey(row.getLong("run_id"), row.getLong("delivery_id"), row.getInt("no")),
                cipher == null ? null : vault.decrypt(cipher, "address"),
                Objects.requireNonNull(Sql.instant(row, "claimed_at")),
                Objects.requireNonNull(Sql.instant(row, "lease_until")),
                filled == null ? null : mark(vault.decrypt(filled, "filled")),
                row.getBoolean("is_restored"),
                Duration.ofSeconds(row.getLong("since_lease")));
    }

    private @Nullable String mark(String filled) {
        try {
            return json.readValue(filled, VALUES).get(TextMark.KEY);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("What an attempt was filled with cannot be read", broken);
        }
    }

    /** The vendor was not asked about these; they are due again after that time and this was no try. Commits by itself. */
    void putOff(Collection<AttemptKey> keys, Duration time) {
        sql.update("""
                update look_up l set tries = greatest(0, l.tries - 1), next_at = clock_timestamp() + ? * interval '1 millisecond'
                  from unnest(?::bigint[], ?::bigint[], ?::int[]) as x(run_id, delivery_id, no)
                 where l.run_id = x.run_id and l.delivery_id = x.delivery_id and l.no = x.no""", time.toMillis(), runs(keys), deliveries(keys), numbers(keys));
    }

    /** Nothing is due at this account before that time. Commits by itself. */
    void rest(String account, Duration time) {
        sql.update("""
                update look_up set next_at = clock_timestamp() + ? * interval '1 millisecond'
                 where account = ? and next_at <= clock_timestamp()""", time.toMillis(), account);
    }

    /** Nobody will be asked about these any more. */
    void drop(Collection<AttemptKey> keys) {
        sql.update("""
                delete from look_up l using unnest(?::bigint[], ?::bigint[], ?::int[]) as x(run_id, delivery_id, no)
                 where l.run_id = x.run_id and l.delivery_id = x.delivery_id and l.no = x.no""", runs(keys), deliveries(keys), numbers(keys));
    }

    /** Drops those about which the vendor was asked often enough, or would not be asked for too long. Commits by itself. */
    void dropTired() {
        sql.update(
                "delete from look_up where tries >= ? or created_at < clock_timestamp() - interval '2 days'",
                MOST_TRIES);
    }

    /**
     * Whether another message of the same text may have gone to the same address about then of which nobody knows either: what the vendor
     * lists may be that one.
     *
     * @param account of any login: it may have had another one then
     */
    @Transactional
    boolean hasRival(Open doubt, String account) {
        KeyedPlans.keep(sql);
        return sql
                .list(
                        """
                        select a.filled
                          from attempt me
                          join vendor_account v on v.name = ?
                          join run r on r.frozen_at is not null and (r.closed_at is null or r.closed_at > ?::timestamptz - interval '1 hour')
                          join attempt a on a.run_id = r.id and a.occasion = me.occasion and a.kind = me.kind
                                        and a.address_hash = me.address_hash and a.is_standing
                         where me.run_id = ? and me.delivery_id = ? and me.no = ?
                           and (a.run_id, a.delivery_id, a.no) <> (me.run_id, me.delivery_id, me.no)
                           and a.account in (select name from vendor_account where vendor = v.vendor) and a.vendor_id is null
                           and a.claimed_at < ?::timestamptz + interval '10 minutes' and a.lease_until > ?::timestamptz - interval '10 minutes'""",
                        row -> Optional.ofNullable(row.getBytes("filled"))
                                .map(filled -> mark(vault.decrypt(filled, "filled"))),
                        account,
                        doubt.from(),
                        doubt.key().run(),
                        doubt.key().delivery(),
                        doubt.key().no(),
                        doubt.until(),
                        doubt.from())
                .stream()
                .anyMatch(mark -> mark.isEmpty() || mark.get().equals(doubt.mark()));
    }

    /** Those of its ids that other attempts at this account's vendor have, through whichever account. */
    @Transactional
    Set<String> others(String account, AttemptKey key, Collection<String> vendorIds) {
        KeyedPlans.keep(sql);
        return Set.copyOf(sql.list(
                """
                select vendor_id from attempt
                 where account in (select o.name from vendor_account v join vendor_account o on o.vendor = v.vendor where v.name = ?)
                   and vendor_id = any (?) and (run_id, delivery_id, no) <> (?, ?, ?)""",
                row -> row.getString(1),
                account,
                vendorIds.toArray(String[]::new),
                key.run(),
                key.delivery(),
                key.no()));
    }

    private static Long[] runs(Collection<AttemptKey> keys) {
        return keys.stream().map(AttemptKey::run).toArray(Long[]::new);
    }

    private static Long[] deliveries(Collection<AttemptKey> keys) {
        return keys.stream().map(AttemptKey::delivery).toArray(Long[]::new);
    }

    private static Integer[] numbers(Collection<AttemptKey> keys) {
        return keys.stream().map(AttemptKey::no).toArray(Integer[]::new);
    }
}
