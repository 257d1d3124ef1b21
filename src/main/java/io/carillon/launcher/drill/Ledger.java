package io.carillon.launcher.drill;

import io.carillon.launcher.local.DatabaseAddress;
import io.carillon.launcher.local.LaunchFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The ledger's own rows, read past the app, and its clock. */
final class Ledger {
    private static final int FETCH = 5_000;

    private final DatabaseAddress address;

    Ledger(DatabaseAddress address) {
        this.address = address;
    }

    /**
     * An attempt: on which kind of channel, and how it stands.
     *
     * @param claim the claim that made it, with the hash of its address: one attempt each; empty of one that a restored ledger has lost
     */
    record Attempt(long delivery, String kind, String state, String claim) {

        /** Whether it is known only by the vendor. */
        boolean isLost() {
            return claim.isEmpty();
        }
    }

    /** Our keys by the vendors' ids. */
    Map<String, String> byVendorId(long run) {
        Map<String, String> keys = new HashMap<>();
        query("select vendor_id, delivery_id, no from attempt where run_id = ? and vendor_id is not null", run, row -> {
            keys.put(row.getString("vendor_id"), run + "-" + row.getLong("delivery_id") + "-" + row.getInt("no"));
        });
        return keys;
    }

    /** Every attempt of a run by our key. */
    Map<String, Attempt> attempts(long run) {
        Map<String, Attempt> attempts = new HashMap<>();
        query("""
                select delivery_id, no, kind, state, claim_token || encode(address_hash, 'hex') as claim
                  from attempt where run_id = ?""", run, row -> {
            long delivery = row.getLong("delivery_id");
            attempts.put(
                    run + "-" + delivery + "-" + row.getInt("no"),
                    new Attempt(delivery, row.getString("kind"), row.getString("state"), row.getString("claim")));
        });
        return attempts;
    }

    /** Puts the clock that the ledger asks whether something is due ahead by so many days. */
    void passDays(int days) {
        try (Connection connection = DriverManager.getConnection(address.url(), address.user(), address.password());
                PreparedStatement statement = connection.prepareStatement(
                        "update installation set clock_offset = clock_offset + ? * interval '1 day'")) {
            statement.setInt(1, days);
            statement.executeUpdate();
        } catch (SQLException refused) {
            throw new LaunchFailure("The ledger's clock cannot be put ahead: " + refused.getMessage(), refused);
        }
    }

    /** People who may have been sent to in a time that a restored ledger does not know, by the hash of each of their addresses. */
    Map<String, Long> doubtful(long run) {
        Map<String, Long> people = new HashMap<>();
        query("""
                select encode(o.hash, 'hex') as hash, d.id
                  from delivery d join address o on o.profile_id = d.profile_id
                 where d.run_id = ? and d.is_doubtful order by d.id desc""", run, row -> people.put(row.getString("hash"), row.getLong("id")));
        return people;
    }

    /** How many messages are at most on their way to people who are not through: one each, push one for each device. */
    long open(long run) {
        return count("""
                select coalesce(sum(greatest(1, (select count(*) from address o
                                                  where o.profile_id = d.profile_id and o.kind = 'device_token'))), 0) as n
                  from delivery d where d.run_id = ? and d.due_at is not null""", run);
    }

    /** People who are to be sent to, now or later: not those with a message in the air, be it one of a process that died. */
    long toBeSentTo(long run) {
        return count("""
                select count(*) as n from delivery d
                 where d.run_id = ? and d.state = 'pending' and not exists (
                       select 1 from attempt a where a.run_id = d.run_id and a.delivery_id = d.id and a.state = 'in_flight')""", run);
    }

    /** How many people each of a run's batches has. */
    List<Long> batchPeople(long run) {
        List<Long> people = new ArrayList<>();
        query("select people from batch where run_id = ?", run, row -> people.add(row.getLong("people")));
        return people;
    }

    /** Into how many batches a run's people are divided: on a channel each is sent by one dispatch at a time. */
    int batches(long run) {
        return (int) count("select count(distinct batch_no) as n from delivery where run_id = ?", run);
    }

    /** PostgreSQL's clock. */
    Instant clock() {
        Instant[] now = {Instant.EPOCH};
        query(
                "select clock_timestamp() as now where ? = 0",
                0,
                row -> now[0] = row.getTimestamp("now").toInstant());
        return now[0];
    }

