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
        ResourceBundle bundle = ResourceBundle.getBundle(
                "problems",
                language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        // as texts, so that numbers are not grouped
        Object[] texts = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            texts[i] = String.valueOf(values[i]);
        }
        return new MessageFormat(bundle.getString(key), Locale.ROOT).format(texts);
    }
}
