package io.carillon.sandbox;

/** Counts 64-bit hashes in two arrays: open addressing, doubled at two thirds. Not thread-safe. */
final class HashCounts {
    private static final int FIRST_SIZE = 1 << 10;

    private long[] hashes = new long[FIRST_SIZE];
    private int[] counts = new int[FIRST_SIZE];
    private int different;
    private boolean hasRepeats;

    void add(long hash) {
        int place = place(hash);
        if (counts[place]++ > 0) {
            hasRepeats = true;
            return;
        }
        hashes[place] = hash;
        different++;
        if (different > hashes.length / 3 * 2) {
            grow();
        }
    }

    int of(long hash) {
        return counts[place(hash)];
    }

    int different() {
        return different;
    }

    boolean hasRepeats() {
        return hasRepeats;
    }

    private int place(long hash) {
        int mask = hashes.length - 1;
        int place = (int) hash & mask;
        while (counts[place] != 0 && hashes[place] != hash) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldHashes = hashes;
        int[] oldCounts = counts;
        hashes = new long[oldHashes.length * 2];
        counts = new int[oldCounts.length * 2];
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldCounts[i] != 0) {
                int place = place(oldHashes[i]);
                hashes[place] = oldHashes[i];
                counts[place] = oldCounts[i];
            }
        }
    }
}
