package io.carillon.launcher.bench;

import java.util.function.DoubleSupplier;

/**
 * Does the same until it gets no faster, so that what is measured afterwards is how it goes on: a JVM compiles beside its work for about
 * a minute.
 */
final class WarmUp {
    /** How often at most. */
    static final int MOST = 4;
    /** So much faster than the time before says that it is not over. */
    private static final double WORTH_ANOTHER = 1.03;

    private WarmUp() {}

    /** Takes what answers how many a second it did. */
    static void with(DoubleSupplier work) {
        double before = 0;
        for (int i = 0; i < MOST; i++) {
            double speed = work.getAsDouble();
            if (speed < before * WORTH_ANOTHER) {
                return;
            }
            before = speed;
        }
    }
}
