package io.carillon.database;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One PostgreSQL for all tests of a JVM, started on first use and stopped with the JVM. {@link #fresh} gives a test a
 * database of its own with the schema in it; as a Quarkus test resource it gives the app under test one.
 */
public class TestDatabase implements QuarkusTestResourceLifecycleManager {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable EmbeddedPostgres server;

    /** A new database with every migration applied. */
    public static DataSource fresh() {
        DataSource dataSource = server().getDatabase("postgres", create());
        Flyway.configure().dataSource(dataSource).load().migrate();
        return dataSource;
    }

    /** A {@link Sql} on a new database, outside any container: each statement commits by itself. */
    public static Sql freshSql() {
        return new Sql(fresh());
    }

    /** The JDBC address of a new empty database. */
    public static String freshUrl() {
        return server().getJdbcUrl("postgres", create());
    }

    @Override
    public Map<String, String> start() {
        return Map.of(
                "quarkus.datasource.jdbc.url",
                freshUrl(),
                "quarkus.datasource.username",
                "postgres",
                "quarkus.datasource.password",
                "postgres",
                "carillon.data",
                dataFolder().toString());
    }

    @Override
    public void stop() {
        // The server ends with the JVM: other test classes use it too.
    }

    /** A new empty database that keeps texts in this encoding. */
    static DataSource freshIn(String encoding) {
        return server().getDatabase(
                        "postgres",
                        create(" encoding '" + encoding + "' locale_provider libc locale 'C' template template0"));
    }

    private static String create() {
        return create("");
    }

    private static String create(String how) {
        String name = "t" + DATABASES.incrementAndGet();
        PGSimpleDataSource admin = (PGSimpleDataSource) server().getPostgresDatabase();
        try (Connection connection = admin.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name + how);
        } catch (SQLException broken) {
            throw new IllegalStateException("Could not create test database " + name, broken);
        }
        return name;
    }

    private static Path dataFolder() {
        try {
            return Files.createTempDirectory("carillon-test");
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private static synchronized EmbeddedPostgres server() {
        if (server == null) {
            try {
                server = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "300")
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        // Whatever the locale of the machine is.
                        .setLocaleConfig("locale", "C")
                        .setLocaleConfig("locale-provider", "builtin")
                        .setLocaleConfig("builtin-locale", "C.UTF-8")
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .start();
            } catch (IOException failed) {
                throw new UncheckedIOException("PostgreSQL did not start for the tests", failed);
            }
        }
        return server;
    }
}
