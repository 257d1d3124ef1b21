package io.carillon.launcher.drill;

import io.carillon.launcher.local.DatabaseAddress;
import io.carillon.launcher.local.LaunchFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    /** How many people are in which state, counted from the rows. */
    Map<String, Long> states(long run) {
        Map<String, Long> states = new LinkedHashMap<>();
        query(
                "select state, count(*) as people from delivery where run_id = ? group by state order by state",
                run,
                row -> states.put(row.getString("state"), row.getLong("people")));
        return states;
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
