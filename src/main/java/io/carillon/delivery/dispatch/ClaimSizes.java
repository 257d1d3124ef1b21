package io.carillon.delivery.dispatch;

import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.delivery.claim.Answered;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How many messages a claim of this process takes of an account: few at first, more as long as they are answered quickly, fewer
 * when answers are missing. So a vendor, a network or a process that is slow at the moment has little in its hands that could come
 * into doubt, and calls do not wait for each other until their time is over.
 */
@ApplicationScoped
class ClaimSizes {
    private static final Duration QUICK = Duration.ofSeconds(1);
    /** Such a part of a claim may be left without an answer, as at any vendor. */
    private static final double USUAL_TROUBLE = 0.05;

    private static final Set<Reason> NOT_REACHED = Set.of(Reason.LEASE_OVER, Reason.VENDOR_DOWN);

    private final int least;
    private final int most;
    private final Map<String, AtomicInteger> sizes = new ConcurrentHashMap<>();

    /**
     * @param least few enough that none of them waits for another while all is slow, as it is where a process has just begun on a busy
     *     machine
     */
    ClaimSizes(
            @ConfigProperty(name = "carillon.least-micro-batch", defaultValue = "16") int least,
            @ConfigProperty(name = "carillon.micro-batch", defaultValue = "500") int most) {
        this.least = Math.max(1, Math.min(least, most));
        this.most = most;
    }

    int of(String account) {
        return size(account).get();
    }

    /** What a claim was answered, and how long all of it took. */
    void called(List<Answered> answered, Duration time) {
        answered.stream()
                .collect(Collectors.groupingBy(one -> one.message().account().name()))
                .forEach((account, own) -> called(account, own, time));
    }

    private void called(String account, List<Answered> own, Duration time) {
        long troubles = own.stream().filter(ClaimSizes::isTrouble).count();
        boolean isMuch = troubles > own.size() * USUAL_TROUBLE;
        size(account).updateAndGet(now -> {
            if (isMuch) {
                return Math.max(least, now / 2);
            }
            // Of the rows of a claim some are passed by. A small claim tells nothing of larger ones, and neither does
            // one that
            // waited for a single call.
            return own.size() >= now / 2 && time.compareTo(QUICK) < 0 ? Math.min(most, now * 2) : now;
        });
    }

    private static boolean isTrouble(Answered one) {
        return one.result() instanceof SendResult.Unknown
                || (one.result() instanceof SendResult.NotSent not && NOT_REACHED.contains(not.reason()));
    }

    private AtomicInteger size(String account) {
        return sizes.computeIfAbsent(account, any -> new AtomicInteger(least));
    }
}
