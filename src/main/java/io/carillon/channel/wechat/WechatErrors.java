package io.carillon.channel.wechat;

import io.carillon.channel.HttpAnswer;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import me.chanjar.weixin.common.error.WxErrorException;
import org.apache.http.client.HttpResponseException;
import org.apache.http.conn.ConnectTimeoutException;
import org.jboss.logging.Logger;

/**
 * What WeChat's errors mean: the one table of its codes.
 *
 * <p>Sources: <a href="https://developers.weixin.qq.com/doc/offiaccount/Subscription_Messages/api.html">subscription
 * messages</a>, <a href="https://developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html">global
 * return codes</a>. Code -1 says that the system is busy and to try again later, not that nothing was sent.
 */
final class WechatErrors {
    private static final Logger LOG = Logger.getLogger(WechatErrors.class);
    /** The token is invalid, of another kind, expired, missing, or its secret was changed; the call was not processed. */
    private static final Set<Integer> TOKEN = Set.of(40001, 40014, 41001, 42001, 42007);

    private static final int BUSY = -1;
    /** WxJava's own, for an answer without a body. */
    private static final int NO_BODY = -99;

    private static final Duration TOKEN_PAUSE = Duration.ofSeconds(1);
    /** Quotas by the minute open again with the next one. */
    private static final Duration NEXT_MINUTE = Duration.ofSeconds(60);

    private WechatErrors() {}

    static boolean isTokenError(WxErrorException error) {
        return !(error.getCause() instanceof IOException)
                && TOKEN.contains(error.getError().getErrorCode());
    }

    /** What became of a message whose call ended so. */
    static SendResult ofMessage(WxErrorException error) {
        // WxJava wraps its own exceptions too; only those of the wire say that there is no answer.
        return error.getCause() instanceof IOException broken
                ? broken(broken)
                : byCode(error.getError().getErrorCode());
    }

    /** WeChat's address answers, and what it says is no token: it is somebody else's page. */
    static WxErrorException noToken() {
        return new WxErrorException(new HttpResponseException(200, "no token"));
    }

    /** What becomes of a message when no token is to be had: it has not left, whatever the reason. */
    static SendResult ofToken(WxErrorException error) {
        if (error.getCause() instanceof HttpResponseException page) {
            SendResult byStatus = broken(page);
            if (!(byStatus instanceof SendResult.Unknown)) {
                return byStatus;
            } else if (page.getStatusCode() < 300) {
                return new SendResult.Blocked(Reason.ACCOUNT_SETTING, "HTTP " + page.getStatusCode());
            }
        }
        if (error.getCause() instanceof IOException || error.getError().getErrorCode() == BUSY) {
            return new SendResult.NotSent(Reason.VENDOR_DOWN, "", null);
        }
        int code = error.getError().getErrorCode();
        SendResult result = byCode(code);
        return result instanceof SendResult.Blocked || result instanceof SendResult.NotSent
                ? result
                : new SendResult.Blocked(Reason.CREDENTIALS, Integer.toString(code));
    }

    private static SendResult byCode(int number) {
        String code = Integer.toString(number);
        if (TOKEN.contains(number)) {
            return new SendResult.NotSent(Reason.VENDOR_DOWN, code, TOKEN_PAUSE);
        }
        return switch (number) {
            case BUSY, NO_BODY -> new SendResult.Unknown(Reason.VENDOR_ERROR, code);
            // The person.
            case 40003, 40031, 40032 -> new SendResult.Refused(Reason.INVALID_ADDRESS, code);
            case 43004, 46004, 50005 -> new SendResult.Refused(Reason.NOT_FOLLOWER, code);
            case 43101 -> new SendResult.Refused(Reason.GRANT_REFUSED, code);
            case 45015 -> new SendResult.Refused(Reason.WINDOW_CLOSED, code);
            case 43019, 45047 -> new SendResult.Refused(Reason.FREQUENCY_REFUSED, code);
            // The form.
            case 40037, 41028, 41029, 41030, 40165, 20001 -> new SendResult.Blocked(Reason.TEMPLATE, code);
            // The form, or what it was filled with.
            case 47003 -> new SendResult.Blocked(Reason.TEMPLATE, code, SendResult.Meant.US_OR_VALUES);
            case 45168, 87014, 45002, 45003, 45004, 45005 ->
                new SendResult.Blocked(Reason.CONTENT, code, SendResult.Meant.US_OR_VALUES);
            case 47001, 44002, 44004 -> new SendResult.Blocked(Reason.CONTENT, code);
            // The account.
            case 40002, 40013, 40125, 40243, 41002, 41004, 50004, 50007 ->
                new SendResult.Blocked(Reason.CREDENTIALS, code);
            case 43107,
                    40164,
                    48001,
                    48004,
                    48006,
                    50001,
                    50002,
                    61004,
                    61007,
                    89503,
                    89506,
                    89507,
                    43001,
                    43002,
                    43003 -> new SendResult.Blocked(Reason.ACCOUNT_SETTING, code);
            case 45009 -> new SendResult.Blocked(Reason.QUOTA, code);
            case 45011 -> new SendResult.NotSent(Reason.THROTTLED, code, NEXT_MINUTE);
            default -> unlisted(code);
        };
    }

    private static SendResult unlisted(String code) {
        LOG.warnf("WeChat answered with an unlisted code: %s", code);
        return new SendResult.Refused(Reason.UNLISTED, code);
    }

    private static SendResult broken(IOException cause) {
        if (cause instanceof HttpResponseException answered) {
            String code = "HTTP " + answered.getStatusCode();
            return HttpAnswer.withoutCode(answered.getStatusCode(), code, NEXT_MINUTE);
        }
        // All of them come before a request is written.
        if (cause instanceof ConnectException
                || cause instanceof ConnectTimeoutException
                || cause instanceof UnknownHostException
                || cause instanceof SSLHandshakeException) {
            return new SendResult.NotSent(Reason.VENDOR_DOWN, "", null);
        }
        return new SendResult.Unknown(
                cause instanceof SocketTimeoutException ? Reason.TIME_OUT : Reason.CONNECTION_LOST, "");
    }
}
