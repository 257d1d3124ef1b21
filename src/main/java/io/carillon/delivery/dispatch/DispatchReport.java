package io.carillon.delivery.dispatch;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.carillon.channel.SendResult;
import io.carillon.delivery.claim.Answered;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a dispatch did.
 *
 * @param comeBack when rows that were left for want of rate may go; null when none was left
 * @param waitsFor in words, whose rate or what answer of a vendor they wait for; null with comeBack, and in what an older
 *     release wrote
 */
public record DispatchReport(
        long accepted,
        long refused,
        long blocked,
        long notSent,
        long unknown,
        @Nullable Instant comeBack,
        @Nullable String waitsFor) {

    /** Nothing yet. */
    public static DispatchReport none() {
        return new DispatchReport(0, 0, 0, 0, 0, null, null);
    }

    /** Whether nobody was sent to. */
    @JsonIgnore
    public boolean isNothing() {
        return accepted + refused + blocked + notSent + unknown == 0;
    }

    DispatchReport comeBack(Instant at, String waitsFor) {
        return new DispatchReport(accepted, refused, blocked, notSent, unknown, at, waitsFor);
    }

    DispatchReport plus(List<Answered> answered) {
        return new DispatchReport(
                accepted + count(answered, SendResult.Accepted.class),
                refused + count(answered, SendResult.Refused.class),
                blocked + count(answered, SendResult.Blocked.class),
                notSent + count(answered, SendResult.NotSent.class),
                unknown + count(answered, SendResult.Unknown.class),
                comeBack,
                waitsFor);
    }

    private static long count(List<Answered> answered, Class<? extends SendResult> kind) {
        return answered.stream().filter(one -> kind.isInstance(one.result())).count();
    }
}
