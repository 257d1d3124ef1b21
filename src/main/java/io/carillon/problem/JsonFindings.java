package io.carillon.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong with JSON, said with the place (a JSON pointer), the line, what was found and what was expected. */
public final class JsonFindings {
    private static final int LONGEST_FOUND = 100;
    private static final int MOST_CHOICES = 30;
    private static final Pattern COERCED =
            Pattern.compile("^Cannot coerce \\w+ value \\(\"?(.*?)\"?\\) to ", Pattern.DOTALL);
    private static final Pattern TWICE = Pattern.compile("^Duplicate [^']*'(.*)'.*", Pattern.DOTALL);
    private static final String TRAILING = "Trailing token";

    private JsonFindings() {}

    /** The one finding that a parser stopped at. */
    public static Finding of(JsonProcessingException problem, Locale language) {
        Finding finding = problem instanceof JsonMappingException mapping
                ? mapped(mapping, language)
                : problem instanceof InputCoercionException number
                        ? outOfRange("", number, language)
                        : malformed(problem, language);
        JsonLocation location = problem.getLocation();
        return location == null || location.getLineNr() < 1 ? finding : finding.atLine(location.getLineNr());
    }

    /** In our own words: the parser's are English and quote what they found. */
    private static Finding malformed(JsonProcessingException problem, Locale language) {
        JsonLocation at = problem.getLocation() == null ? JsonLocation.NA : problem.getLocation();
        Matcher twice = TWICE.matcher(String.valueOf(problem.getOriginalMessage()));
        boolean isTwice = twice.matches();
        String code = problem instanceof StreamConstraintsException ? "json_too_big" : "malformed_json";
        String sentence = problem instanceof JsonEOFException ? "cut_off" : isTwice ? "twice" : code;
        String message = Texts.text(
                language,
                "json." + sentence,
                Math.max(1, at.getLineNr()),
                Math.max(1, at.getColumnNr()),
                isTwice ? ShownKey.of(twice.group(1)) : "");
        return Finding.error("", code, null, null, message);
    }

    private static Finding mapped(JsonMappingException problem, Locale language) {
        // It is a fault of the stream to the library, but the JSON is well-formed.
        if (problem.getCause() instanceof InputCoercionException number) {
            return outOfRange(pointer(problem), number, language);
        }
        if (problem.getCause() instanceof StreamReadException
                || problem.getCause() instanceof StreamConstraintsException) {
            return malformed((JsonProcessingException) problem.getCause(), language);
        }
        if (String.valueOf(problem.getOriginalMessage()).startsWith(TRAILING)) {
            JsonLocation at = problem.getLocation();
            String message = Texts.text(language, "json.after_end", at.getLineNr(), at.getColumnNr());
            return Finding.error("", "malformed_json", null, null, message);
        }
        String place = pointer(problem);
        if (problem instanceof UnrecognizedPropertyException unknown) {
            String expected = choices(unknown.getKnownPropertyIds());
            return Finding.error(
                    place,
                    "unknown_key",
                    ShownKey.of(unknown.getPropertyName()),
                    expected,
                    Texts.text(language, "json.unknown_key", ShownKey.of(unknown.getPropertyName()), expected));
        }
        if (problem instanceof InvalidFormatException format) {
            return wrong(place, shortened(String.valueOf(format.getValue())), format.getTargetType(), language);
        }
        if (problem instanceof MismatchedInputException mismatch) {
            return wrong(place, coerced(mismatch), mismatch.getTargetType(), language);
        }
        String message = Texts.text(language, "json.refused", name(place));
        return Finding.error(place, "refused_value", null, null, message);
    }

    /** A whole number that its field cannot hold. As long as it is it may be a phone number, so it is not repeated. */
    private static Finding outOfRange(String place, InputCoercionException problem, Locale language) {
        boolean isLong = problem.getTargetType() == long.class || problem.getTargetType() == Long.class;
        String expected = Texts.text(
                language,
                "type.between",
                isLong ? Long.MIN_VALUE : Integer.MIN_VALUE,
                isLong ? Long.MAX_VALUE : Integer.MAX_VALUE);
        String message = Texts.text(language, "json.wrong_type", name(place), expected);
        return Finding.error(place, "wrong_type", null, expected, message);
    }

    /** A value of another type stands only in the library's sentence; null where that says something else. */
    private static @Nullable String coerced(MismatchedInputException mismatch) {
        Matcher said = COERCED.matcher(String.valueOf(mismatch.getOriginalMessage()));
        return said.find() ? shortened(said.group(1)) : null;
    }

    private static Finding wrong(String place, @Nullable String found, @Nullable Class<?> target, Locale language) {
        String expected = expected(target, language);
        String message = Texts.text(language, "json.wrong_type", name(place), expected);
        return Finding.error(place, "wrong_type", found, expected, message);
    }

    private static String expected(@Nullable Class<?> target, Locale language) {
        if (target == null) {
            return Texts.text(language, "type.other");
        } else if (target.isEnum()) {
            return choices(Arrays.asList(target.getEnumConstants()));
        } else if (target == boolean.class || target == Boolean.class) {
            return Texts.text(language, "type.boolean");
        } else if (target == int.class || target == Integer.class || target == long.class || target == Long.class) {
            return Texts.text(language, "type.whole");
        } else if (Number.class.isAssignableFrom(target) || target.isPrimitive()) {
            return Texts.text(language, "type.number");
        } else if (TemporalAccessor.class.isAssignableFrom(target)) {
            return Texts.text(language, "type.time");
        } else if (target == String.class) {
            return Texts.text(language, "type.text");
        } else if (Collection.class.isAssignableFrom(target) || target.isArray()) {
            return Texts.text(language, "type.list");
        } else if (target.isRecord() || Map.class.isAssignableFrom(target)) {
            return Texts.text(language, "type.object");
        }
        return Texts.text(language, "type.other");
    }

    private static String choices(@Nullable Collection<?> known) {
        return known == null
                ? ""
                : known.stream()
                        .map(String::valueOf)
                        .sorted()
                        .limit(MOST_CHOICES)
                        .collect(Collectors.joining(", "));
    }

    /** Where it is, as RFC 6901 says; empty for the whole body. */
    private static String pointer(JsonMappingException problem) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : problem.getPath()) {
            String key = step.getFieldName();
            pointer.append('/').append(key == null ? Integer.toString(step.getIndex()) : ShownKey.of(key));
        }
        return pointer.toString();
    }

    private static String name(String place) {
        return place.isEmpty() ? "/" : place;
    }

    private static String shortened(@Nullable String text) {
        String line = String.valueOf(text).lines().findFirst().orElse("");
        return line.length() <= LONGEST_FOUND ? line : line.substring(0, LONGEST_FOUND) + "…";
    }
}
