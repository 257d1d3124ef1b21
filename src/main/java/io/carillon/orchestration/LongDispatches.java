package io.carillon.orchestration;

import io.carillon.delivery.dispatch.DispatchReport;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Dispatches of this process that failed people and are still at work, as behind a vendor that hangs: those people may go on to
 * another channel meanwhile. Used by many threads.
 */
@ApplicationScoped
public class LongDispatches {
    private final Set<Turn> open = ConcurrentHashMap.newKeySet();
    private final Duration after;

    public LongDispatches() {
        this(Duration.ofSeconds(2));
    }

    LongDispatches(Duration after) {
        this.after = after;
    }

    /** A dispatch at work. */
    final class Turn implements AutoCloseable {
        private final String batch;
        private long refused;
        private long told;
        private long since;

        private Turn(String batch) {
            this.batch = batch;
        }

        synchronized void sent(DispatchReport soFar) {
            if (refused == told && soFar.refused() > told) {
                since = System.nanoTime();
            }
            refused = soFar.refused();
        }

        private synchronized boolean takeNews() {
            if (refused == told || System.nanoTime() - since < after.toNanos()) {
                return false;
            }
            told = refused;
            return true;
        }

        @Override
        public void close() {
            open.remove(this);
        }
    }

    Turn begin(long run, int batch) {
        Turn turn = new Turn(run + "/" + batch);
        open.add(turn);
        return turn;
    }

    /** The batches of dispatches that failed people some seconds ago, each once for the same people. */
    List<String> takeWhoGoOn() {
        return open.stream()
                .filter(Turn::takeNews)
                .map(turn -> turn.batch)
                .distinct()
                .toList();
    }
}
