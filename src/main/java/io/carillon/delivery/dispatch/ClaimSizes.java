package io.carillon.delivery.dispatch;

import io.carillon.channel.ChannelKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How many messages a claim of this process takes on a channel: few at first, more as long as they are handed over quickly, fewer
 * when that takes long. So a vendor, a network or a process that is slow at the moment has little in its hands that could come into
 * doubt, and calls do not wait for each other until their time is over.
 */
@ApplicationScoped
class ClaimSizes {
    /** Enough to tell a vendor that answers nothing from one that is slow. */
    private static final int LEAST = 64;

    private static final Duration QUICK = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(4);

    private final int most;
    private final Map<ChannelKind, AtomicInteger> sizes = new EnumMap<>(ChannelKind.class);

    ClaimSizes(@ConfigProperty(name = "carillon.micro-batch", defaultValue = "500") int most) {
        this.most = most;
        for (ChannelKind channel : ChannelKind.values()) {
            sizes.put(channel, new AtomicInteger(Math.min(LEAST, most)));
        }
    }

    int of(ChannelKind channel) {
        return size(channel).get();
    }

    /** A claim of so many messages was handed over in that time. */
    void called(ChannelKind channel, int messages, Duration time) {
        size(channel).updateAndGet(now -> {
            // A small claim tells nothing of larger ones.
            if (messages >= now && time.compareTo(QUICK) < 0) {
                return Math.min(most, now * 2);
            }
            return time.compareTo(LONG) > 0 ? Math.max(Math.min(LEAST, most), now / 2) : now;
        });
    }

    private AtomicInteger size(ChannelKind channel) {
        return Objects.requireNonNull(sizes.get(channel));
    }
}
