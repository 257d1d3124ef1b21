package io.carillon.launcher.drill;

import io.carillon.launcher.local.DatabaseAddress;
import io.carillon.launcher.local.LaunchFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The ledger's own rows, read past the app. */
final class Ledger {
    private static final int FETCH = 5_000;

    private final DatabaseAddress address;

    Ledger(DatabaseAddress address) {
        this.address = address;
    }

    /**
     * An attempt: on which kind of channel, and how it stands.
     *
     * @param claim the claim that made it, with the hash of its address: one attempt each
     */
    record Attempt(long delivery, String kind, String state, String claim) {}

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

    /** PostgreSQL's clock. */
    Instant clock() {
        Instant[] now = {Instant.EPOCH};
        query(
                "select clock_timestamp() as now where ? = 0",
                0,
                row -> now[0] = row.getTimestamp("now").toInstant());
        return now[0];
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

    /** Attempts that met trouble on our side and yet led a person to another channel. */
    long blockedThatLedOn(long run) {
        return count(
                "select count(*) as n from attempt where run_id = ? and state = 'blocked' and led is not null", run);
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

    private long count(String sql, long run) {
        long[] found = {0};
        query(sql, run, row -> found[0] = row.getLong("n"));
        return found[0];
    }

    @FunctionalInterface
    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void query(String sql, long run, Row each) {
        try (Connection connection = DriverManager.getConnection(address.url(), address.user(), address.password());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            connection.setAutoCommit(false);
            statement.setFetchSize(FETCH);
            statement.setLong(1, run);
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
