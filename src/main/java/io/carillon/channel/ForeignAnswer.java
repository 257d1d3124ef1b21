package io.carillon.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP answer means that holds nothing of the vendor's own words, as from a proxy on the way, a firewall, or a server at a wrong
 * address: it is never about the person. Below 500 the request was turned away before the vendor saw it; from 500 on, and where the answer
 * looks like a success, nobody knows what the vendor did.
 */
public final class ForeignAnswer {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int REQUEST_TIME_OUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    private ForeignAnswer() {}

    /**
     * What became of the message.
     *
     * @param code how the vendor's table names it, such as {@code HTTP 302}
     * @param retryAfter how long we are asked to wait, or else wait where we are sent too fast
     */
    public static SendResult.Failed of(int status, String code, @Nullable Duration retryAfter) {
        boolean isTurnedAway = status >= 300 && status < 500;
        if (status == TOO_MANY_REQUESTS) {
            return new SendResult.NotSent(Reason.THROTTLED, code, retryAfter);
        }
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            return new SendResult.Blocked(Reason.CREDENTIALS, code);
        }
        return isTurnedAway && status != REQUEST_TIME_OUT
                ? new SendResult.Blocked(Reason.ACCOUNT_SETTING, code)
                : new SendResult.Unknown(Reason.VENDOR_ERROR, code);
    }
}
