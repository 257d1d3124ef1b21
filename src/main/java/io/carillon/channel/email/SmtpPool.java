package io.carillon.channel.email;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Keeps an account's connections: at most so many at a time, the one used last is taken first, idle ones are closed after
 * half a minute. One daemon thread watches over all of them. Thread-safe; {@link #close} lets mails under way end.
 */
final class SmtpPool implements AutoCloseable {
    // Servers wait five minutes (RFC 5321 4.5.3.2.7), but NAT boxes and busy relays much less.
    private static final Duration MOST_IDLE = Duration.ofSeconds(30);
    // A connection that rested longer than this is asked before a mail is trusted to it.
    private static final Duration ASKED_AFTER = Duration.ofSeconds(2);
    private static final Duration WATCH_EVERY = Duration.ofMillis(50);

    private final Supplier<SmtpConnection> maker;
    private final int size;
    private final Semaphore places;
    private final ConcurrentLinkedDeque<SmtpConnection> idle = new ConcurrentLinkedDeque<>();
    private final Set<SmtpConnection> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch;
    private volatile boolean isClosed;

    /**
     * An empty pool.
     *
     * @param name of the watching thread
     */
    SmtpPool(String name, int size, Supplier<SmtpConnection> maker) {
        this.size = size;
        this.maker = maker;
        this.places = new Semaphore(size);
        this.watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        long every = WATCH_EVERY.toNanos();
        watch.scheduleWithFixedDelay(this::lookAround, every, every, TimeUnit.NANOSECONDS);
    }

    /** Takes one of the places for a conversation; false when none came free in time. */
    boolean enter(Duration patience) {
        try {
            return places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Gives the place back. */
    void leave() {
        places.release();
    }

    /** An open connection that nobody uses and that answers, if there is one. */
    Optional<SmtpConnection> takeIdle() {
        SmtpConnection candidate = idle.pollFirst();
        while (candidate != null) {
            if (candidate.idleNanos() < ASKED_AFTER.toNanos() || candidate.isAlive()) {
                return Optional.of(candidate);
            }
            discard(candidate);
            candidate = idle.pollFirst();
        }
        return Optional.empty();
    }

    /** A connection that is watched and not opened yet. */
    SmtpConnection make() {
        SmtpConnection made = maker.get();
        open.add(made);
        return made;
    }

    /** Takes back a connection in order. */
    void giveBack(SmtpConnection connection) {
        if (isClosed || connection.isWornOut()) {
            retire(connection);
            return;
        }
        connection.rest();
        idle.addFirst(connection);
        if (isClosed && idle.remove(connection)) {
            retire(connection);
        }
    }

    /** Takes back a connection that failed; it is never used again. */
    void discard(SmtpConnection connection) {
        open.remove(connection);
        connection.abandon();
    }

    /** How many connections there are, in use or idle. */
    int openConnections() {
        return open.size();
    }

    @Override
    public void close() {
        isClosed = true;
        SmtpConnection resting = idle.pollFirst();
        while (resting != null) {
            retire(resting);
            resting = idle.pollFirst();
        }
    }

    private void retire(SmtpConnection connection) {
        connection.close();
        open.remove(connection);
    }

    private void lookAround() {
        open.forEach(SmtpConnection::breakOffIfOverdue);
        SmtpConnection oldest = idle.peekLast();
        while (oldest != null && oldest.idleNanos() > MOST_IDLE.toNanos()) {
            if (idle.removeLastOccurrence(oldest)) {
                retire(oldest);
            }
            oldest = idle.peekLast();
        }
        if (isClosed && open.isEmpty() && places.availablePermits() == size) {
            watch.shutdown();
        }
    }
}
