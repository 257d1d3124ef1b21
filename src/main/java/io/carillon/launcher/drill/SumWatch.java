package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.local.LaunchFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks for a run's progress again and again beside everything else, and holds every answer's sum to account. */
final class SumWatch implements AutoCloseable {
    private static final long EVERY_MILLIS = 100;

    private final CarillonApi api;
    private final String progress;
    private final List<String> wrong = new ArrayList<>();
    private final Thread thread;
    private volatile @Nullable JsonNode last;
    private volatile boolean isClosed;
    private int samples;

    SumWatch(CarillonApi api, String progress) {
        this.api = api;
        this.progress = progress;
        this.thread = new Thread(this::watch, "sums");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** What came back last; null before the first answer. */
    @Nullable
    JsonNode last() {
        return last;
    }

    /** Answers whose parts did not give the whole, as they came. */
    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** How many answers were looked at. */
    synchronized int samples() {
        return samples;
    }

    private void watch() {
        while (!isClosed) {
            try {
                JsonNode answer = api.get(progress);
                look(answer);
                last = answer;
            } catch (LaunchFailure away) {
                // Killed or starting; the next one will answer.
            }
            pause();
        }
    }

    private synchronized void look(JsonNode answer) {
        samples++;
        JsonNode sum = answer.path("sum");
        long parts = 0;
        for (String part : new String[] {"sent", "held", "skipped", "failed", "unknown", "pending"}) {
            parts += sum.path(part).asLong();
        }
        if (sum.path("audience").asLong() != parts) {
            wrong.add(sum.toString());
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            thread.join(TimeUnit.MINUTES.toMillis(3));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
