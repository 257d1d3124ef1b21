package io.carillon.delivery.recovery;

import io.carillon.database.StartOrder;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Recovers at start where {@code CARILLON_RECOVER_SINCE} says so: after the schema, keys and accounts are there, before any worker
 * runs. A process that finds the same recovery done starts as ever, so that all processes may have the setting; where a command asks, each
 * time with a {@code CARILLON_RECOVER_REQUEST} of its own, a time that was used before stops the start.
 */
@Singleton
public class RecoveryStart {
    private static final String ACTOR = "recovery";

    private final Recovery recovery;
    private final Optional<String> since;
    private final Optional<String> request;

    public RecoveryStart(
            Recovery recovery,
            @ConfigProperty(name = "carillon.recover-since") Optional<String> since,
            @ConfigProperty(name = "carillon.recover-request") Optional<String> request) {
        this.recovery = recovery;
        this.since = since;
        this.request = request;
    }

    void start(@Observes @Priority(StartOrder.RECOVERY) StartupEvent event) {
        since.ifPresent(text -> {
            try {
                recovery.recover(time(text), request.orElse(""), ACTOR);
            } catch (IllegalArgumentException refused) {
                throw new ConfigurationException("CARILLON_RECOVER_SINCE: " + refused.getMessage());
            }
        });
    }

    /** A moment with its offset, such as {@code 2027-09-13T10:00:00+08:00} or {@code 2027-09-13T02:00:00Z}. */
    static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeException unreadable) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is not a time with its offset: give one such as 2027-09-13T10:00:00+08:00, when the backup was taken or"
                    + " earlier");
        }
    }
}
