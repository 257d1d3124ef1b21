package io.carillon.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an HTTP answer means by its status, where the vendor's own words are missing or in no table. */
public final class HttpAnswer {
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int REQUEST_TIME_OUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    private HttpAnswer() {}

    /**
     * An answer that holds nothing of the vendor's, as from a proxy on the way, a firewall, or a server at a wrong address: it is never
     * about the person. Below 500 the request was turned away before the vendor saw it; from 500 on, and where the answer looks like a
     * success, nobody knows what the vendor did.
     *
     * @param code how the vendor's table names it, such as {@code HTTP 302}
     * @param retryAfter how long we are asked to wait, or else wait where we are sent too fast
     */
    public static SendResult.Failed withoutCode(int status, String code, @Nullable Duration retryAfter) {
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

    /** A code of the vendor's own that is in no table: what its status says, or else a no to this message. */
    public static SendResult.Failed withUnlistedCode(int status, String code, @Nullable Duration retryAfter) {
        SendResult.Failed byStatus = withoutCode(status, code, retryAfter);
        boolean saysNoMore =
                byStatus.reason() == Reason.ACCOUNT_SETTING && status >= BAD_REQUEST && status != NOT_FOUND;
        return saysNoMore ? new SendResult.Refused(Reason.UNLISTED, code) : byStatus;
    }
}
