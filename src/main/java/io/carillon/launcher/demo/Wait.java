package io.carillon.launcher.demo;

import io.carillon.launcher.local.LaunchFailure;

/** A moment between two looks at something that takes its time. */
final class Wait {
    private static final long MOMENT_MILLIS = 500;

    private Wait() {}

    /** Throws {@link LaunchFailure}, with the interrupt kept, when the demo is stopped meanwhile. */
    static void aMoment() {
        try {
            Thread.sleep(MOMENT_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("The demo was stopped.", stopped);
        }
    }
}
