package io.carillon.database;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A question to PostgreSQL for which nobody waits longer than they want to, also where it takes the question and answers nothing.
 * Asked on a thread of its own, and once at a time: whoever asks meanwhile gets the same answer. Thread-safe.
 */
public final class BoundedRead<T> {
    private final String name;
    private final Supplier<T> question;
    private @Nullable CompletableFuture<T> asked;
    private long askedAt;

    /**
     * @param name of the thread
     * @param question throws where there is no answer; never answers null
     */
    public BoundedRead(String name, Supplier<T> question) {
        this.name = name;
        this.question = question;
    }

    /** The answer; empty where there is none in time. */
    public Optional<T> within(Duration most) {
        try {
            return Optional.of(ask().get(most.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException none) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Asks, unless somebody did and has no answer yet. */
    synchronized CompletableFuture<T> ask() {
        if (asked != null) {
            return asked;
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        asked = answer;
        askedAt = System.nanoTime();
        Thread asking = new Thread(() -> answer(answer), name);
        asking.setDaemon(true);
        asking.start();
        return answer;
    }

    private void answer(CompletableFuture<T> answer) {
        try {
            T found = question.get();
            forget();
            answer.complete(found);
        } catch (RuntimeException | Error none) {
            forget();
            answer.completeExceptionally(none);
        }
    }

    private synchronized void forget() {
        asked = null;
    }

    /** Whether an answer is missing for longer than that. */
    synchronized boolean isMissingFor(Duration time) {
        return asked != null && System.nanoTime() - askedAt > time.toNanos();
    }
}
