package io.carillon.launcher.bench;

import io.carillon.launcher.local.DatabaseAddress;
import io.carillon.launcher.local.LaunchFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * When a run did what, by the ledger's own rows.
 *
 * @param states how many attempts are in which state
 */
record RunTimes(
        Instant launched,
        Instant frozen,
        Instant firstClaim,
        Instant firstOutcome,
        Instant lastOutcome,
        Map<String, Long> states) {
    private static final String TIMES = """
            select r.launched_at, r.frozen_at, min(a.claimed_at) as first_claim, min(a.outcome_at) as first_outcome,
                   max(a.outcome_at) as last_outcome
              from run r left join attempt a on a.run_id = r.id where r.id = ? group by r.id""";
    private static final String STATES = "select state, count(*) as n from attempt where run_id = ? group by state";

    static RunTimes read(DatabaseAddress database, long run) {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                PreparedStatement times = connection.prepareStatement(TIMES);
                PreparedStatement states = connection.prepareStatement(STATES)) {
            times.setLong(1, run);
            states.setLong(1, run);
            try (ResultSet row = times.executeQuery();
                    ResultSet counts = states.executeQuery()) {
                row.next();
                return new RunTimes(
                        instant(row, "launched_at"),
                        instant(row, "frozen_at"),
                        instant(row, "first_claim"),
                        instant(row, "first_outcome"),
                        instant(row, "last_outcome"),
                        counts(counts));
            }
        } catch (SQLException refused) {
            throw new LaunchFailure("The ledger cannot be read: " + refused.getMessage(), refused);
        }
    }

    private static Map<String, Long> counts(ResultSet rows) throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        while (rows.next()) {
            counts.put(rows.getString("state"), rows.getLong("n"));
        }
        return counts;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? Instant.EPOCH : time.toInstant();
    }
}
