package io.carillon.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Pushes reports or replies to Carillon as Aliyun does: collected for a moment, then as one JSON array. Thread-safe.
 *
 * <p>Source: <a href="https://help.aliyun.com/document_detail/101867.html">SmsReport</a>.
 */
final class AliyunPush {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int MOST_ELEMENTS = 100;

    private final SandboxKit kit;
    private final String url;
    private Batch waiting = new Batch();

    AliyunPush(SandboxKit kit, String url) {
        this.kit = kit;
        this.url = url;
    }

    /** What goes into one call, and when that was answered. */
    private static final class Batch {
        private final List<Map<String, Object>> elements = new ArrayList<>();
        private final Promise<Boolean> pushed = Promise.promise();
    }

    /** Adds an element to the next push; done when that was answered: whether it was taken. */
    Future<Boolean> add(Map<String, Object> element) {
        Batch batch;
        boolean isFull;
        synchronized (this) {
            batch = waiting;
            batch.elements.add(element);
            if (batch.elements.size() == 1) {
                kit.later(PAUSE, this::flush);
            }
            isFull = batch.elements.size() >= MOST_ELEMENTS;
            if (isFull) {
                waiting = new Batch();
            }
        }
        if (isFull) {
            send(batch);
        }
        return batch.pushed.future();
    }

    private void flush() {
        Batch batch;
        synchronized (this) {
            batch = waiting;
            waiting = new Batch();
        }
        if (!batch.elements.isEmpty()) {
            send(batch);
        }
    }

    private void send(Batch batch) {
        try {
            byte[] body = AcceptedLog.JSON.writeValueAsString(batch.elements).getBytes(StandardCharsets.UTF_8);
            kit.post(url, Map.of(), "application/json;charset=UTF-8", body, Duration.ZERO)
                    .onComplete(batch.pushed);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Reports cannot be written as JSON", impossible);
        }
    }
}
