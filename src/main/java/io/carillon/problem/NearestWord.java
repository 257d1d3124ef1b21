package io.carillon.problem;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody probably meant. Bounded: words over 60 characters have no neighbours. */
public final class NearestWord {
    private static final int LONGEST = 60;

    private NearestWord() {}

    /** The candidate nearest to what was written, when it is near enough to be worth offering. */
    public static Optional<String> to(String written, Collection<String> candidates) {
        if (written.length() > 2 * LONGEST) {
            return Optional.empty();
        }
        String best = null;
        int least = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int distance = distance(fold(written), fold(candidate));
            // A third of the word may differ, and at least two slips are forgiven in words of four letters or more; of
            // two letters
            // one that differs makes another word.
            int slips = candidate.length() < 3 ? 0 : candidate.length() < 4 ? 1 : 2;
            int allowed = Math.max(candidate.length() / 3, slips);
            if (distance <= allowed && distance < least) {
                best = candidate;
                least = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    private static String fold(String word) {
        return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "").replace(" ", "");
    }

    private static int distance(String a, String b) {
        if (a.length() > LONGEST || b.length() > LONGEST) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
