package io.carillon.channel;

import java.util.List;

/**
 * An opened account: its connections and client. Used by many threads at once; closed by whoever opened it, when the
 * account changed or the process ends.
 *
 * <p>Never throws for what a vendor or network does: every message gets its own result. An outage is
 * {@code NotSent(VENDOR_DOWN)} where the call certainly did not leave, else {@code Unknown}. Never repeats a call by
 * itself: whoever claimed the attempt owns retries. Every time-out is finite and at most {@link #CALL_SECONDS} seconds.
 */
public interface Sender extends AutoCloseable {

    /** The longest that one call may take, from its start to its result, in seconds. */
    int CALL_SECONDS = 10;

    /** How many messages one {@link #send} takes best; at least 1. */
    int callSize();

    /** How many {@link #send} calls pay off at the same time; at least 1. */
    int concurrency();

    /**
     * Sends and answers each, in the order given.
     *
     * @param messages 1 to {@link #callSize} of them
     * @param deadline asked before each call to the vendor
     */
    List<SendResult> send(List<Outbound> messages, CallDeadline deadline);

    @Override
    void close();
}
