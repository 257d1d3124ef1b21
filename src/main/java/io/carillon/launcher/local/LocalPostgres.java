package io.carillon.launcher.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A durable PostgreSQL on this machine from the programs that Maven brought. Differs from the embedded server's usual use,
 * which is for tests: fsync and synchronous_commit are on (and asked of the server at each start), the data stay, a password
 * is needed, only 127.0.0.1 is listened on, and the server outlives this JVM. A server left running is used as it is.
 *
 * <p>Not thread-safe. Works as root where user namespaces are allowed, because the server refuses to run as root itself.
 */
public final class LocalPostgres implements Service {
    /** The database and the role that owns it. */
    public static final String DATABASE = "carillon";

    private static final Duration START_WAIT = Duration.ofMinutes(3);
    private static final Duration STOP_WAIT = Duration.ofSeconds(30);
    private static final Duration ORPHANS_WAIT = Duration.ofSeconds(15);
    private static final int CONNECT_SECONDS = 5;
    /** A new server takes about as much before anybody uses it. */
    private static final long LEAST_ROOM = 100L << 20;

    private static final Pattern SHELL_READS = Pattern.compile("[$`\"\\\\]");
    private static final String FULL = "The disk is full: make room, or move CARILLON_HOME, and start again.";
    private static final String NAMESPACES =
            "As root it needs user namespaces (unshare -U); where they are forbidden, run"
                    + " as another user or give a server in CARILLON_DATABASE_URL.";

    private final Place place;
    private final Console console;
    private @Nullable EmbeddedPostgres embedded;

    /**
     * Where and how.
     *
     * @param data the cluster's folder
     * @param programs where the server's programs are unpacked, shared by all clusters
     * @param log the server's log, appended
     * @param port the port to listen on; a server that runs already keeps its own
     * @param password of the superuser and of the role {@link #DATABASE}
     * @param libraries preloaded into the server, comma-separated; empty for none
     */
    public record Place(Path data, Path programs, Path log, int port, String password, String libraries) {
        /** Without libraries. */
        public Place(Path data, Path programs, Path log, int port, String password) {
            this(data, programs, log, port, password, "");
        }
    }

