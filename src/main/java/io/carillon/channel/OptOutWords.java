package io.carillon.channel;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/**
 * Which replies opt a person out or in again: the exact single word after trimming, case folding, full-width folding and
 * end punctuation. A longer text that merely contains such a word is an ordinary reply. Every word on which
 * <a href="https://help.twilio.com/articles/223134027">Twilio itself</a> opts a person out is among them: it would refuse the next message.
 */
public final class OptOutWords {
    private static final Set<String> OUT = Set.of(
            "STOP",
            "STOPALL",
            "UNSUBSCRIBE",
            "CANCEL",
            "END",
            "QUIT",
            "OPTOUT",
            "OPT-OUT",
            "REMOVE",
            "REVOKE",
            "ARRET",
            "TD",
            "T",
            "R",
            "退订");
    private static final Set<String> IN = Set.of("START", "UNSTOP", "YES");

    private OptOutWords() {}

    /** Whether this reply opts out. */
    public static boolean isOptOut(String reply) {
        return OUT.contains(word(reply));
    }

    /** Whether this reply opts in again. */
    public static boolean isOptIn(String reply) {
        return IN.contains(word(reply));
    }

    private static String word(String reply) {
        // NFKC folds full-width letters and punctuation to their ordinary forms.
        String folded =
                Normalizer.normalize(reply, Normalizer.Form.NFKC).strip().toUpperCase(Locale.ROOT);
        return folded.replaceAll("[.!。?,;:]+$", "").strip();
    }
}
