package io.carillon.sandbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Messages for which Carillon took a receipt, in the order of the first one; forgotten when the sandbox ends. Thread-safe. */
final class TakenReceipts {
    /** More than any drill sends; of more messages only these are known. */
    private static final int MOST = 200_000;

    private final List<Message> inOrder = new ArrayList<>();
    private final Set<Message> known = new HashSet<>();

    /**
     * A message, as it was accepted.
     *
     * @param to the address as it came over the wire
     */
    record Message(String vendor, String vendorId, String to) {}

    /** Some of them, and after which number there are more; none after the last. */
    record Page(List<Message> items, @Nullable Long next) {}

    /** One was taken. */
    synchronized void add(Message message) {
        if (inOrder.size() < MOST && known.add(message)) {
            inOrder.add(message);
        }
    }

    /** Those after so many, at most {@code limit}. */
    synchronized Page page(long after, int limit) {
        int from = (int) Math.min(after, inOrder.size());
        int to = Math.min(from + limit, inOrder.size());
        return new Page(List.copyOf(inOrder.subList(from, to)), to < inOrder.size() ? Long.valueOf(to) : null);
    }
}
