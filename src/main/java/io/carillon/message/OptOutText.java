package io.carillon.message;

import java.util.regex.Pattern;

/** Whether a text message says how to opt out. */
final class OptOutText {
    private static final Pattern SAYS_SO =
            Pattern.compile("(?i)拒收|退订|回复?\\s*(TD|T|R)\\b|\\bSTOP\\b|opt[ -]?out|unsubscribe");

    private OptOutText() {}

    static boolean isIn(String text) {
        return SAYS_SO.matcher(text).find();
    }
}
