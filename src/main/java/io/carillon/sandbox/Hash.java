package io.carillon.sandbox;

/** A 64-bit hash of a text, well mixed: for shares of addresses and compact counting. Not for secrets. */
final class Hash {
    // FNV-1a over the UTF-16 units, finished by the mixer of SplitMix64, because FNV alone leaves the high bits poor.
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final double SCALE = 0x1.0p-53;

    private Hash() {}

    static long of(long seed, String text) {
        long hash = FNV_OFFSET ^ seed * FNV_PRIME;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }

    /** The same as a number from 0 up to but not including 1. */
    static double share(long seed, String text) {
        return (of(seed, text) >>> 11) * SCALE;
    }
}