    public LocalPostgres(Place place, Console console) {
        this.place = place;
        this.console = console;
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public void start() {
        long began = System.nanoTime();
        PostmasterFile postmaster = new PostmasterFile(place.data());
        if (postmaster.live().isPresent()) {
            console.say(name(), "runs already on port " + port() + ", used as it is");
        } else {
            requirePort();
            requirePlainName(place.data(), "CARILLON_HOME");
            requirePlainName(place.programs(), "the user's home");
            console.say(name(), "starting on 127.0.0.1:" + place.port() + ", data in " + place.data());
            postmaster.clearAfterKill(ORPHANS_WAIT);
            startServer();
        }
        String version = prepare();
        console.say(
                name(),
                "ready after " + Durations.words(Duration.ofNanos(System.nanoTime() - began)) + " (" + version
                        + ", fsync on)");
    }

    @Override
    public boolean isAlive() {
        return process().isPresent();
    }

    /** The server's main process, while it runs. */
    public Optional<ProcessIdentity> process() {
        return new PostmasterFile(place.data()).live().map(PostmasterFile.Running::process);
    }

    /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
    @Override
    public void stop() {
        process().ifPresent(process -> {
            console.say(name(), "stopping");
            process.signal("INT");
            if (!process.awaitEnd(STOP_WAIT)) {
                throw new LaunchFailure(
                        "PostgreSQL (process " + process.pid() + ") does not stop; its log is " + place.log());
            }
        });
        letGo();
    }

    @Override
    public void kill() {
        process().ifPresent(ProcessIdentity::kill);
        letGo();
    }

    /** The port it listens on. */
    public int port() {
        return new PostmasterFile(place.data())
                .live()
                .map(PostmasterFile.Running::port)
                .orElse(place.port());
    }

    /** The JDBC address of Carillon's database, without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + DATABASE;
    }

    /**
     * Makes another database, and the role that owns it, where they are missing.
     *
     * @param name of the database, a plain word as the role is
     * @param password of a role that is made
     */
    void addDatabase(String name, String role, String password) {
        try (Connection connection = superuser("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            addDatabase(statement, name, role, password);
        } catch (SQLException refused) {
            throw new LaunchFailure("The database " + name + " cannot be made: " + refused.getMessage(), refused);
        }
    }

    /** Whether a database has a table of that name. */
    boolean hasTable(String database, String table) {
        try (Connection connection = superuser(database).getConnection();
                Statement statement = connection.createStatement()) {
            return ask(statement, "select to_regclass(" + quoted(table) + ") is not null")
                    .equals("t");
        } catch (SQLException refused) {
            throw new LaunchFailure("The database " + database + " cannot be read: " + refused.getMessage(), refused);
        }
    }

    /** Throws {@link LaunchFailure} if somebody else has its port. */
    void requirePort() {
        if (!isAlive()) {
            FreePort.require(new LocalPorts.Named(place.port(), "PostgreSQL", "CARILLON_POSTGRES_PORT"));
        }
    }

    /** pg_ctl hands the path to a shell, in double quotes. */
    private static void requirePlainName(Path folder, String whose) {
        if (SHELL_READS.matcher(folder.toString()).find()) {
            throw new LaunchFailure("PostgreSQL cannot start in " + folder
                    + ": its start program takes the characters $ ` \" and \\ for its own. Use a folder without them for "
                    + whose
                    + ", or a server of yours in CARILLON_DATABASE_URL.");
        }
    }

    private void startServer() {
        letGo();
        try {
            embedded = EmbeddedPostgres.builder()
                    .setDataDirectory(place.data())
                    .setOverrideWorkingDirectory(
                            Files.createDirectories(place.programs()).toFile())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPort(place.port())
                    .setPGStartupWait(START_WAIT)
                    // The builder says -F and synchronous_commit=off for tests; these come later on the command line.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("password_encryption", "scram-sha-256")
                    .setServerConfig("max_connections", "300")
                    // A detail repeats the values of a row that broke a rule, and rows are about people.
                    .setServerConfig("log_error_verbosity", "terse")
                    // Its defaults are made for the smallest machine: with them an import writes a checkpoint every few
                    // seconds, and
                    // whole pages into the log after each.
                    .setServerConfig("shared_buffers", "512MB")
                    .setServerConfig("max_wal_size", "4GB")
                    .setServerConfig("checkpoint_timeout", "15min")
                    .setServerConfig("shared_preload_libraries", place.libraries())
                    // Needs no locale of the machine: a fresh one often has none but C.
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("locale-provider", "builtin")
                    .setLocaleConfig("builtin-locale", "C.UTF-8")
                    .setConnectConfig("password", place.password())
                    .setOutputRedirector(
                            ProcessBuilder.Redirect.appendTo(place.log().toFile()))
                    .start();
        } catch (IOException | RuntimeException failed) {
            String how = "PostgreSQL did not start in " + place.data() + " (" + failed.getMessage() + "); its log is "
                    + place.log() + ". ";
            throw new LaunchFailure(how + (isFull() ? FULL : NAMESPACES), failed);
        }
    }

    /** Whether there is hardly any room where the data are: what PostgreSQL says then is about everything else. */
    private boolean isFull() {
        try {
            return Files.getFileStore(place.data().getParent()).getUsableSpace() < LEAST_ROOM;
        } catch (IOException unknown) {
            return false;
        }
    }

    /** The library keeps a lock on the folder for its server, even after that was killed. */
    private void letGo() {
        EmbeddedPostgres before = embedded;
        embedded = null;
        if (before != null) {
            try {
                before.close();
            } catch (IOException notRunning) {
                // It was stopped or killed before; only the lock was to be let go.
            }
        }
    }

    private String prepare() {
        try (Connection connection = superuser("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            requireOwn(statement);
            requireDurable(statement);
            requirePasswords(statement);
            addDatabase(statement, DATABASE, DATABASE, place.password());
            return ask(statement, "show server_version").split(" ")[0];
        } catch (SQLException refused) {
            throw new LaunchFailure(
                    "PostgreSQL on port " + port() + " runs but refuses us (" + refused.getMessage()
                            + "). Was its password file changed? Its log is " + place.log(),
                    refused);
        }
    }

    private void requireOwn(Statement statement) throws SQLException {
        String data = ask(statement, "show data_directory");
        if (!Path.of(data)
                .toAbsolutePath()
                .normalize()
                .equals(place.data().toAbsolutePath().normalize())) {
            throw new LaunchFailure("The PostgreSQL on port " + port() + " keeps its data in " + data + ", not in "
                    + place.data() + ": set CARILLON_POSTGRES_PORT to a free port.");
        }
    }

    private static void requireDurable(Statement statement) throws SQLException {
        for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
            String value = ask(statement, "show " + setting);
            if (!value.equals("on")) {
                throw new LaunchFailure("PostgreSQL runs with " + setting + "=" + value
                        + ", so a power cut could lose what was sent. Stop it with ./carillon down and start again.");
            }
        }
    }

    /** A new cluster trusts everybody on the machine until the password is set. */
    private void requirePasswords(Statement statement) throws SQLException {
        Path rules = place.data().resolve("pg_hba.conf");
        String wanted = """
                # Written by Carillon: loopback only, with a password.
                host all all 127.0.0.1/32 scram-sha-256
                """;
        try {
            if (Files.readString(rules).equals(wanted)) {
                return;
            }
            statement.execute("alter role postgres password " + quoted(place.password()));
            DataFolder.writePrivately(rules, wanted);
            statement.execute("select pg_reload_conf()");
        } catch (IOException refused) {
            throw new LaunchFailure("The file " + rules + " cannot be written: " + refused.getMessage(), refused);
        }
    }

    private static void addDatabase(Statement statement, String name, String role, String password)
            throws SQLException {
        if (ask(statement, "select count(*) from pg_roles where rolname = '" + role + "'")
                .equals("0")) {
            statement.execute("create role " + role + " login password " + quoted(password));
        }
        if (ask(statement, "select count(*) from pg_database where datname = '" + name + "'")
                .equals("0")) {
            statement.execute("create database " + name + " owner " + role);
        }
    }

    private PGSimpleDataSource superuser(String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port()});
        source.setDatabaseName(database);
        source.setUser("postgres");
        source.setPassword(place.password());
        source.setConnectTimeout(CONNECT_SECONDS);
        return source;
    }

    private static String ask(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
