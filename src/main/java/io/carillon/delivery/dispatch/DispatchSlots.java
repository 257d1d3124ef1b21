package io.carillon.delivery.dispatch;

import io.carillon.channel.ChannelKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How many dispatches of a channel work at once in this process, and so how many connections to the database they take. One that
 * waits for its rate holds no slot, so that a slow account stands in nobody's way. First come, first served.
 */
@ApplicationScoped
public class DispatchSlots {
    private final Map<ChannelKind, Semaphore> slots = new EnumMap<>(ChannelKind.class);

    public DispatchSlots(@ConfigProperty(name = "carillon.temporal.dispatches", defaultValue = "4") int atOnce) {
        for (ChannelKind channel : ChannelKind.values()) {
            slots.put(channel, new Semaphore(atOnce, true));
        }
    }

    /** Does the work when a slot is free. */
    <T> T in(ChannelKind channel, Supplier<T> work) {
        Semaphore free = slots.get(channel);
        try {
            free.acquire();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped before its turn came", stopped);
        }
        try {
            return work.get();
        } finally {
            free.release();
        }
    }
}
