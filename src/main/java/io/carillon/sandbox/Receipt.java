package io.carillon.sandbox;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Function;

/**
 * One receipt of a message that was taken.
 *
 * @param tells what it says of the message
 * @param after how long after the message it usually leaves
 * @param posting posts it after the time given; done when Carillon has answered it, or never will: whether it was taken
 */
record Receipt(Tells tells, Duration after, Function<Duration, Future<Boolean>> posting) {

    /** What a receipt can say. */
    enum Tells {
        /** It is on its way, and another receipt is to follow. */
        SENT,
        DELIVERED,
        READ,
        UNDELIVERED
    }

    /** Posts it after that time. */
    Future<Boolean> leave(Duration delay) {
        return posting.apply(delay);
    }

    /** The same, and {@code taken} is run whenever Carillon took it. */
    Receipt noting(Runnable taken) {
        return new Receipt(
                tells,
                after,
                delay -> posting.apply(delay).onSuccess(isTaken -> {
                    if (isTaken) {
                        taken.run();
                    }
                }));
    }
}
