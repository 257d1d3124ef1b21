package io.carillon.launcher.bench;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for.
 *
 * @param recipients the large audience; the small ones are at most as large
 * @param runs how often each figure is measured after the warm-up
 * @param smtp where mails go instead of to the bench's own sink
 * @param seed of everything made up
 */
public record BenchPlan(int recipients, int runs, @Nullable InetSocketAddress smtp, long seed) {
    static final int WARM_UP = 10_000;

    /** The size of an audience that usually has so many people. */
    int people(int usually) {
        return Math.min(recipients, usually);
    }
}
