package io.carillon.problem;

import java.util.regex.Pattern;

/**
 * Keys that a caller made up, as they may stand in an answer. One that could be a name is repeated, so that a slip is seen; anything else
 * may be an address or a secret in the wrong place, and answers go into other people's logs.
 */
public final class ShownKey {
    private static final String HIDDEN = "…";
    // No name of ours has as many digits in a row as a phone number.
    private static final Pattern NAME = Pattern.compile("(?!.*\\d{6})[\\p{L}\\d_.-]{1,40}");

    private ShownKey() {}

    /** The key itself, or {@code …} for one that is no name. */
    public static String of(String key) {
        return NAME.matcher(key).matches() ? key : HIDDEN;
    }
}