    /** How many WeChat attempts of other runs left, or may have left, for an address, by its hash. */
    Map<String, Integer> wechatElsewhere(long run, boolean inDoubt) {
        Map<String, Integer> elsewhere = new HashMap<>();
        String states = inDoubt ? "state = 'unknown'" : "state not in ('not_sent', 'refused', 'blocked', 'unknown')";
        query(
                "select encode(address_hash, 'hex') as hash, count(*) as n from attempt where run_id <> ? and kind = 'wechat' and "
                        + states + " group by 1",
                run,
                row -> elsewhere.put(row.getString("hash"), row.getInt("n")));
        return elsewhere;
    }

    /** How many people are in which state, counted from the rows. */
    Map<String, Long> states(long run) {
        Map<String, Long> states = new LinkedHashMap<>();
        query(
                "select state, count(*) as people from delivery where run_id = ? group by state order by state",
                run,
                row -> states.put(row.getString("state"), row.getLong("people")));
        return states;
    }

    /** People who were not sent to because the run was cancelled. */
    long cancelled(long run) {
        return count("select count(*) as n from delivery where run_id = ? and reason = 'cancelled'", run);
    }

    /** The encrypted addresses of everybody. */
    List<byte[]> addressCiphers() {
        List<byte[]> ciphers = new ArrayList<>();
        query("select cipher from address where id > ?", 0, row -> ciphers.add(row.getBytes("cipher")));
        return ciphers;
    }

    /** Attempts that met trouble on our side or at the vendor and yet led a person to another channel. */
    long blockedThatLedOn(long run) {
        return count(
                "select count(*) as n from attempt where run_id = ? and state in ('blocked', 'not_sent') and led is not null",
                run);
    }

    /** Attempts on a channel that certainly did not leave, for that reason. */
    long notSent(long run, String kind, String reason) {
        return count("""
                select count(*) as n from attempt where run_id = ? and state = 'not_sent' and kind = ? and reason = ?""", run, kind, reason);
    }

    /** People who were tried on that channel and on another one too. */
    long triedElsewhere(long run, String kind) {
        return count("""
                select count(distinct a.delivery_id) as n
                  from attempt a join attempt b on b.run_id = a.run_id and b.delivery_id = a.delivery_id and b.kind <> a.kind
                 where a.run_id = ? and a.kind = ?""", run, kind);
    }

    /** How many attempts there are by channel and state, such as {@code sms delivered}. */
    Map<String, Long> attemptStates(long run) {
        Map<String, Long> states = new HashMap<>();
        query(
                "select channel || ' ' || state as s, count(*) as n from attempt where run_id = ? group by 1",
                run,
                row -> states.put(row.getString("s"), row.getLong("n")));
        return states;
    }

    /** Attempts of a run that this account took. */
    long acceptedAt(long run, String account) {
        Map<String, Long> byAccount = new HashMap<>();
        query("""
                select account, count(*) as n from attempt where run_id = ? and state in ('accepted', 'delivered', 'read', 'undelivered')
                 group by 1""", run, row -> byAccount.put(row.getString("account"), row.getLong("n")));
        return byAccount.getOrDefault(account, 0L);
    }

    /** How many people are due and neither sent to nor given up. */
    long due(long run) {
        return count(
                "select count(*) as n from delivery where run_id = ? and state in ('held', 'pending') and due_at <= carillon_now()",
                run);
    }

    private long count(String sql, Object... parameters) {
        long[] found = {0};
        query(sql, row -> found[0] = row.getLong("n"), parameters);
        return found[0];
    }

    /**
     * What was claimed so far.
     *
     * @param attempts all that there are
     * @param inTheAir those whose outcome is not written yet
     * @param largest how many of them one sender has at most: what sends a batch on a channel
     */
    record Claimed(long attempts, long inTheAir, long largest) {}

    /** What was claimed of a run so far, as one moment has it. */
    Claimed claimed(long run) {
        Claimed[] found = {new Claimed(0, 0, 0)};
        query(
                """
                select coalesce(sum(c.attempts), 0) as attempts, coalesce(sum(c.in_the_air), 0) as in_the_air,
                       coalesce(max(c.in_the_air), 0) as largest
                  from (select count(*) as attempts, count(*) filter (where outcome_at is null) as in_the_air
                          from attempt where run_id = ? group by batch_no, kind) c""",
                run,
                row -> found[0] =
                        new Claimed(row.getLong("attempts"), row.getLong("in_the_air"), row.getLong("largest")));
        return found[0];
    }

    /**
     * What a process that died left open: an attempt that it had claimed, and whether the mark of its call was written.
     *
     * @param marked how many messages that mark covers, 0 without one
     */
    record LeftOpen(String key, String account, boolean isBegun, int marked) {}

