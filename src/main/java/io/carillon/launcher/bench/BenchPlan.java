package io.carillon.launcher.bench;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for.
 *
 * @param names of what is measured; empty for all
 * @param recipients the large audience; the small ones are at most as large
 * @param runs how often each figure is measured after the warm-up
 * @param largeRuns the same for what takes minutes: the import and the mail to the large audience
 * @param smtp where mails go instead of to the bench's own sink
 * @param seed of everything made up
 * @param profile where recordings of the app go; null for none
 */
public record BenchPlan(
        List<String> names,
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

    /** Whether that is asked for. */
    boolean asksFor(Measure measure) {
        return names.isEmpty() || names.contains(measure.name());
    }

    /** What was asked for and is not a matter of course, in words. */
    Map<String, String> describe() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("measured", names.isEmpty() ? "all" : String.join(", ", names));
        lines.put(
                "mail to",
                smtp == null ? "the bench's own sink" : smtp.getAddress().getHostAddress() + ":" + smtp.getPort());
        lines.put("profiled", profile == null ? "no" : "yes, which slows it");
        return lines;
    }
}
