package io.carillon.channel.sms;

import com.aliyun.dysmsapi20170525.Client;
import com.aliyun.dysmsapi20170525.models.QuerySendDetailsRequest;
import com.aliyun.dysmsapi20170525.models.QuerySendDetailsResponseBody.QuerySendDetailsResponseBodySmsSendDetailDTOsSmsSendDetailDTO;
import com.aliyun.dysmsapi20170525.models.SendBatchSmsRequest;
import com.aliyun.dysmsapi20170525.models.SendSmsRequest;
import com.aliyun.tea.TeaException;
import com.aliyun.teaopenapi.models.Config;
import com.aliyun.teautil.models.RuntimeOptions;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls Aliyun through its SDK, each call once, and turns whatever happens into an {@link Answer}. Thread-safe. */
final class AliyunCalls {
    private static final int MOST_CONNECT_MILLIS = 3_000;

    private final Client client;
    private final RuntimeOptions options;

    AliyunCalls(AliyunSettings settings) {
        int timeout = (int) settings.callTimeout().toMillis();
        this.options = new RuntimeOptions()
                .setAutoretry(false)
                .setMaxAttempts(1)
                .setReadTimeout(timeout)
                .setConnectTimeout(Math.min(timeout, MOST_CONNECT_MILLIS))
                .setMaxIdleConns(settings.concurrency());
        this.client = client(settings);
        AliyunTransport.install(client);
    }

    /** What a call gave. */
    sealed interface Answer {
        /** Taken, under this id, if there is one. */
        record Taken(@Nullable String bizId) implements Answer {}

        /** A page of messages that were taken before. */
        record Listed(List<QuerySendDetailsResponseBodySmsSendDetailDTOsSmsSendDetailDTO> messages) implements Answer {}

        /** Not done, or in doubt: what that means for each message of a call that sends. */
        record Not(SendResult.Failed result) implements Answer {}
    }

    /** Sends to one number. */
    Answer sendOne(SendSmsRequest request) {
        return call(() -> {
            var body = client.sendSmsWithOptions(request, options).getBody();
            return new Body(body.getCode(), new Answer.Taken(body.getBizId()));
        });
    }

    /** Sends to several numbers with one template. */
    Answer sendBatch(SendBatchSmsRequest request) {
        return call(() -> {
            var body = client.sendBatchSmsWithOptions(request, options).getBody();
            return new Body(body.getCode(), new Answer.Taken(body.getBizId()));
        });
    }

    /** Asks for a page of what was sent to one number. */
    Answer list(QuerySendDetailsRequest request) {
        return call(() -> {
            var body = client.querySendDetailsWithOptions(request, options).getBody();
            var list = body.getSmsSendDetailDTOs();
            if (list == null || list.getSmsSendDetailDTO() == null) {
                return new Body(body.getCode(), new Answer.Listed(List.of()));
            }
            var messages =
                    list.getSmsSendDetailDTO().stream().filter(Objects::nonNull).toList();
            return new Body(body.getCode(), new Answer.Listed(messages));
        });
    }

    private static Client client(AliyunSettings settings) {
        Config config = new Config()
                .setAccessKeyId(settings.accessKeyId())
                .setAccessKeySecret(settings.accessKeySecret())
                .setProtocol(settings.protocol())
                .setEndpoint(settings.endpoint());
        try {
            return new Client(config);
        } catch (Exception wrong) {
            throw new IllegalArgumentException("Aliyun's SDK does not take " + settings, wrong);
        }
    }

    /** What the body of an answer holds, and what it means if it says that all is well. */
    private record Body(@Nullable String code, Answer done) {}

    @FunctionalInterface
    private interface Call {
        Body run() throws Exception;
    }

    private static Answer call(Call call) {
        AliyunTransport.Sight sight = AliyunTransport.watch();
        try {
            return answered(call.run(), sight);
        } catch (TeaException refused) {
            return new Answer.Not(refused(refused, sight));
        } catch (Exception broken) {
            return new Answer.Not(broken(broken, sight));
        } finally {
            AliyunTransport.unwatch();
        }
    }

    private static Answer answered(Body body, AliyunTransport.Sight sight) {
        if ("OK".equals(body.code())) {
            return body.done();
        }
        return new Answer.Not(AliyunErrors.result(Objects.requireNonNullElse(body.code(), ""), sight));
    }

    private static SendResult.Failed refused(TeaException exception, AliyunTransport.Sight sight) {
        // The SDK writes an absent code as "null"; its exceptions about broken connections carry none at all.
        String code = exception.getCode();
        if (code == null || code.isEmpty() || sight.status() == 0) {
            return broken(exception, sight);
        }
        return AliyunErrors.result(code.equals("null") ? "" : code, sight);
    }

    private static SendResult.Failed broken(Exception exception, AliyunTransport.Sight sight) {
        if (!sight.mayHaveLeft()) {
            return new SendResult.NotSent(Reason.VENDOR_DOWN, "", null);
        }
        if (isTimeOut(exception)) {
            return new SendResult.Unknown(Reason.TIME_OUT, "");
        }
        if (sight.status() != 0) {
            // An answer that is not Aliyun's, as from a proxy on the way.
            return AliyunErrors.result("", sight);
        }
        return new SendResult.Unknown(Reason.CONNECTION_LOST, "");
    }

    private static boolean isTimeOut(Exception exception) {
        int depth = 0;
        for (Throwable cause = exception; cause != null && depth < 10; cause = cause.getCause(), depth++) {
            if (cause instanceof InterruptedIOException) {
                return true;
            }
        }
        return false;
    }
}
