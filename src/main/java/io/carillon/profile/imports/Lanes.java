package io.carillon.profile.imports;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Lets the lanes of one import work side by side. A step ends when it ended in all lanes, also when it failed in one of them;
 * so no session is ever used by two threads. One thread drives it; closing waits for nothing, because no step is open then.
 */
final class Lanes implements AutoCloseable {
    private final List<Lane> lanes;
    private final ExecutorService threads;

    Lanes(List<ImportSession> sessions) {
        this.lanes = IntStream.range(0, sessions.size())
                .mapToObj(no -> new Lane(no, sessions.get(no)))
                .toList();
        this.threads = Executors.newFixedThreadPool(sessions.size(), work -> {
            Thread thread = new Thread(work, "carillon-import-lane");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The lane whose session holds the import's lock and writes its job and findings. */
    Lane first() {
        return lanes.get(0);
    }

    List<Lane> all() {
        return lanes;
    }

    /** Takes a step in every lane. */
    void each(Consumer<Lane> step) {
        await(begin(step));
    }

    /** Begins a step in every lane; the caller awaits it before the next. */
    CompletableFuture<Void> begin(Consumer<Lane> step) {
        return CompletableFuture.allOf(lanes.stream()
                .map(lane -> CompletableFuture.runAsync(() -> step.accept(lane), threads))
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Waits for a step, and fails as it failed. */
    static void await(CompletableFuture<Void> step) {
        try {
            step.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
