package io.carillon.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.carillon.problem.FindingList;
import java.math.BigDecimal;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/** Reads single values of a rule; null when something was found. */
final class ValueReader {
    /** The longest list of values in one rule; longer ones belong into a saved list. */
    static final int LONGEST_LIST = 10_000;

    private static final int LONGEST_TEXT = 500;
    private final FindingList findings;

    ValueReader(FindingList findings) {
        this.findings = findings;
    }

    /** In Unicode's composed form, as texts of people are stored. */
    @Nullable
    String text(@Nullable JsonNode value, String place) {
        if (value == null || !value.isTextual()) {
            findings.wrongType(place, value == null ? NullNode.instance : value, "type.text");
            return null;
        }
        String text = Normalizer.normalize(value.textValue(), Normalizer.Form.NFC);
        if (text.isEmpty()) {
            findings.error(place, "empty_text", null, null);
            return null;
        }
        if (text.length() > LONGEST_TEXT) {
            findings.error(place, "too_long", String.valueOf(text.length()), String.valueOf(LONGEST_TEXT));
            return null;
        }
        if (!isStorable(text)) {
            findings.error(place, "not_storable", null, null);
            return null;
        }
        return text;
    }

    @Nullable
    Boolean flag(JsonNode value, String place) {
        if (!value.isBoolean()) {
            findings.wrongType(place, value, "type.flag");
            return null;
        }
        return value.booleanValue();
    }

    @Nullable
    BigDecimal number(JsonNode value, String place) {
        if (value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue())) {
            findings.error(place, "number_too_large", value.asText(), null);
            return null;
        }
        BigDecimal number = value.decimalValue();
        if (!TraitParser.isReasonable(number)) {
            findings.error(place, "number_too_large", null, null);
            return null;
        }
        return number;
    }

    boolean isList(JsonNode value, String place) {
        if (!value.isArray()) {
            findings.wrongType(place, value, "type.list");
            return false;
        }
        if (value.isEmpty()) {
            findings.error(place, "empty_list", null, null);
            return false;
        }
        if (value.size() > LONGEST_LIST) {
            findings.error(place, "list_too_long", String.valueOf(value.size()), String.valueOf(LONGEST_LIST));
            return false;
        }
        return true;
    }

    /** PostgreSQL takes no NUL, and half of a surrogate pair is no character. */
    private static boolean isStorable(String text) {
        return text.codePoints().noneMatch(point -> point == 0 || Character.getType(point) == Character.SURROGATE);
    }
}
