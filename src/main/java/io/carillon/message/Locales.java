package io.carillon.message;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Locale tags and the choice among them. */
final class Locales {
    private static final Pattern TAG = Pattern.compile("[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}");

    private Locales() {}

    /** The tag as BCP 47 writes it, {@code zh-CN} for {@code zh_cn}; empty where it is none. */
    static Optional<String> tag(String text) {
        if (!TAG.matcher(text).matches()) {
            return Optional.empty();
        }
        String tag = Locale.forLanguageTag(text.replace('_', '-')).toLanguageTag();
        return tag.equals("und") ? Optional.empty() : Optional.of(tag);
    }

    /** The language of a tag, such as {@code zh}. */
    static String language(String tag) {
        int end = tag.indexOf('-');
        return end < 0 ? tag : tag.substring(0, end);
    }

    /**
     * Which of the offered tags suits a person: the same, then the same with fewer parts, then any of the same language,
     * then the default.
     */
    static Optional<Integer> best(@Nullable String wanted, String otherwise, List<String> offered) {
        String tag = wanted == null ? "" : tag(wanted).orElse("");
        for (String shorter = tag; !shorter.isEmpty(); shorter = withoutLastPart(shorter)) {
            int index = offered.indexOf(shorter);
            if (index >= 0) {
                return Optional.of(index);
            }
        }
        for (int i = 0; i < offered.size() && !tag.isEmpty(); i++) {
            if (language(offered.get(i)).equals(language(tag))) {
                return Optional.of(i);
            }
        }
        int index = offered.indexOf(otherwise);
        return index >= 0 ? Optional.of(index) : Optional.empty();
    }

    private static String withoutLastPart(String tag) {
        int end = tag.lastIndexOf('-');
        return end < 0 ? "" : tag.substring(0, end);
    }
}
