package io.carillon.delivery.dispatch;

import io.carillon.delivery.claim.Answered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Calls that hang and that one dispatch goes on without, until they come back and are written. Used by the dispatch's thread only. */
final class Stragglers {
    private static final Logger LOG = Logger.getLogger(Stragglers.class);

    /** After it even what hangs newly is waited for. */
    private static final Duration LONGEST_STAY = Duration.ofMinutes(5);

    private List<Straggler> out = new ArrayList<>();
    private long stayedSince;

    /**
     * The calls of one claim.
     *
     * @param end their answers, when they are written
     */
    private record Straggler(int messages, Future<List<Answered>> end) {}

    void add(int messages, Future<List<Answered>> end) {
        out.add(new Straggler(messages, end));
    }

    boolean isEmpty() {
        return out.isEmpty();
    }

    /** Whether one of them has not come back. */
    boolean areOut() {
        return out.stream().anyMatch(one -> !one.end().isDone());
    }

    /**
     * Whether a dispatch that should end stays and sends what may leave meanwhile, for it has to wait for them anyway; not without
     * end, for new ones come to those that are back.
     */
    boolean mayStayFor() {
        if (isEmpty()) {
            return false;
        }
        long now = System.nanoTime();
        stayedSince = stayedSince == 0 ? now : stayedSince;
        return now - stayedSince < LONGEST_STAY.toNanos();
    }

    /** How many messages are out. */
    int messages() {
        return out.stream().mapToInt(Straggler::messages).sum();
    }

    /** What came back since this was last asked; throws what kept it from being written. */
    List<Answered> news() {
        List<Straggler> back = out.stream().filter(one -> one.end().isDone()).toList();
        out = new ArrayList<>(out.stream().filter(one -> !back.contains(one)).toList());
        List<Answered> news = new ArrayList<>();
        for (Straggler one : back) {
            try {
                news.addAll(one.end().get());
            } catch (ExecutionException broken) {
                throw broken.getCause() instanceof RuntimeException failed
                        ? failed
                        : new IllegalStateException(broken.getCause());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
        return news;
    }

    /** Forgets those that came back, for whom a dispatch that was stopped has nobody to tell; what broke stands in the log. */
    void dropNews() {
        try {
            news();
        } catch (RuntimeException broken) {
            LOG.warn("Answers of calls that hung are not written; their attempts end in doubt", broken);
        }
    }

    /** Waits that long at most until all are back; false when the thread is to stop. */
    boolean await(Duration most) {
        long until = System.nanoTime() + most.toNanos();
        for (Straggler one : out) {
            try {
                one.end().get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException late) {
                return true;
            } catch (ExecutionException broken) {
                // Told with the news.
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
