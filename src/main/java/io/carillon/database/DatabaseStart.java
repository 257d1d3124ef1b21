package io.carillon.database;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/**
 * The first thing a start does: waits until PostgreSQL answers, then brings the schema up to date. A start that cannot
 * have its database ends with one sentence that names the address and what to do.
 */
@ApplicationScoped
public class DatabaseStart {
    /** Beside processes that work all the time a change may lose many times. */
    private static final Duration CHANGES_WITHIN = Duration.ofMinutes(10);

    private static final Logger LOG = Logger.getLogger(DatabaseStart.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final DataSource dataSource;
    private final Flyway flyway;
    private final DatabaseConfig config;
    private final String url;

    public DatabaseStart(
            DataSource dataSource,
            Flyway flyway,
            DatabaseConfig config,
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url) {
        this.dataSource = dataSource;
        this.flyway = flyway;
        this.config = config;
        this.url = shown(url);
    }

    void start(@Observes @Priority(StartOrder.DATABASE) StartupEvent event) {
        await();
        int applied = new Migration(flyway, CHANGES_WITHIN, DatabaseStart::pause).run();
        if (applied > 0) {
            LOG.infof("Database %s: %d schema changes applied", url, applied);
        }
    }

    /** The address without user, password and options, so that it may be shown. */
    static String shown(String jdbcUrl) {
        return jdbcUrl.replaceFirst("//[^/@]*@", "//").replaceFirst("[?;].*$", "");
    }

    private void await() {
        long end = System.nanoTime() + config.startWait().toNanos();
        while (true) {
            try {
                look();
                return;
            } catch (SQLException away) {
                if (!DatabaseFailure.isAway(away)) {
                    throw new ConfigurationException("PostgreSQL at " + url + " refuses us: " + away.getMessage()
                            + ". Correct CARILLON_DATABASE_URL, CARILLON_DATABASE_USER or CARILLON_DATABASE_PASSWORD");
                }
                if (System.nanoTime() - end >= 0) {
                    throw new ConfigurationException("PostgreSQL at " + url + " did not answer within "
                            + config.startWait().toSeconds() + " s. Start it, or set CARILLON_DATABASE_URL to the"
                            + " jdbc:postgresql://host:port/name of one that runs");
                }
                LOG.warnf("PostgreSQL at %s does not answer yet; trying again", url);
                pause();
            }
        }
    }

    private void look() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            Optional<String> misfit = ServerFit.of(connection).misfit();
            if (misfit.isPresent()) {
                throw new ConfigurationException("PostgreSQL at " + url + " " + misfit.get());
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new ConfigurationException("The start was interrupted while it waited for its turn at PostgreSQL");
        }
    }
}
