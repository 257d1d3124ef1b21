package io.carillon.delivery.dispatch;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.SendResult;
import io.carillon.delivery.claim.Answered;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Counts for Prometheus what dispatch did: {@code carillon_attempts_total} by channel, account and result,
 * {@code carillon_call_seconds} by channel, and {@code carillon_rate_waits_total} by account. Labels are channels, results and the
 * accounts of this installation; never a person.
 */
@ApplicationScoped
public class DispatchMeters {
    private final MeterRegistry registry;

    public DispatchMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A micro-batch was called and its outcome written. */
    void called(ChannelKind channel, List<Answered> answered, Duration time) {
        if (answered.isEmpty()) {
            return;
        }
        registry.timer("carillon.call", "channel", channel.id()).record(time);
        Map<List<String>, Integer> counts = new HashMap<>();
        answered.forEach(
                one -> counts.merge(List.of(one.message().account().name(), result(one.result())), 1, Integer::sum));
        counts.forEach((labels, n) -> registry.counter(
                        "carillon.attempts", "channel", channel.id(), "account", labels.get(0), "result", labels.get(1))
                .increment(n));
    }

    /** An account had no portion of its rate left. */
    void waited(String account) {
        registry.counter("carillon.rate.waits", "account", account).increment();
    }

    private static String result(SendResult result) {
        return result instanceof SendResult.NotSent
                ? "not_sent"
                : result.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
