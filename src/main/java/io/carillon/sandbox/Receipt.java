package io.carillon.sandbox;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Function;

/**
 * One receipt of a message that was taken.
 *
 * @param after how long after the message it usually leaves
 * @param posting posts it after the time given; done when Carillon has answered it, or never will
 */
record Receipt(Duration after, Function<Duration, Future<Void>> posting) {

    /** Posts it after that time. */
    Future<Void> leave(Duration delay) {
        return posting.apply(delay);
    }
}
