package io.carillon.message;

import io.carillon.problem.Finding;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What this package says to people, in one language; the sentences stand in {@code message-texts*.properties}. The part of
 * a key before its first dot is the finding's code.
 */
final class Sentences {
    static final Sentences ENGLISH = of(Locale.ENGLISH);

    private static final Pattern ARGUMENT = Pattern.compile("\\{([0-9])\\}");

    private final ResourceBundle bundle;

    private Sentences(ResourceBundle bundle) {
        this.bundle = bundle;
    }

    static Sentences of(Locale language) {
        return new Sentences(ResourceBundle.getBundle(
                "message-texts",
                language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
    }

    /** The sentence with its values. */
    String text(String key, Object... values) {
        return ARGUMENT.matcher(bundle.getString(key)).replaceAll(place -> {
            int index = Integer.parseInt(place.group(1));
            return Matcher.quoteReplacement(index < values.length ? String.valueOf(values[index]) : "");
        });
    }

    /** What could stand there instead: of the key, else of the group of keys it belongs to. */
    String expected(String key, Object... values) {
        for (String group = key; !group.isEmpty(); group = group.substring(0, Math.max(0, group.lastIndexOf('.')))) {
            if (bundle.containsKey(group + ".expected")) {
                return text(group + ".expected", values);
            }
        }
        return "";
    }

    /** An error at that JSON pointer. */
    Finding error(String pointer, @Nullable String found, String key, Object... values) {
        return Finding.error(pointer, code(key), found, expected(key, values), text(key, values));
    }

    /** A warning at that JSON pointer. */
    Finding warning(String pointer, String key, Object... values) {
        return Finding.warning(pointer, code(key), text(key, values));
    }

    static String code(String key) {
        int end = key.indexOf('.');
        return end < 0 ? key : key.substring(0, end);
    }
}
