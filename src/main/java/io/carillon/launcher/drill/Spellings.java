package io.carillon.launcher.drill;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How else a text may stand where it does not belong: as an address of the web, JSON or another country writes it. */
final class Spellings {
    /** A number of fewer digits is none that somebody could be called at. */
    private static final int LEAST_DIGITS = 9;
    /** Written with a plus, two noughts, or as it is dialled at home. */
    private static final Pattern MAINLAND = Pattern.compile("(?:(?:00)?86)?(1\\d{2})(\\d{4})(\\d{4})");

    private static final Pattern NORTH_AMERICA = Pattern.compile("(?:00)?1?([2-9]\\d{2})(\\d{3})(\\d{4})");
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{2}|\\\\u[0-9a-f]{4}");
    private static final int ASCII = 0x80;

    private Spellings() {}

    /** As it is, percent-encoded as in a query and as in a path, and as JSON escapes it; codes in small and in large letters. */
    static Set<String> of(String text) {
        Set<String> spellings = new LinkedHashSet<>();
        String query = URLEncoder.encode(text, StandardCharsets.UTF_8);
        String path = query.replace("+", "%20");
        // A path may hold these as they are, and some write a space or a tilde one way and some the other.
        String lenient = path.replace("%40", "@").replace("%3A", ":").replace("%2B", "+");
        for (String spelling :
                new String[] {text, query, path, lenient, json(text), json(text).replace("/", "\\/")}) {
            spellings.add(spelling);
            spellings.add(codes(spelling, false));
            spellings.add(codes(spelling, true));
        }
        return spellings;
    }

    /** A telephone number in digits, with and without the code of its country, and in groups as it is written at home. */
    static Set<String> ofPhone(String phone) {
        Set<String> spellings = new LinkedHashSet<>();
        String digits = phone.replaceAll("\\D", "");
        if (digits.length() < LEAST_DIGITS) {
            return spellings;
        }
        spellings.add(digits);
        spellings.add(digits.replaceFirst("^00", ""));
        home(spellings, MAINLAND.matcher(digits));
        boolean isMarked = phone.strip().startsWith("+1") || digits.startsWith("001");
        if (isMarked) {
            Matcher number = NORTH_AMERICA.matcher(digits);
            home(spellings, number);
            if (number.matches()) {
                spellings.add("(" + number.group(1) + ") " + number.group(2) + "-" + number.group(3));
            }
        }
        return spellings;
    }

    private static void home(Set<String> spellings, Matcher number) {
        if (number.matches()) {
            for (String between : new String[] {"", " ", "-", ".", "%20", "+"}) {
                spellings.add(number.group(1) + between + number.group(2) + between + number.group(3));
            }
        }
    }

    private static String json(String text) {
        StringBuilder json = new StringBuilder();
        for (char letter : text.toCharArray()) {
            if (letter == '"' || letter == '\\') {
                json.append('\\').append(letter);
            } else if (letter < ' ' || letter >= ASCII) {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) letter));
            } else {
                json.append(letter);
            }
        }
        return json.toString();
    }

    private static String codes(String text, boolean areLarge) {
        return ESCAPE.matcher(text).replaceAll(code -> Matcher.quoteReplacement(cased(code.group(), areLarge)));
    }

    /** The u of an escape is always small. */
    private static String cased(String code, boolean isLarge) {
        String digits = code.substring(code.startsWith("%") ? 1 : 2);
        String start = code.substring(0, code.length() - digits.length());
        return start + (isLarge ? digits.toUpperCase(Locale.ROOT) : digits.toLowerCase(Locale.ROOT));
    }
}
