package io.carillon.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Access tokens as WeChat's stable-token call gives them: the same one to all who ask, until it ends. Thread-safe. */
final class WechatTokens {
    static final Duration LIFE = Duration.ofHours(2);

    private final Clock clock;
    private String current = "";
    private Instant until = Instant.MIN;

    WechatTokens(Clock clock) {
        this.clock = clock;
    }

    /** The token of now, made anew when it has ended or is to be replaced. */
    synchronized String issue(boolean isForced) {
        if (isForced || !clock.instant().isBefore(until)) {
            current = "68_" + UUID.randomUUID().toString().replace("-", "") + "sandbox";
            until = clock.instant().plus(LIFE);
        }
        return current;
    }

    synchronized long secondsLeft() {
        return Duration.between(clock.instant(), until).toSeconds();
    }

    synchronized boolean isGood(String token) {
        return !current.isEmpty() && current.equals(token) && clock.instant().isBefore(until);
    }
}
