package io.carillon.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.database.Sql;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.DataFolder;
import io.carillon.launcher.local.LaunchSettings;
import io.carillon.launcher.local.LocalPorts;
import io.carillon.launcher.local.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** The README's two lines that make a backup, with what it asks of an administrator first, and a PostgreSQL on what they wrote. */
class BackupCommandsIT {
    private static final String HOST = "127.0.0.1";
    private static final String SUPERUSER = "postgres";
    private static final String PASSWORD = "ours";
    private static final String OF_BACKUPS = "theirs";
    private static final Pattern RULE = Pattern.compile("`(host\\S* replication [^`]+)` in `pg_hba.conf`");
    private static final Pattern LOGIN = Pattern.compile("`([^`]+)` in `~/.pgpass`");
    private static final Duration AT_MOST = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private final Console console = Console.standard();
    private final Path cache = LaunchSettings.from(System.getenv()).cache();
    private final Readme readme = Readme.read();

    @Test
    void aPostgresOnTheBackupHasTheRowsThatWereThereWhenItWasMade() throws Exception {
        String searchPath = PostgresClients.searchPath(cache, console);
        LocalPostgres ledger = postgres(folder.resolve("ledger"));
        List<String> rows;
        try {
            ledger.start();
            fill(ledger);
            Sql sql = new Sql(source(ledger, LocalPostgres.DATABASE));
            rows = rows(sql);
            assertThat(rows).hasSize(7);
            backUp(ledger, searchPath);
            sql.update("delete from attempt");
        } finally {
            ledger.stop();
        }
        assertThatRowsAreIn(onlyBackup(), rows);
    }

    private void backUp(LocalPostgres ledger, String searchPath) throws IOException, InterruptedException {
        String port = Integer.toString(ledger.port());
        shell(
                line("psql "),
                Map.of(
                        "PATH", searchPath,
                        "PGHOST", HOST,
                        "PGPORT", port,
                        "PGUSER", SUPERUSER,
                        "PGPASSWORD", PASSWORD));
        letIn(ledger);
        shell(line("pg_basebackup "), Map.of("PATH", searchPath, "PGPORT", port, "HOME", folder.toString()));
    }

    private void assertThatRowsAreIn(Path backup, List<String> rows) {
        LocalPostgres restored = postgres(backup);
        try {
            restored.start();
            assertThat(rows(new Sql(source(restored, LocalPostgres.DATABASE)))).isEqualTo(rows);
        } finally {
            restored.stop();
        }
    }

    /** What the README says in words: the role may come for a backup, and whoever comes knows its password. */
    private void letIn(LocalPostgres ledger) throws IOException {
        String rule = told(RULE).replace("ADDRESS", HOST + "/32");
        Files.writeString(folder.resolve("ledger/pg_hba.conf"), rule + "\n", StandardOpenOption.APPEND);
        reload(new Sql(source(ledger, SUPERUSER)));
        String login = told(LOGIN)
                .replace("HOST", HOST)
                .replace("5432", Integer.toString(ledger.port()))
                .replace("…", OF_BACKUPS);
        DataFolder.writePrivately(folder.resolve(".pgpass"), login + "\n");
    }

    /** The server takes the file up a moment after it was told to; who connects before is held to the old one. */
    private static void reload(Sql sql) {
        Instant before = lastLoad(sql);
        sql.run("select pg_reload_conf()");
        await().atMost(AT_MOST).until(() -> lastLoad(sql).isAfter(before));
    }

    private static Instant lastLoad(Sql sql) {
        return sql.one("select pg_conf_load_time()", row -> row.getTimestamp(1).toInstant());
    }

    /** The one line of code that begins so. */
    private String line(String beginning) {
        List<String> lines = readme.codeLines().stream()
                .filter(line -> line.startsWith(beginning))
                .toList();
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    /** What the text has in backticks. */
    private String told(Pattern pattern) {
        Matcher found = pattern.matcher(readme.prose());
        assertThat(found.find()).as(pattern.pattern()).isTrue();
        return found.group(1);
    }

    private void shell(String line, Map<String, String> environment) throws IOException, InterruptedException {
        String here =
                line.replace("HOST", HOST).replace("…", OF_BACKUPS).replace("/backup/", folder.resolve("backup") + "/");
        Path output = Files.createTempFile(folder, "shell-", ".log");
        ProcessBuilder builder = new ProcessBuilder("bash", "-euc", here)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().putAll(environment);
        Process shell = builder.start();
        try {
            assertThat(shell.waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS))
                    .as(Files.readString(output))
                    .isTrue();
            assertThat(shell.exitValue()).as(Files.readString(output)).isZero();
        } finally {
            shell.descendants().forEach(ProcessHandle::destroy);
            shell.destroy();
        }
    }

    /** Its name is the day. */
    private Path onlyBackup() throws IOException {
        try (Stream<Path> made = Files.list(folder.resolve("backup"))) {
            List<Path> days = made.toList();
            assertThat(days)
                    .hasSize(1)
                    .allSatisfy(day -> assertThat(day.getFileName().toString()).matches("\\d{4}-\\d\\d-\\d\\d"));
            return days.get(0);
        }
    }

    private static void fill(LocalPostgres ledger) {
        PGSimpleDataSource source = source(ledger, LocalPostgres.DATABASE);
        Flyway.configure().dataSource(source).load().migrate();
        Sql sql = new Sql(source);
        sql.update("""
                insert into delivery (run_id, batch_no, id, profile_id, zone, state, reason)
                values (1, 1, 1, 1, 'UTC', 'sent', null), (1, 1, 2, 2, 'UTC', 'sent', null), (1, 1, 3, 3, 'UTC', 'failed', 'no_address')""");
        sql.update("""
                insert into attempt (run_id, delivery_id, no, batch_no, kind, channel, account, address_id, address_hash, state,
                                     claim_token, claimed_at, lease_until, currency, place)
                select 1, n, 1, 1, 'sms', 'sms', 'twilio', n, decode(lpad(n::text, 64, '0'), 'hex'), 'accepted',
                       gen_random_uuid(), clock_timestamp(), clock_timestamp(), 'CNY', n
                  from generate_series(1, 2) as n""");
    }

    /** Deliveries, attempts, and the counters that the schema keeps of the deliveries. */
    private static List<String> rows(Sql sql) {
        return sql.list("""
                select d::text from delivery d union all select a::text from attempt a union all
                select c.state || ' ' || sum(c.people) from delivery_count c group by c.state order by 1""", row -> row.getString(1));
    }

    private LocalPostgres postgres(Path data) {
        Path log = folder.resolve(data.getFileName() + ".log");
        return new LocalPostgres(
                new LocalPostgres.Place(
                        data, cache.resolve("postgres"), log, LocalPorts.free().postgres(), PASSWORD),
                console);
    }

    private static PGSimpleDataSource source(LocalPostgres postgres, String user) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(postgres.jdbcUrl());
        source.setUser(user);
        source.setPassword(PASSWORD);
        return source;
    }
}
