package io.carillon.message;

import io.carillon.message.ExpressionReader.NotInDialect;
import java.util.List;
import java.util.regex.Pattern;

/** Says what is wrong with an expression that is none of the dialect's: the first symptom that fits names the sentence. */
final class ExpressionDiagnosis {
    private record Symptom(Pattern pattern, String name) {
        static Symptom of(String pattern, String name) {
            return new Symptom(Pattern.compile(pattern, Pattern.DOTALL), name);
        }
    }

    private static final List<Symptom> OF_INSERTS = List.of(
            Symptom.of("\\s*", ".empty"),
            Symptom.of(".*[‘’“”].*", ".curly"),
            Symptom.of(".*[！？].*", ".wide"),
            Symptom.of("[^'\"]*!\\s*", ".no_default"),
            Symptom.of("[^'\"]*!\\s*('[^']*'|\"[^\"]*\")\\s*\\?.*", ".default_first"),
            Symptom.of("[^'\"]*!.*", ".default"),
            Symptom.of(".*\\(.*", ".call"),
            Symptom.of(".*\\[.*", ".bracket"),
            Symptom.of("\\s*['\"].*", ".literal"),
            Symptom.of(".*[-+*/%<>=&|:;].*", ".compute"));

    private static final List<Symptom> OF_CONDITIONS = List.of(
            Symptom.of("\\s*", ".empty"),
            Symptom.of(".*[‘’“”].*", ".curly"),
            Symptom.of(".*(&&|\\|\\||\\band\\b|\\bor\\b).*", ".two"),
            Symptom.of("[^=!]*=[^=]*", ".single"),
            Symptom.of("\\s*[\\w.]+\\s*", ".bare"));

    private ExpressionDiagnosis() {}

    static NotInDialect ofInsert(String inner) {
        return new NotInDialect("not_in_dialect.insert" + first(OF_INSERTS, inner));
    }

    static NotInDialect ofCondition(String inner) {
        return new NotInDialect("not_in_dialect.condition" + first(OF_CONDITIONS, inner));
    }

    private static String first(List<Symptom> symptoms, String inner) {
        return symptoms.stream()
                .filter(symptom -> symptom.pattern.matcher(inner).matches())
                .map(Symptom::name)
                .findFirst()
                .orElse("");
    }
}
