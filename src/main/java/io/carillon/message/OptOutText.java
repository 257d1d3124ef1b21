package io.carillon.message;

import io.carillon.channel.OptOutWords;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a text message says how to opt out, so that it works: what to reply, with a word that is heard, or where to go; not only a
 * word that may as well mean something else, as in "non-stop deals" or "换回T恤".
 */
final class OptOutText {
    private static final String QUOTE = "[\"'“‘「【]?";
    private static final String WHY = "退订|拒收|取消订阅|opt[ -]?out|unsubscribe";
    /** The word that is to be sent, and what follows it. */
    private static final Pattern CHINESE =
            Pattern.compile("(?i)(?:回复?|发送?)\\s*" + QUOTE + "([A-Za-z]+|退订|拒收|取消订阅)(?=(.?))");

    private static final Pattern ENGLISH =
            Pattern.compile("(?i)\\b(?:reply|text|send|txt)\\s+(?:with\\s+)?(?:the\\s+word\\s+)?(" + QUOTE
                    + ")([A-Z]+(?:[ -]OUT)?)\\b(?=(\\W{0,3}(?:to|2|=)\\W{0,3}(?:opt|stop|end|unsub|quit|cancel))?)");
    private static final Pattern STOP =
            Pattern.compile("(?i)\\bSTOP[\"'”’]?\\s*(?:2|=|to)\\s*(?:opt|end|stop|quit|cancel|unsub)");
    private static final Pattern PLACE = Pattern.compile(
            "(?i)(?:" + WHY + ")[^.。!！?？\\n]{0,20}?(?:https?://|www\\.|[a-z0-9-]+(?:\\.[a-z0-9-]+)*\\.[a-z]{2,}/)");
    private static final Pattern REASON = Pattern.compile("(?i)" + WHY);
    /** What goes on from a lone letter without making another word of it, as in 回T退订. */
    private static final String AFTER_LETTER = "退拒取即可就";

    private OptOutText() {}

    static boolean isIn(String source) {
        String text = Normalizer.normalize(source, Normalizer.Form.NFKC);
        return text.contains(Variables.UNSUBSCRIBE_URL)
                || STOP.matcher(text).find()
                || PLACE.matcher(text).find()
                || CHINESE.matcher(text).results().anyMatch(found -> isChinese(text, found.group(1), found.group(2)))
                || ENGLISH.matcher(text)
                        .results()
                        .anyMatch(found -> isEnglish(found.group(2), found.group(1), found.group(3)));
    }

    private static boolean isChinese(String text, String word, String next) {
        boolean isLetter = word.length() == 1;
        boolean isWhole = next.isEmpty() || !Character.isLetter(next.charAt(0)) || AFTER_LETTER.contains(next);
        return OptOutWords.isOptOut(word)
                && (!isLetter || isWhole && REASON.matcher(text).find());
    }

    /** A word in capitals, in quotes or with its purpose behind it: "text end of sale" asks for nothing. */
    private static boolean isEnglish(String word, String quote, @Nullable String purpose) {
        boolean isMarked =
                !quote.isEmpty() || purpose != null || word.length() > 1 && word.equals(word.toUpperCase(Locale.ROOT));
        return OptOutWords.isOptOut(word) && isMarked;
    }
}
