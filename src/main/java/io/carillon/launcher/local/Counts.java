package io.carillon.launcher.local;

import java.util.Locale;

/** Numbers of things as people write them: {@code 1 person}, {@code 6,158 people}. */
public final class Counts {

    private Counts() {}

    /** With the word for one or for any other number. */
    public static String of(long number, String one, String many) {
        return number(number) + " " + (number == 1 ? one : many);
    }

    /** People. */
    public static String people(long number) {
        return of(number, "person", "people");
    }

    /** The number alone, in groups of three. */
    public static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
