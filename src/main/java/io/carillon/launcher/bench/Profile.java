package io.carillon.launcher.bench;

import io.carillon.launcher.drill.Ground;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.PidFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * Where time goes while something is measured: a recording of the app by Java's flight recorder, a file for each measure, and the
 * statements on which PostgreSQL spent most. Costs a few percent, so figures measured with it are no figures. For one thread.
 */
final class Profile {
    /** What PostgreSQL has to be started with. */
    static final String LIBRARY = "pg_stat_statements";

    private static final int STATEMENTS = 12;
    private static final int SHOWN = 150;
    private static final String TOP = """
            select calls, rows, total_exec_time as millis, mean_exec_time as mean, wal_bytes,
                   total_exec_time / sum(total_exec_time) over () as share, regexp_replace(query, '\\s+', ' ', 'g') as query
              from pg_stat_statements order by total_exec_time desc limit %d""".formatted(STATEMENTS);

    private final Ground ground;
    private final Console console;
    private final Path folder;

    /**
     * @param folder where recordings go
     */
    Profile(Ground ground, Console console, Path folder) {
        this.ground = ground;
        this.console = console;
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException refused) {
            throw new LaunchFailure("Recordings cannot go to " + folder + ": " + refused.getMessage(), refused);
        }
        sql("create extension if not exists " + LIBRARY);
    }

    /** Runs the work and says where its time went. */
    void around(String name, Runnable work) {
        sql("select pg_stat_statements_reset()");
        jcmd("JFR.start", "name=" + name, "settings=profile");
        try {
            work.run();
        } finally {
            Path file = folder.resolve(name + ".jfr").toAbsolutePath();
            jcmd("JFR.stop", "name=" + name, "filename=" + file);
            console.line("  recorded in " + file + "; PostgreSQL's time:");
            printStatements();
        }
    }

    private void jcmd(String... arguments) {
        long app = new PidFile(ground.settings().folder().pids(), "app")
                .live()
                .orElseThrow(() -> new LaunchFailure("The app does not run"))
                .identity()
                .pid();
        Memory.jcmd(app, arguments);
    }

    private void sql(String command) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        } catch (SQLException refused) {
            throw new LaunchFailure("PostgreSQL does not tell its statements: " + refused.getMessage(), refused);
        }
    }

    private void printStatements() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TOP)) {
            console.line("     share    calls      rows   mean ms   WAL MB");
            while (rows.next()) {
                String query = rows.getString("query").strip();
                console.line(String.format(
                        Locale.ROOT,
                        "    %5.1f %% %,8d %,9d %9.2f %8.1f  %s",
                        100 * rows.getDouble("share"),
                        rows.getLong("calls"),
                        rows.getLong("rows"),
                        rows.getDouble("mean"),
                        rows.getDouble("wal_bytes") / 1e6,
                        query.substring(0, Math.min(SHOWN, query.length()))));
            }
        } catch (SQLException refused) {
            throw new LaunchFailure("PostgreSQL does not tell its statements: " + refused.getMessage(), refused);
        }
    }

    private Connection connect() throws SQLException {
        // As superuser: others see no statements but their own.
        return DriverManager.getConnection(
                ground.database().url(), "postgres", ground.settings().folder().secret("postgres"));
    }
}
