package io.carillon.message;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text by locale, or one text for every locale.
 *
 * @param everywhere the plain text; null where there is one by locale
 * @param byLocale by BCP 47 tag
 */
public record LocalText(@Nullable String everywhere, Map<String, String> byLocale) {

    /** Copies. */
    public LocalText {
        byLocale = Map.copyOf(byLocale);
    }

    /** One text for every locale. */
    public static LocalText everywhere(String text) {
        return new LocalText(text, Map.of());
    }

    /** The text of exactly this locale. */
    public Optional<String> in(String locale) {
        return everywhere != null ? Optional.of(everywhere) : Optional.ofNullable(byLocale.get(locale));
    }

    /** The locales it names; none if it is for all. */
    public Set<String> locales() {
        return byLocale.keySet();
    }
}
