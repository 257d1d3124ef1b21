package io.carillon.message;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A message's form for one channel and locale. Its texts are in the marketers' dialect and checked already, so it
 * can be filled in for any person. Immutable; stored as JSON in the run, so names here are part of the database's format.
 *
 * @param id short hash of everything below: the same content always has the same id
 * @param channel {@code sms}, {@code email}, {@code push} or {@code wechat.subscribe}
 * @param locale as a BCP 47 tag
 * @param fields sources by field: sms has text; email has subject, html and text; push has title and body; link and
 *     picture where the message has them; {@link #OWN} where the author's words may come to nothing for somebody
 * @param bindings approved templates by account name
 */
public record Form(
        String id, String channel, String locale, Map<String, String> fields, Map<String, BindingTemplate> bindings) {

    /** The author's own words in a text that says more, such as how to opt out: who would get nothing of them gets nothing at all. */
    static final String OWN = "own";

    /** Takes what was computed before; {@link #of} computes the id. */
    public Form {
        fields = sorted(fields);
        bindings = sorted(bindings);
    }

    /** A form with its id. */
    public static Form of(
            String channel, String locale, Map<String, String> fields, Map<String, BindingTemplate> bindings) {
        Form unnamed = new Form("", channel, locale, fields, bindings);
        return new Form(FormId.of(unnamed), channel, locale, unnamed.fields, unnamed.bindings);
    }

    /** Whether this account may send it as an approved template. */
    public boolean hasBinding(String account) {
        return bindings.containsKey(account);
    }

    /** Every variable that any text of the form uses, such as {@code name} or {@code traits.level}. */
    public Set<String> variables() {
        return CompiledForm.variables(this);
    }

    private static <T> SortedMap<String, T> sorted(Map<String, T> values) {
        return java.util.Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }
}
