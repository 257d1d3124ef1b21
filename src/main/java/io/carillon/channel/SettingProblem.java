package io.carillon.channel;

import io.carillon.problem.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Something in an account that keeps its adapter from opening it. Immutable.
 *
 * @param place where it stands in the account, such as {@code /settings/port}
 * @param key of the sentence that says what to fix
 * @param values what the sentence is filled in with; no value of the account whose shape was not checked, as it may be a secret in the wrong
 *     place
 */
public record SettingProblem(String place, String key, List<Object> values) {
    public SettingProblem {
        values = List.copyOf(values);
    }

    /** A setting by this name; the sentence gets the name before all other values. */
    public static SettingProblem setting(String name, String key, Object... values) {
        return new SettingProblem("/settings/" + name, key, with(name, values));
    }

    /** Likewise a secret. */
    public static SettingProblem secret(String name, String key, Object... values) {
        return new SettingProblem("/secrets/" + name, key, with(name, values));
    }

    private static List<Object> with(String name, Object... values) {
        List<Object> all = new ArrayList<>(List.of(name));
        all.addAll(Arrays.asList(values));
        return all;
    }

    /** What to fix. */
    public String text(Locale language) {
        return Texts.text(language, key, values.toArray());
    }

    /** What to fix, in English. */
    @Override
    public String toString() {
        return text(Locale.ENGLISH);
    }
}
