package io.carillon.problem;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The sentences of problems and findings, in Chinese and English; they stand in {@code problems_*.properties}. */
public final class Texts {
    private Texts() {}

    /**
     * The sentence of this key with its values filled in.
     *
     * @throws java.util.MissingResourceException when there is no such key
     */
    public static String text(Locale language, String key, Object... values) {
        // as texts, so that numbers are not grouped
        Object[] texts = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            texts[i] = String.valueOf(values[i]);
        }
        return new MessageFormat(bundle(language).getString(key), Locale.ROOT).format(texts);
    }

    /** The same in the language of the request that this thread answers; English where it answers none. */
    public static String here(String key, Object... values) {
        return text(Language.here(), key, values);
    }

    /** The title of this kind of problem in the language of the request; the one given where the catalogue has none. */
    static String title(String slug, String otherwise) {
        ResourceBundle bundle = bundle(Language.here());
        String key = "title." + slug;
        return bundle.containsKey(key) ? bundle.getString(key) : otherwise;
    }

    private static ResourceBundle bundle(Locale language) {
        return ResourceBundle.getBundle(
                "problems",
                language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }
}
