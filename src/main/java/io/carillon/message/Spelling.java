package io.carillon.message;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Guesses which word was meant. */
final class Spelling {
    private static final int MOST_EDITS = 2;

    private Spelling() {}

    /** Whether one is the other misspelt. */
    static boolean isNear(String known, String typed) {
        String small = typed.toLowerCase(Locale.ROOT).replace('-', '_');
        return Math.abs(known.length() - small.length()) <= MOST_EDITS
                && edits(known.toLowerCase(Locale.ROOT), small) <= Math.min(MOST_EDITS, known.length() / 2);
    }

    /** The known word that was probably meant. */
    static Optional<String> nearest(Collection<String> known, String typed) {
        return known.stream().filter(word -> isNear(word, typed)).findFirst();
    }

    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int swap = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(swap, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
