package io.carillon.channel;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which replies opt a person out or in again: exactly one of these words or short phrases after trimming, case folding, full-width
 * folding, and without accents, unseen characters, punctuation around it or the "reply" of the text that asked for it. A longer text that merely
 * contains such a word is an ordinary reply. Every word on which
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
            "OPT OUT",
            "STOP IT",
            "PLEASE STOP",
            "STOP PLEASE",
            "STOP ALL",
            "UNSUBSCRIBE ME",
            "REMOVE",
            "REVOKE",
            "ARRET",
            "TD",
            "T",
            "R",
            "退订",
            "拒收",
            "拒收短信",
            "拒收簡訊",
            "取消订阅",
            "退訂",
            "取消訂閱",
            "不要再发",
            "不要再发了",
            "请不要再发",
            "别再发了");
    /** Quotes, brackets, full stops, smileys. */
    private static final Pattern AROUND = Pattern.compile("^[\\p{P}\\p{S}\\p{Z}\\s]+|[\\p{P}\\p{S}\\p{Z}\\s]+$");

    /** Accents, and what nobody sees: joiners in smileys, marks of direction, what messengers put before a text. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Mn}\\p{Me}\\p{Cf}\\u115F\\u1160\\u3164\\uFFA0]|[\\p{Cc}&&\\S]");

    private static final Pattern REPLY = Pattern.compile("^(回复?|REPLY)[\\p{P}\\p{Z}\\s]*");
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
        // Folds full-width letters and punctuation to their ordinary forms, and takes accents off, as of "arrêt".
        String folded = UNSEEN.matcher(Normalizer.normalize(reply, Normalizer.Form.NFKD))
                .replaceAll("")
                .strip()
                .toUpperCase(Locale.ROOT);
        String bare = AROUND.matcher(folded).replaceAll("");
        return REPLY.matcher(bare).replaceFirst("").replaceAll("\\s+", " ");
    }
}
