package io.carillon.launcher.bench;

import io.carillon.launcher.local.DatabaseAddress;
import io.carillon.launcher.local.LaunchFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;

/** Figures that no answer of the app has, counted from its rows, and the one change that no call of the app makes. */
record LedgerFigures(DatabaseAddress database) {

    static LedgerFigures of(DatabaseAddress database) {
        return new LedgerFigures(database);
    }

    /** WeChat messages that people have granted and nobody has used. */
    long grants() {
        return count("select coalesce(sum(remaining), 0) from wechat_grant");
    }

    /** Reports of an account that were applied between two moments. */
    long applied(String account, Instant from, Instant to) {
        return count(
                "select count(*) from receipt where account = ? and applied_at >= ? and applied_at < ?",
                account,
                Timestamp.from(from),
                Timestamp.from(to));
    }

    /** Reports that wait to be applied. */
    long waiting() {
        return count("select count(*) from receipt where state = 'new'");
    }

    /** The last moment at which a report of an account was applied, in milliseconds. */
    long lastApplied(String account) {
        return count(
                "select coalesce(extract(epoch from max(applied_at)) * 1000, 0)::bigint from receipt where account = ?",
                account);
    }

    /** Empties the tables of people; only while no run has any of them. */
    void forgetPeople() {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("truncate profile, profile_tag, address, consent_record, consent, wechat_contact");
        } catch (SQLException refused) {
            throw new LaunchFailure("People cannot be forgotten: " + refused.getMessage(), refused);
        }
    }

    /** The server's version, and whether what it has committed outlives a power cut. */
    String version() {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select current_setting('fsync'), current_setting('synchronous_commit')")) {
            row.next();
            return connection.getMetaData().getDatabaseProductVersion() + ", fsync " + row.getString(1)
                    + ", synchronous_commit " + row.getString(2);
        } catch (SQLException refused) {
            throw new LaunchFailure("PostgreSQL cannot be reached: " + refused.getMessage(), refused);
        }
    }

    private long count(String sql, Object... binds) {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < binds.length; i++) {
                statement.setObject(i + 1, binds[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException refused) {
            throw new LaunchFailure("The ledger cannot be read: " + refused.getMessage(), refused);
        }
    }
}
