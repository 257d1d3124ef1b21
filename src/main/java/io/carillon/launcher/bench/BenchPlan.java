package io.carillon.launcher.bench;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for.
 *
 * @param recipients the large audience; the small ones are at most as large
 * @param runs how often each figure is measured after the warm-up
 * @param largeRuns the same for what takes minutes: the import and the mail to the large audience
 * @param smtp where mails go instead of to the bench's own sink
 * @param seed of everything made up
 * @param profile where recordings of the app go; null for none
 */
public record BenchPlan(
        int recipients,
        int runs,
        int largeRuns,
        @Nullable InetSocketAddress smtp,
        long seed,
        @Nullable Path profile) {
    private static final int MILLION = 1_000_000;

    /** Whether the large audience is the one that aims were set for. */
    boolean isMillion() {
        return recipients == MILLION;
    }
}
