package io.carillon.delivery.dispatch;

import io.carillon.channel.ChannelKind;
import io.carillon.database.DatabaseClock;
import io.carillon.database.DatabaseFailure;
import io.carillon.database.RegularWork;
import io.carillon.delivery.ledger.Judgement;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sees when PostgreSQL's clock is set back. Times to try again that were written before lie further ahead than anybody meant, and
 * batches sleep until then; so whoever waits for an account, or for another try, is looked at again now. Waits for news are shortened
 * when their batch is looked at, and what vendors asked for stands with their accounts.
 */
@ApplicationScoped
public class ClockWatch {
    private static final Logger LOG = Logger.getLogger(ClockWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    /** Less is how clocks are kept right. */
    private static final Duration STEP = Duration.ofSeconds(10);

    private final DatabaseClock clock;
    private final WaitingPeople waiting;
    private final RegularWork regular;
    private @Nullable Instant seen;
    private long seenAt;

    ClockWatch(DatabaseClock clock, WaitingPeople waiting, RegularWork regular) {
        this.clock = clock;
        this.waiting = waiting;
        this.regular = regular;
    }

    void begin(@Observes StartupEvent started) {
        regular.begin("look at PostgreSQL's clock", Duration.ZERO, EVERY, this::look);
    }

    /** Looks whether it was since the last look. */
    public void look() {
        try {
            lookOnce();
        } catch (DatabaseFailure away) {
            LOG.debug("the clock is looked at later", away);
        }
    }

    private synchronized void lookOnce() {
        Instant before = seen;
        long elapsed = System.nanoTime() - seenAt;
        Instant now = clock.now();
        if (before != null) {
            Duration back = Duration.between(now, before.plusNanos(elapsed));
            if (back.compareTo(STEP) > 0) {
                LOG.warnf(
                        "PostgreSQL's clock was set back by %d s; whoever waits is looked at again", back.toSeconds());
                for (ChannelKind channel : ChannelKind.values()) {
                    QuarkusTransaction.requiringNew()
                            .run(() -> waiting.letGoEverywhere(channel.id(), Judgement.AT_ONCE, true));
                }
            }
        }
        // Only now: what failed is done again at the next look.
        seen = now;
        seenAt = System.nanoTime();
    }
}
