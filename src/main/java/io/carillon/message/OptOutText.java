package io.carillon.message;

import java.util.regex.Pattern;

/**
 * Whether a text message says how to opt out: what to reply, not only a word that may as well mean something else, as in "non-stop deals".
 */
final class OptOutText {
    private static final String WORD =
            "[\"'“‘「【]?(STOP|UNSUBSCRIBE|END|QUIT|CANCEL|OPT[ -]?OUT|TD|T|R|退订|拒收|取消订阅)(?![A-Za-z])";
    private static final Pattern SAYS_SO = Pattern.compile("(?iu)(回复?|发送?)\\s*" + WORD
            + "|(拒收|退订|取消订阅)\\s*(请|可|就)?\\s*(回|发|点|戳|[:：])"
            + "|\\b(reply|text|send|txt)\\s+(with\\s+)?" + WORD
            + "|\\bSTOP[\"'”’]?\\s*(2|=|to)\\s*(opt|end|stop|quit|cancel|unsub)"
            + "|opt[ -]?out|unsubscribe");

    private OptOutText() {}

    static boolean isIn(String text) {
        return SAYS_SO.matcher(text).find();
    }
}
