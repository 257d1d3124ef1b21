package io.carillon.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
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
    private List<Map<String, Object>> waiting = new ArrayList<>();

    AliyunPush(SandboxKit kit, String url) {
        this.kit = kit;
        this.url = url;
    }

    /** Adds an element to the next push. */
    void add(Map<String, Object> element) {
        List<Map<String, Object>> full = List.of();
        synchronized (this) {
            waiting.add(element);
            if (waiting.size() == 1) {
                kit.later(PAUSE, this::flush);
            }
            if (waiting.size() >= MOST_ELEMENTS) {
                full = take();
            }
        }
        send(full);
    }

    private void flush() {
        List<Map<String, Object>> elements;
        synchronized (this) {
            elements = take();
        }
        send(elements);
    }

    private List<Map<String, Object>> take() {
        List<Map<String, Object>> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    private void send(List<Map<String, Object>> elements) {
        if (elements.isEmpty()) {
            return;
        }
        try {
            byte[] body = AcceptedLog.JSON.writeValueAsString(elements).getBytes(StandardCharsets.UTF_8);
            kit.post(url, Map.of(), "application/json;charset=UTF-8", body, Duration.ZERO);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Reports cannot be written as JSON", impossible);
        }
    }
}