    /** What was claimed before then and has no outcome, or none but that its process was lost. */
    List<LeftOpen> leftOpen(long run, Instant before) {
        List<LeftOpen> open = new ArrayList<>();
        query(
                """
                select a.delivery_id, a.no, a.account, a.place is null or c.places is not null as is_begun,
                       coalesce(cardinality(c.places), 0) as marked
                  from attempt a left join lateral (
                       select places from claim_call where claim_token = a.claim_token and a.place = any (places) limit 1) c on true
                 where a.run_id = ? and a.claimed_at < ?
                   and (a.state = 'in_flight' or a.state = 'unknown' and a.reason = 'process_lost')""",
                row -> open.add(new LeftOpen(
                        run + "-" + row.getLong("delivery_id") + "-" + row.getInt("no"),
                        row.getString("account"),
                        row.getBoolean("is_begun"),
                        row.getInt("marked"))),
                run,
                Timestamp.from(before));
        return open;
    }

    /** How many messages of each account were claimed since then and are not free again. */
    Map<String, Long> claimedSince(long run, Instant since) {
        Map<String, Long> claimed = new TreeMap<>();
        query(
                "select account, count(*) as n from attempt where run_id = ? and claimed_at > ? group by account",
                row -> claimed.put(row.getString("account"), row.getLong("n")),
                run,
                Timestamp.from(since));
        return claimed;
    }

    /** Keys of attempts that are in doubt because their process died. */
    List<String> processLost(long run) {
        List<String> keys = new ArrayList<>();
        query(
                "select delivery_id, no from attempt where run_id = ? and state = 'unknown' and reason = 'process_lost'",
                run,
                row -> keys.add(run + "-" + row.getLong("delivery_id") + "-" + row.getInt("no")));
        return keys;
    }

    /** Keys of attempts that are in doubt. */
    List<String> inDoubt(long run) {
        List<String> keys = new ArrayList<>();
        query(
                "select delivery_id, no from attempt where run_id = ? and state = 'unknown'",
                run,
                row -> keys.add(run + "-" + row.getLong("delivery_id") + "-" + row.getInt("no")));
        return keys;
    }

    /** Hashes of the phone numbers that messages in doubt were to, in hexadecimal digits. */
    Set<String> doubtedNumbers(long run) {
        Set<String> hashes = new HashSet<>();
        query(
                "select encode(address_hash, 'hex') as hash from attempt where run_id = ? and kind = 'sms' and state = 'unknown'",
                run,
                row -> hashes.add(row.getString("hash")));
        return hashes;
    }

    /** How many attempts are in doubt, by reason. */
    Map<String, Long> doubts(long run) {
        Map<String, Long> doubts = new LinkedHashMap<>();
        query(
                "select reason, count(*) as n from attempt where run_id = ? and state = 'unknown' group by 1 order by 1",
                run,
                row -> doubts.put(row.getString("reason"), row.getLong("n")));
        return doubts;
    }

    /** When the server was started that runs now, by its own clock. */
    Instant serverStart() {
        Instant[] start = {Instant.EPOCH};
        query(
                "select pg_postmaster_start_time() as start where ? = 0",
                0,
                row -> start[0] = row.getTimestamp("start").toInstant());
        return start[0];
    }

    /** Whether the policy that a run was launched with lets a doubt be sent once more. */
    boolean mayRepeat(long run) {
        return count("select count(*) as n from run_rule where run_id = ? and action = 'repeat'", run) > 0;
    }

    /** Attempts that a receipt has raised before their own outcome was written. */
    long raisedBeforeTheirOutcome(long run) {
        return count("""
                select count(*) as n from attempt
                 where run_id = ? and outcome_at is null and state in ('delivered', 'read', 'undelivered')""", run);
    }

    /** Reports that are stored and were not looked at yet. */
    long receiptsNew() {
        return count("select count(*) as n from receipt where state = 'new'");
    }

    /** Reports that are stored and not applied yet; not those for which nothing was found for a minute. */
    long receiptsWaiting() {
        return count("select count(*) as n from receipt where state = 'new' or state = 'unmatched' and tries < 6");
    }

    /** What one row gives. */
    @FunctionalInterface
    interface Row {
        void read(ResultSet row) throws SQLException;
    }

    /** Every row of a query about a run. */
    void query(String sql, long run, Row each) {
        query(sql, each, run);
    }

    /** Every row of a query. */
    void query(String sql, Row each, Object... parameters) {
        try (Connection connection = DriverManager.getConnection(address.url(), address.user(), address.password());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            connection.setAutoCommit(false);
            statement.setFetchSize(FETCH);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    each.read(rows);
                }
            }
        } catch (SQLException refused) {
            throw new LaunchFailure("The ledger cannot be read: " + refused.getMessage(), refused);
        }
    }
}
