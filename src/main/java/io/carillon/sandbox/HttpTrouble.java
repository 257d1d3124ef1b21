package io.carillon.sandbox;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** What HTTP vendors do to a connection when a fault asks for it. Called on the request's event loop. */
final class HttpTrouble {
    private HttpTrouble() {}

    /** Answers when {@code mayAnswer} is done, on the request's own event loop. */
    static void answerAfter(Future<Void> mayAnswer, Runnable answer) {
        Context own = Vertx.currentContext();
        if (mayAnswer.isComplete() || own == null) {
            answer.run();
        } else {
            mayAnswer.onComplete(told -> own.runOnContext(now -> answer.run()));
        }
    }

    /** Resets the connection (RST, not a polite close), without an answer. */
    static void reset(RoutingContext context) {
        // Vert.x closes politely; only the channel below it can be told not to linger, which makes the kernel reset.
        Channel channel = ((ConnectionBase) context.request().connection()).channel();
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    /** Leaves the call without an answer for that long, then closes the connection. */
    static void hang(RoutingContext context, Duration time) {
        context.vertx()
                .setTimer(
                        Math.max(1, time.toMillis()),
                        timer -> context.request().connection().close());
    }
}
