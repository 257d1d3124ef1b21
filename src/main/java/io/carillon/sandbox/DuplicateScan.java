package io.carillon.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds addresses that got more than one message in two passes: the first counts hashes in a compact table (12 bytes an
 * address), the second looks closely at what occurred twice, so that a clash of hashes is never reported.
 */
final class DuplicateScan {
    private static final int KEYS_SHOWN = 20;
    private static final String CALL = "call-";

    private final AcceptedLog log;
    private final String keyPrefix;
    private final String vendor;
    private long seen;
    private long withoutKey;

    DuplicateScan(AcceptedLog log, String keyPrefix, String vendor) {
        this.log = log;
        this.keyPrefix = keyPrefix;
        this.vendor = vendor;
    }

    DuplicateReport report(int limit) {
        HashCounts counts = new HashCounts();
        long end = log.scan(0, (buffer, from, length, next) -> {
            AcceptedHead line = AcceptedHead.read(buffer, from, length);
            if (isWanted(line)) {
                seen++;
                counts.add(hash(line));
            } else if (line.key().isEmpty()
                    && (vendor.isEmpty() || line.vendor().equals(vendor))) {
                withoutKey++;
            }
            return true;
        });
        Map<String, Repeats> repeats = counts.hasRepeats() ? repeats(counts, end) : Map.of();
        List<DuplicateReport.Duplicate> found = repeats.values().stream()
                .filter(repeat -> repeat.count > 1)
                .map(Repeats::duplicate)
                .toList();
        return new DuplicateReport(
                seen, withoutKey, counts.different(), found.size(), found.subList(0, Math.min(limit, found.size())));
    }

    private Map<String, Repeats> repeats(HashCounts counts, long end) {
        Map<String, Repeats> repeats = new LinkedHashMap<>();
        log.scan(0, (buffer, from, length, next) -> {
            AcceptedHead line = AcceptedHead.read(buffer, from, length);
            if (isWanted(line) && counts.of(hash(line)) > 1) {
                repeats.computeIfAbsent(name(line), fresh -> new Repeats(line.vendor(), line.to()))
                        .add(line.key());
            }
            return next < end;
        });
        return repeats;
    }

    private boolean isWanted(AcceptedHead line) {
        return hasPrefix(line.key()) && (vendor.isEmpty() || line.vendor().equals(vendor));
    }

    /** One call of Aliyun that carries many messages has one key, which names the first of them behind a word. */
    private boolean hasPrefix(String key) {
        return key.startsWith(keyPrefix) || key.startsWith(CALL) && key.startsWith(keyPrefix, CALL.length());
    }

    private static long hash(AcceptedHead line) {
        return Hash.of(0, name(line));
    }

    private static String name(AcceptedHead line) {
        return line.vendor() + '\n' + line.to();
    }

    private static final class Repeats {
        private final String vendor;
        private final String to;
        private final List<String> keys = new ArrayList<>();
        private long count;

        Repeats(String vendor, String to) {
            this.vendor = vendor;
            this.to = to;
        }

        void add(String key) {
            count++;
            if (keys.size() < KEYS_SHOWN) {
                keys.add(key);
            }
        }

        DuplicateReport.Duplicate duplicate() {
            return new DuplicateReport.Duplicate(vendor, to, count, List.copyOf(keys));
        }
    }
}
