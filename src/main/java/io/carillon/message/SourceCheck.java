package io.carillon.message;

import io.carillon.problem.Finding;
import java.util.ArrayList;
import java.util.List;

/** Holds one text of a message against the rule of its field. */
final class SourceCheck {
    private final Sentences sentences;

    SourceCheck(Sentences sentences) {
        this.sentences = sentences;
    }

    /** Line ends as one character, the outermost blanks gone. */
    static String tidied(String text) {
        return text.replace("\r\n", "\n").strip();
    }

    /** What is wrong with a tidied text that stands at that JSON pointer. */
    List<Finding> findings(String text, FieldRule rule, String pointer) {
        if (text.isEmpty()) {
            return List.of(sentences.error(pointer, "", "empty"));
        }
        if (text.length() > rule.longest()) {
            return List.of(sentences.error(pointer, String.valueOf(text.length()), "too_long", rule.longest()));
        }
        List<Mistake> mistakes = new ArrayList<>(characters(text, rule));
        if (mistakes.isEmpty()) {
            mistakes.addAll(mistakes(Dialect.parse(text), rule));
        }
        return mistakes.stream().map(mistake -> mistake.at(pointer, sentences)).toList();
    }

    private static List<Mistake> mistakes(DialectTree tree, FieldRule rule) {
        if (!tree.mistakes().isEmpty()) {
            return tree.mistakes();
        }
        return switch (rule.format()) {
            case PLAIN -> List.of();
            case HTML -> HtmlPlaces.of(tree).mistakes();
            case URL -> LinkCheck.mistake(tree).stream().toList();
        };
    }

    /** Line breaks where there is one line only, and characters that no text has: the first of them. */
    private static List<Mistake> characters(String text, FieldRule rule) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                if (rule.isOneLine()) {
                    return List.of(Mistake.at(text, i, "\\n", "line_break"));
                }
            } else if (c != '\t' && CleanText.isUnfit(text, i) || Layouts.isReserved(c)) {
                String found = String.format("U+%04X", (int) c);
                return List.of(Mistake.at(text, i, found, "bad_character", found));
            }
        }
        return List.of();
    }
}
