package io.carillon.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.problem.FindingList;
import io.carillon.profile.PersonValues;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a leaf such as {@code {trait: city, in: [上海, 杭州]}}: a field and one or more operators that must all hold. */
final class TraitParser {
    private static final int MOST_SHOWN = 60;
    private static final int DAY = "2027-09-13".length();
    private static final Pattern ORDERED =
            Pattern.compile("\\d{4}-\\d{2}(?:-\\d{2}(?:[T ][0-9:.]{1,15}(?:Z|[+-]\\d{2}:?\\d{2})?)?)?");

    private final FindingList findings;
    private final ValueReader values;

    TraitParser(FindingList findings) {
        this.findings = findings;
        this.values = new ValueReader(findings);
    }

    @Nullable
    Rule parse(JsonNode leaf, String at) {
        String name = values.text(leaf.get("trait"), FindingList.child(at, "trait"));
        TraitField field = name == null ? null : TraitField.of(name).orElse(null);
        if (name != null && field == null) {
            findings.error(
                    FindingList.child(at, "trait"),
                    "unknown_trait",
                    name,
                    String.join(", ", TraitField.known()),
                    findings.hint(name, TraitField.known()),
                    TraitField.freeOf(name),
                    name.substring(0, Math.min(name.length(), MOST_SHOWN)));
        }
        List<Rule> comparisons = new ArrayList<>();
        leaf.properties().forEach(entry -> {
            if (!entry.getKey().equals("trait")) {
                Rule comparison = comparison(field, entry.getKey(), entry.getValue(), at);
                if (comparison != null) {
                    comparisons.add(comparison);
                }
            }
        });
        if (leaf.size() == 1) {
            findings.error(at, "no_operator", null, String.join(", ", Operator.ids()));
        }
        return comparisons.size() == 1 ? comparisons.get(0) : new Rule.All(comparisons);
    }

    private @Nullable Rule comparison(@Nullable TraitField field, String key, JsonNode value, String at) {
        Operator operator = Operator.of(key).orElse(null);
        if (operator == null) {
            findings.unknownKey(at, key, Operator.ids());
            return null;
        }
        if (field == null) {
            return null;
        }
        String place = FindingList.child(at, key);
        if (!isFor(operator, field)) {
            String known = Arrays.stream(Operator.values())
                    .filter(one -> isFor(one, field))
                    .map(Operator::id)
                    .collect(Collectors.joining(", "));
            findings.error(place, "operator_not_for_field", key, known, field.name());
            return null;
        }
        Object read = operand(field, operator, value, place);
        return read == null ? null : new Rule.Trait(field, operator, read);
    }

    private static boolean isFor(Operator operator, TraitField field) {
        return field.isDate() ? !operator.isTextual() : field.isFree() || !operator.isOrdering();
    }

    private @Nullable Object operand(TraitField field, Operator operator, JsonNode value, String place) {
        if (operator == Operator.EXISTS) {
            return values.flag(value, place);
        }
        if (operator.isTextual()) {
            return values.text(value, place);
        }
        if (operator.isOrdering() && value.isBoolean()) {
            findings.wrongType(place, value, "type.number_or_text");
            return null;
        }
        if (operator.takesList()) {
            return many(field, value, place);
        }
        Object read = single(field, value, place);
        return read != null && operator.isOrdering() ? ordered(read, place) : read;
    }

    private @Nullable Object many(TraitField field, JsonNode value, String place) {
        if (!values.isList(value, place)) {
            return null;
        }
        Set<Object> read = new LinkedHashSet<>();
        Set<Class<?>> types = new LinkedHashSet<>();
        for (int i = 0; i < value.size(); i++) {
            Object one = single(field, value.get(i), FindingList.child(place, i));
            if (one != null) {
                read.add(one);
                types.add(one.getClass());
            }
        }
        if (types.size() > 1) {
            findings.error(place, "mixed_list", null, null);
            return null;
        }
        return read.isEmpty() ? null : List.copyOf(read);
    }

    private @Nullable Object single(TraitField field, JsonNode value, String place) {
        if (field.isDate()) {
            String text = values.text(value, place);
            return text == null ? null : date(text, place);
        }
        if (field.isFree() && value.isNumber()) {
            return values.number(value, place);
        }
        if (field.isFree() && value.isBoolean()) {
            return value.booleanValue();
        }
        if (field.isFree() && !value.isTextual()) {
            findings.wrongType(place, value, "type.value");
            return null;
        }
        String text = values.text(value, place);
        return text == null || field.isFree() ? text : asStored(field, text, place);
    }

    /** Of texts only dates have an order that anybody means: written as 2027-09-13, or with a time behind. */
    private @Nullable Object ordered(Object read, String place) {
        if (!(read instanceof String text)) {
            return read;
        } else if (!ORDERED.matcher(text).matches()) {
            findings.error(place, "not_ordered", text, "50", "2027-09-13");
            return null;
        }
        return date(text.length() < DAY ? text + "-01" : text.substring(0, DAY), place) == null ? null : text;
    }

    /** Files may say 女 and zh_CN, and so may rules; what nobody can have is told. */
    private @Nullable String asStored(TraitField field, String text, String place) {
        Optional<String> stored = switch (field.column()) {
            case "city" -> Optional.of(PersonValues.city(text));
            case "gender" -> PersonValues.gender(text);
            case "locale" -> PersonValues.locale(text);
            case "time_zone" -> PersonValues.zone(text);
            default -> Optional.of(text);
        };
        if (stored.isEmpty()) {
            String known = field.column().equals("gender") ? String.join(", ", PersonValues.GENDERS) : "";
            findings.error(place, "not_a_" + field.column(), text, known);
        }
        return stored.orElse(null);
    }

    private @Nullable LocalDate date(String text, String place) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException notADate) {
            findings.error(place, "not_a_date", text, "1990-05-31");
            return null;
        }
    }

    /** Whether a number can be bound without becoming a page of digits. */
    static boolean isReasonable(BigDecimal number) {
        return number.precision() <= 30 && Math.abs((long) number.scale()) <= 30;
    }
}
