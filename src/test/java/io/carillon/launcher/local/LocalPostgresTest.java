package io.carillon.launcher.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class LocalPostgresTest {
    private static final String PASSWORD = "it's a secret";
    private static final Path PROGRAMS = Path.of(System.getProperty("java.io.tmpdir"), "carillon-test-postgres");

    @TempDir
    private Path folder;

    private final Lines lines = new Lines();
    private LocalPostgres.Place place;
    private LocalPostgres postgres;

    @BeforeEach
    void choosePlace() throws IOException {
        place = new LocalPostgres.Place(
                folder.resolve("data"), PROGRAMS, folder.resolve("postgres.log"), freePort(), PASSWORD);
        postgres = new LocalPostgres(place, lines.console());
    }

    @AfterEach
    void stopServer() {
        postgres.stop();
    }

    @Test
    void keepsWhatWasCommittedThroughAKillAndAStop() throws SQLException {
        postgres.start();
        ask("create table letter (text text); insert into letter values ('first') returning text");
        ProcessIdentity server = postgres.process().orElseThrow();

        assertThat(server.signal("KILL")).isTrue();
        assertThat(server.awaitEnd(Duration.ofSeconds(20))).isTrue();
        assertThat(postgres.isAlive()).isFalse();
        postgres.start();
        assertThat(ask("insert into letter values ('second') returning text")).isEqualTo("second");
        postgres.stop();
        assertThat(postgres.isAlive()).isFalse();
        new LocalPostgres(place, lines.console()).start();

        assertThat(ask("select string_agg(text, ',' order by text) from letter"))
                .isEqualTo("first,second");
        assertThat(ask("show fsync")).isEqualTo("on");
        assertThat(ask("show synchronous_commit")).isEqualTo("on");
        assertThat(ask("show full_page_writes")).isEqualTo("on");
        assertThat(ask("show listen_addresses")).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a$b", "a`b", "a\"b", "a\\b"})
    void saysWhichCharactersItsFolderMustNotHave(String name) {
        LocalPostgres.Place odd = new LocalPostgres.Place(
                folder.resolve(name).resolve("data"), PROGRAMS, place.log(), place.port(), PASSWORD);

        assertThatThrownBy(new LocalPostgres(odd, lines.console())::start)
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("CARILLON_HOME")
                .hasMessageContaining(name);
    }

    @Test
    void usesTheServerThatAnotherLauncherLeftRunning() throws SQLException {
        postgres.start();
        ProcessIdentity server = postgres.process().orElseThrow();
        LocalPostgres second = new LocalPostgres(place, lines.console());

        second.start();

        assertThat(second.process()).contains(server);
        assertThat(lines.all()).contains("runs already on port " + place.port());
        assertThat(ask("select current_user")).isEqualTo("carillon");
    }

    @Test
    void itsLogTellsThatARowBrokeARuleAndNotWhatStoodInIt() throws SQLException, IOException {
        postgres.start();
        ask("create table person (name text primary key); insert into person values ('林小梅') returning name");

        assertThatThrownBy(() -> ask("insert into person select min(name) from person returning name"))
                .isInstanceOf(SQLException.class);

        assertThat(Files.readString(place.log())).contains("person_pkey").doesNotContain("林小梅");
    }

    @Test
    void letsNobodyInWithoutThePassword() throws SQLException {
        postgres.start();

        assertThatThrownBy(() -> connect("postgres", "wrong").close())
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo("28P01"));
        assertThat(ask("select lower('ÄÉ上海')"))
                .as("needs no locale of the machine")
                .isEqualTo("äé上海");
    }

    @Test
    void namesWhoHoldsThePortAndWhatMovesIt() throws IOException {
        try (ServerSocket holder = new ServerSocket(place.port(), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(postgres::start)
                    .isInstanceOf(LaunchFailure.class)
                    .hasMessageStartingWith(
                            "Port " + holder.getLocalPort() + ", wanted for PostgreSQL, is in use by process "
                                    + ProcessHandle.current().pid())
                    .hasMessageEndingWith("or set CARILLON_POSTGRES_PORT to a free port.");
        }
        assertThat(place.data()).doesNotExist();
    }

    @Test
    void startsOverANoteWhoseNumberBelongsToAStrangerNow() throws IOException, SQLException {
        postgres.start();
        postgres.stop();
        Files.writeString(
                place.data().resolve("postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + place.data() + "\n1\n" + place.port() + "\n\n127.0.0.1\n");

        assertThat(postgres.isAlive()).isFalse();
        postgres.start();

        assertThat(ask("select 'up'")).isEqualTo("up");
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    private String ask(String sql) throws SQLException {
        try (Connection connection = connect("carillon", PASSWORD);
                Statement statement = connection.createStatement()) {
            boolean hasRows = statement.execute(sql);
            while (!hasRows) {
                hasRows = statement.getMoreResults();
            }
            try (ResultSet rows = statement.getResultSet()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    private Connection connect(String user, String password) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(postgres.jdbcUrl());
        source.setUser(user);
        source.setPassword(password);
        return source.getConnection();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
