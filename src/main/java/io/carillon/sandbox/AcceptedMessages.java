package io.carillon.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Questions about accepted messages. Answers come from the file, so memory does not grow with it. Thread-safe; blocks. */
public final class AcceptedMessages {
    private final AcceptedLog log;

    AcceptedMessages(AcceptedLog log) {
        this.log = log;
    }

    /** How many there are. */
    public long count() {
        return log.count();
    }

    /** How many there are by vendor. */
    public Map<String, Long> countByVendor() {
        return log.byVendor();
    }

    /** The message with this vendor id. */
    public Optional<AcceptedMessage> find(String vendor, String vendorId) {
        return scan(
                        0,
                        1,
                        "vendorId",
                        vendorId,
                        line -> line.vendor().equals(vendor) && line.vendorId().equals(vendorId))
                .lines()
                .stream()
                .map(AcceptedLine::message)
                .findFirst();
    }

    /** The newest messages to an address, oldest first. */
    public List<AcceptedMessage> sentTo(String vendor, String address, int limit) {
        Deque<AcceptedMessage> newest = new ArrayDeque<>();
        visit(0, needle("to", address), (line, next) -> {
            if (line.vendor().equals(vendor) && line.to().equals(address)) {
                if (newest.size() == limit) {
                    newest.removeFirst();
                }
                newest.addLast(line.message());
            }
            return true;
        });
        return List.copyOf(newest);
    }

    /** Every message that carries this key of ours. */
    public List<AcceptedMessage> withKey(String key) {
        return scan(0, Integer.MAX_VALUE, "key", key, line -> line.key().equals(key)).lines().stream()
                .map(AcceptedLine::message)
                .toList();
    }

    /** A page of messages; an empty filter matches all. */
    AcceptedPage page(String vendor, String to, String key, int limit, long after) {
        if (!log.isLineStart(after)) {
            throw RefusedRequest.bad("Parameter 'after' must be the 'next' of a page before");
        }
        Predicate<AcceptedLine> wanted =
                line -> (vendor.isEmpty() || line.vendor().equals(vendor))
                        && (to.isEmpty() || line.to().equals(to))
                        && (key.isEmpty() || line.key().equals(key));
        // The rarest filter picks lines before they are parsed.
        String field = !key.isEmpty() ? "key" : !to.isEmpty() ? "to" : "vendor";
        String value = !key.isEmpty() ? key : !to.isEmpty() ? to : vendor;
        return scan(after, limit, field, value, wanted);
    }

    /** The last messages, newest first. */
    List<AcceptedLine> latest(int limit) {
        // A line is at most a few kB; what does not fit into the tail is left out.
        long tail = Math.max(0, log.size() - limit * 2_048L);
        Deque<AcceptedLine> lines = new ArrayDeque<>();
        log.scan(tail, (buffer, from, length, next) -> {
            boolean isCut = tail > 0 && next - length - 1 == tail;
            if (!isCut) {
                lines.addFirst(AcceptedLog.JSON.readValue(buffer, from, length, AcceptedLine.class));
                if (lines.size() > limit) {
                    lines.removeLast();
                }
            }
            return true;
        });
        return List.copyOf(lines);
    }

    /** Addresses that got more than one message of one vendor, among messages whose key begins so. */
    DuplicateReport duplicates(String keyPrefix, String vendor, int limit) {
        return new DuplicateScan(log, keyPrefix, vendor).report(limit);
    }

    private AcceptedPage scan(long after, int limit, String field, String value, Predicate<AcceptedLine> wanted) {
        List<AcceptedLine> lines = new ArrayList<>();
        byte[] needle = value.isEmpty() ? new byte[0] : needle(field, value);
        long end = visit(after, needle, (line, next) -> {
            if (wanted.test(line)) {
                lines.add(line);
            }
            return lines.size() < limit;
        });
        return new AcceptedPage(lines, lines.size() < limit ? null : Long.toString(end));
    }

    /** Sees one parsed line; false ends the visit. */
    @FunctionalInterface
    interface LineVisitor {
        boolean visit(AcceptedLine line, long next);
    }

    /** Parses only lines that hold the needle; returns the offset reached. */
    long visit(long after, byte[] needle, LineVisitor visitor) {
        return log.scan(after, (buffer, from, length, next) -> {
            if (!LineScan.contains(buffer, from, length, needle)) {
                return true;
            }
            return visitor.visit(AcceptedLog.JSON.readValue(buffer, from, length, AcceptedLine.class), next);
        });
    }

    private static byte[] needle(String field, String value) {
        try {
            byte[] pair = AcceptedLog.JSON.writeValueAsBytes(Map.of(field, value));
            // without the braces around the pair
            return Arrays.copyOfRange(pair, 1, pair.length - 1);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("Not a text", impossible);
        }
    }
}
