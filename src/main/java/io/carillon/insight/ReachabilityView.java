package io.carillon.insight;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who can be reached now. On every channel {@code people = reachable + the sum of its gaps}; the reasons exclude each other, and the
 * first that holds counts: suppressed, no address, opted out, no consent, no WeChat grant.
 *
 * @param segment its name or number as asked; null for everybody
 * @param reachable people who can be reached on at least one of the channels asked for
 */
public record ReachabilityView(
        String purpose, @Nullable String segment, long people, long reachable, List<Channel> channels) {

    /**
     * One channel.
     *
     * @param withAddress people who have an active address
     */
    public record Channel(String channel, long people, long withAddress, long reachable, List<Gap> gaps) {}

    /**
     * People who cannot be reached on a channel for one reason.
     *
     * @param closed of {@code no_address}: how the addresses ended ({@code bounced}, {@code dead}, {@code invalid}; of several ends the first of these), or
     *     {@code none} where there never was one
     * @param text the reason in the language asked for
     * @param fix what would close the gap; empty where nothing can
     * @param href the people
     */
    public record Gap(String reason, @Nullable String closed, long people, String text, String fix, String href) {}

    /** One of the people behind a gap. */
    public record Person(
            long id,
            String externalId,
            String reason,
            @Nullable String closed,
            List<String> addresses) {}
}
