package io.carillon.message;

import io.carillon.message.ExpressionReader.NotInDialect;
import java.util.List;
import java.util.regex.Pattern;

/** Says what is wrong with an expression that is none of the dialect's: the first description that fits. */
final class ExpressionDiagnosis {
    private record Symptom(Pattern pattern, String message) {
        static Symptom of(String pattern, String message) {
            return new Symptom(Pattern.compile(pattern, Pattern.DOTALL), message);
        }
    }

    private static final List<Symptom> OF_INSERTS = List.of(
            Symptom.of("\\s*", "there is nothing between { and }; write ${name}"),
            Symptom.of(".*[‘’“”].*", "these quotes are curly; write '…'"),
            Symptom.of(".*[！？].*", "! and ? must be the narrow ones"),
            Symptom.of("[^'\"]*!\\s*", "the default is missing; write ${name!'Dear member'}"),
            Symptom.of("[^'\"]*!\\s*('[^']*'|\"[^\"]*\")\\s*\\?.*", "put the default last, as in ${name?trim!'x'}"),
            Symptom.of("[^'\"]*!.*", "a default is text in quotes, as in ${name!'Dear member'}"),
            Symptom.of(".*\\(.*", "calls are not allowed; only a variable, a built-in such as ?trim, and a default"),
            Symptom.of(".*\\[.*", "brackets are not allowed; write the parts of a name with dots, as in traits.level"),
            Symptom.of("\\s*['\"].*", "text in quotes belongs outside of ${…}"),
            Symptom.of(".*[-+*/%<>=&|:;].*", "${…} cannot compute; only a variable, a built-in and a default"));

    private static final List<Symptom> OF_CONDITIONS = List.of(
            Symptom.of("\\s*", "the condition is missing; write <#if city??> or <#if city == 'x'>"),
            Symptom.of(".*[‘’“”].*", "these quotes are curly; write '…'"),
            Symptom.of(".*(&&|\\|\\||\\band\\b|\\bor\\b).*", "one condition only; put one <#if> inside of the other"),
            Symptom.of("[^=!]*=[^=]*", "compare with ==, as in <#if city == 'x'>"),
            Symptom.of("\\s*[\\w.]+\\s*", "write <#if city??> to ask whether there is a value"));

    private ExpressionDiagnosis() {}

    static NotInDialect ofInsert(String inner) {
        return of(OF_INSERTS, inner, "${name}, ${name!'default'}, ${name?upper_case}", "this is not a variable");
    }

    static NotInDialect ofCondition(String inner) {
        return of(
                OF_CONDITIONS,
                inner,
                "<#if city??>, <#if city == 'x'>, <#if city != 'x'>",
                "a condition asks for a value (city??) or compares it with text in quotes (city == 'x')");
    }

    private static NotInDialect of(List<Symptom> symptoms, String inner, String expected, String otherwise) {
        String message = symptoms.stream()
                .filter(symptom -> symptom.pattern.matcher(inner).matches())
                .map(Symptom::message)
                .findFirst()
                .orElse(otherwise);
        return new NotInDialect("not_in_dialect", expected, message);
    }
}
