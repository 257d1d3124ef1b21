package io.carillon.launcher.bench.bare;

import io.carillon.launcher.local.LaunchFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A vendor's SDK alone: as many threads as an account of ours has, each sending one message after the other over a connection of its own. */
public abstract class BareSdk implements AutoCloseable {
    /** What our accounts have unless they are told otherwise. */
    public static final int THREADS = 16;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    /** Sends one message; throws unless the vendor took it. */
    protected abstract void send(String address) throws Exception;

    /** Sends to all; answers how many a second. */
    public final double perSecond(List<String> addresses) {
        long began = System.nanoTime();
        List<Future<?>> shares = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int first = i;
            shares.add(threads.submit(() -> {
                for (int j = first; j < addresses.size(); j += THREADS) {
                    send(addresses.get(j));
                }
                return null;
            }));
        }
        try {
            for (Future<?> share : shares) {
                share.get();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("The bench was stopped.", stopped);
        } catch (ExecutionException broken) {
            throw new LaunchFailure("The SDK alone could not send: " + broken.getCause(), broken);
        }
        return addresses.size() / ((System.nanoTime() - began) / 1e9);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
