package io.carillon.message;

import io.carillon.problem.Finding;
import java.util.ArrayList;
import java.util.List;

/** Holds one text of a message against the rule of its field. */
final class SourceCheck {
    private SourceCheck() {}

    /** Line ends as one character, the outermost blanks gone. */
    static String tidied(String text) {
        return text.replace("\r\n", "\n").strip();
    }

    /** What is wrong with a tidied text that stands at that JSON pointer. */
    static List<Finding> findings(String text, FieldRule rule, String pointer) {
        if (text.isEmpty()) {
            return List.of(Finding.error(
                    pointer, "empty", "", "a text", "The text is empty; write one or leave the field out"));
        }
        if (text.length() > rule.longest()) {
            String most = "at most " + rule.longest() + " characters";
            return List.of(Finding.error(
                    pointer,
                    "too_long",
                    text.length() + " characters",
                    most,
                    "The text is too long; " + most + " fit"));
        }
        List<Finding> findings = new ArrayList<>();
        characters(text, rule).forEach(mistake -> findings.add(mistake.at(pointer)));
        if (findings.isEmpty()) {
            DialectTree tree = Dialect.parse(text);
            mistakes(tree, rule).forEach(mistake -> findings.add(mistake.at(pointer)));
        }
        return findings;
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

    /** Line breaks where there is one line only, and characters that no text has. */
    private static List<Mistake> characters(String text, FieldRule rule) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                if (rule.isOneLine()) {
                    return List.of(Mistake.at(
                            text,
                            i,
                            "line_break",
                            "a line break",
                            "one line",
                            "this text has one line; take the line break out"));
                }
            } else if (c != '\t' && CleanText.isUnfit(text, i) || Layouts.isReserved(c)) {
                String found = String.format("U+%04X", (int) c);
                return List.of(Mistake.at(
                        text, i, "bad_character", found, "printable text", found + " cannot be shown; take it out"));
            }
        }
        return List.of();
    }
}
