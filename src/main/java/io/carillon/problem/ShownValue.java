package io.carillon.problem;

import java.util.regex.Pattern;

/**
 * A value that somebody sent, as an answer may repeat it. An address or a secret in the wrong place is not repeated: answers stand in other
 * people's logs and tickets.
 */
public final class ShownValue {
    private static final String HIDDEN = "…";
    private static final Pattern MAILBOX = Pattern.compile(".*\\S@\\S.*", Pattern.DOTALL);
    private static final Pattern PHONE = Pattern.compile(".*(?<![\\d.])\\+?\\d{7,15}(?![\\d.]).*", Pattern.DOTALL);
    private static final Pattern SPACED_PHONE = Pattern.compile("\\+?[\\d ()-]*");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{1,2}-\\d{1,2}.*");
    private static final int LEAST_DIGITS = 7;
    private static final int MOST_DIGITS = 15;
    /** Device tokens, openids, keys. */
    private static final Pattern OPAQUE =
            Pattern.compile(".*(?=[\\w+/=-]{24,})(?=[\\w+/=-]*\\d)(?=[\\w+/=-]*[A-Za-z]).*", Pattern.DOTALL);

    private ShownValue() {}

    /** The value itself, or {@code …} for one that may be an address or a secret. */
    public static String of(String value) {
        return isTelling(value) ? HIDDEN : value;
    }

    private static boolean isTelling(String value) {
        boolean isPhone = PHONE.matcher(value).matches()
                || (SPACED_PHONE.matcher(value).matches()
                        && !DATE.matcher(value).matches()
                        && isAPhones(value.chars().filter(Character::isDigit).count()));
        return isPhone
                || MAILBOX.matcher(value).matches()
                || OPAQUE.matcher(value).matches();
    }

    private static boolean isAPhones(long digits) {
        return digits >= LEAST_DIGITS && digits <= MOST_DIGITS;
    }
}
