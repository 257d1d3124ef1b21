package io.carillon.problem;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Collects findings about a definition, each with its place, what was found, what was expected and a sentence in one
 * language from {@code definition_*.properties}. For one thread. Stops taking at {@value #MOST}.
 */
public final class FindingList {
    private static final int MOST = 200;
    private static final int SHOWN_CHARACTERS = 80;
    private final Locale language;
    private final ResourceBundle texts;
    private final List<Finding> findings = new ArrayList<>();

    public FindingList(Locale language) {
        this.language = language;
        this.texts = ResourceBundle.getBundle(
                "definition",
                language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** What was collected, in order. */
    public List<Finding> all() {
        return List.copyOf(findings);
    }

    /** Whether nothing keeps the definition from being taken. */
    public boolean isClean() {
        return findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.error);
    }

    /** A key that is not known here. */
    public void unknownKey(String place, String key, Collection<String> known) {
        String named = ShownKey.of(key);
        error(child(place, named), "unknown_key", named, String.join(", ", known), named, hint(key, known));
    }

    /** A word that is none of the known ones. */
    public void unknownValue(String place, String found, Collection<String> known) {
        error(place, "unknown_value", found, String.join(", ", known), shown(found), hint(found, known));
    }

    /** Something of the wrong type; {@code expected} is a key of the texts such as {@code type.text}. */
    public void wrongType(String place, JsonNode found, String expected) {
        error(place, "wrong_type", describe(found), text(expected), describe(found));
    }

    /** Something of none of the right types; each a key of the texts. */
    public void wrongType(String place, JsonNode found, List<String> expected) {
        String types = expected.stream().map(this::text).collect(Collectors.joining(" / "));
        error(place, "wrong_type", describe(found), types, describe(found));
    }

    /** A key that must be there and is not, told at its own place; {@code expected} says what it takes. */
    public void missing(String place, String key, String expected) {
        error(child(place, key), "missing", null, key + ": " + expected, key);
    }

    /** Any other error; the sentence is the text of {@code code}, where {0} is what was expected. */
    public void error(
            String place, String code, @Nullable String found, @Nullable String expected, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = expected == null ? "" : expected;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        add(Finding.error(place, code, found == null ? null : shown(found), expected, format(code, all)));
    }

    /** Something worth knowing that keeps nothing from being taken. */
    public void warning(String place, String code, Object... arguments) {
        add(Finding.warning(place, code, format(code, arguments)));
    }

    /** One that was made elsewhere; left out where its place has an error already, or where the same was said of it. */
    public void add(Finding finding) {
        boolean isSaid = findings.stream()
                .anyMatch(earlier -> earlier.place().equals(finding.place())
                        && (earlier.severity() == Finding.Severity.error || saysTheSame(earlier, finding)));
        if (!isSaid && findings.size() < MOST) {
            findings.add(finding);
        }
    }

    /** Of one place; a text may lack several values on several channels, which differ in their sentences only. */
    private static boolean saysTheSame(Finding earlier, Finding finding) {
        return earlier.code().equals(finding.code()) && earlier.message().equals(finding.message());
    }

    /** The language of the sentences. */
    public Locale language() {
        return language;
    }

    /** A text of the bundle that has no places to fill in; braces stand for themselves, apostrophes are doubled as in all of them. */
    public String text(String key) {
        return texts.getString(key).replace("''", "'");
    }

    /** A JSON pointer one step further down. */
    public static String child(String pointer, Object step) {
        return pointer + "/" + step.toString().replace("~", "~0").replace("/", "~1");
    }

    /** A text of the bundle with its places filled in. */
    public String format(String key, Object... arguments) {
        // As texts, so that numbers are not grouped.
        Object[] asTexts = Arrays.stream(arguments).map(String::valueOf).toArray();
        return new MessageFormat(texts.getString(key), Locale.ROOT).format(asTexts);
    }

    /** " Did you mean …?", or nothing when no candidate is near. */
    public String hint(String written, Collection<String> known) {
        return NearestWord.to(written, known)
                .map(word -> " " + format("did_you_mean", word))
                .orElse("");
    }

    private String describe(JsonNode found) {
        String type = text("found." + found.getNodeType().name().toLowerCase(Locale.ROOT));
        return found.isValueNode() && !found.isNull() ? type + " " + shown(found.asText()) : type;
    }

    private static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "\u2423");
        return plain.length() <= SHOWN_CHARACTERS ? plain : plain.substring(0, SHOWN_CHARACTERS) + "…";
    }
}
