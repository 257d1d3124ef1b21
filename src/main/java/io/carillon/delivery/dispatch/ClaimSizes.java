package io.carillon.delivery.dispatch;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.delivery.claim.Answered;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How many messages a claim of this process takes on a channel: few at first, more as long as they are answered quickly, fewer
 * when answers are missing. So a vendor, a network or a process that is slow at the moment has little in its hands that could come
 * into doubt, and calls do not wait for each other until their time is over.
 */
@ApplicationScoped
class ClaimSizes {
    /** Enough to tell a vendor that answers nothing from one that is slow. */
    private static final int LEAST = 64;

    private static final Duration QUICK = Duration.ofSeconds(1);
    /** Such a part of a claim may be left without an answer, as at any vendor. */
    private static final double USUAL_TROUBLE = 0.05;

    private static final Set<Reason> NOT_REACHED = Set.of(Reason.LEASE_OVER, Reason.VENDOR_DOWN);

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

    /** What a claim was answered, and how long that took. */
    void called(ChannelKind channel, List<Answered> answered, Duration time) {
        long troubles = answered.stream().filter(ClaimSizes::isTrouble).count();
        boolean isMuch = troubles > answered.size() * USUAL_TROUBLE;
        size(channel).updateAndGet(now -> {
            if (isMuch) {
                return Math.max(Math.min(LEAST, most), now / 2);
            }
            // A small claim tells nothing of larger ones, and neither does one that waited for a single call.
            return answered.size() >= now && time.compareTo(QUICK) < 0 ? Math.min(most, now * 2) : now;
        });
    }

    private static boolean isTrouble(Answered one) {
        return one.result() instanceof SendResult.Unknown
                || (one.result() instanceof SendResult.NotSent not && NOT_REACHED.contains(not.reason()));
    }

    private AtomicInteger size(ChannelKind channel) {
        return Objects.requireNonNull(sizes.get(channel));
    }
}
