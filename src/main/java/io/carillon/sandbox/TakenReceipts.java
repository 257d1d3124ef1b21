package io.carillon.sandbox;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Messages for which Carillon took a receipt, in the order of the first one; forgotten when the sandbox ends. Thread-safe. */
final class TakenReceipts {
    /** Of more messages only these are known. */
    private static final int MOST = 200_000;

    private final List<Message> inOrder = new ArrayList<>();
    private long leftOut;
    private final Map<Message, Set<Receipt.Tells>> told = new HashMap<>();

    /**
     * A message, as it was accepted.
     *
     * @param to the address as it came over the wire
     */
    record Message(String vendor, String vendorId, String to) {}

    /**
     * A message, and what of it was told and taken.
     *
     * @param told such as {@code delivered}
     */
    record Item(String vendor, String vendorId, String to, List<String> told) {}

    /**
     * Some of them, and after which number there are more; none after the last.
     *
     * @param leftOut receipts on messages beyond those that are remembered
     */
    record Page(List<Item> items, @Nullable Long next, long leftOut) {}

    /** One was taken. */
    synchronized void add(Message message, Receipt.Tells tells) {
        Set<Receipt.Tells> all = told.get(message);
        if (all == null && inOrder.size() < MOST) {
            all = EnumSet.noneOf(Receipt.Tells.class);
            told.put(message, all);
            inOrder.add(message);
        }
        if (all == null) {
            leftOut++;
        } else {
            all.add(tells);
        }
    }

    /** Those after so many, at most {@code limit}. */
    synchronized Page page(long after, int limit) {
        int from = (int) Math.min(after, inOrder.size());
        int to = Math.min(from + limit, inOrder.size());
        return new Page(
                inOrder.subList(from, to).stream().map(this::item).toList(),
                to < inOrder.size() ? Long.valueOf(to) : null,
                leftOut);
    }

    private Item item(Message message) {
        List<String> names = told.getOrDefault(message, Set.of()).stream()
                .map(tells -> tells.name().toLowerCase(Locale.ROOT))
                .toList();
        return new Item(message.vendor(), message.vendorId(), message.to(), names);
    }
}
