package io.carillon.problem;

import org.jspecify.annotations.Nullable;

/** The name somebody gives a thing: 1 to 120 characters of one line. */
public final class GivenName {
    private static final int LONGEST = 120;

    private GivenName() {}

    /** The name without blanks around it; null when something was found. */
    public static @Nullable String read(@Nullable String given, String place, FindingList findings) {
        if (given == null || given.isBlank()) {
            findings.error(place, "name_missing", given, null);
            return null;
        }
        String name = given.strip();
        if (name.length() > LONGEST) {
            findings.error(place, "too_long", String.valueOf(name.length()), String.valueOf(LONGEST));
            return null;
        }
        if (name.codePoints().anyMatch(point -> Character.isISOControl(point) || isUnprintable(point))) {
            findings.error(place, "name_not_one_line", name, null);
            return null;
        }
        return name;
    }

    private static boolean isUnprintable(int point) {
        int type = Character.getType(point);
        return type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR || type == Character.SURROGATE;
    }
}
