package io.carillon.message;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides the dialect's own signs behind marks of private characters, so that what lies around them can be escaped and laid
 * out, and brings them back afterwards. For one page.
 */
final class Marks {
    static final char BEGIN = '\ue000';
    static final char END = '\ue001';
    private static final Pattern MARK = Pattern.compile(BEGIN + "(\\d+)" + END);

    private final List<String> hidden = new ArrayList<>();

    /** The source with a mark for each insert and directive. */
    String hide(String source) {
        StringBuilder marked = new StringBuilder();
        for (Piece piece : Dialect.parse(source).pieces()) {
            if (piece.kind() == Piece.Kind.TEXT) {
                marked.append(piece.of(source));
            } else {
                marked.append(BEGIN).append(hidden.size()).append(END);
                hidden.add(piece.of(source));
            }
        }
        return marked.toString();
    }

    /** The page with what was hidden. */
    String show(String page) {
        return MARK.matcher(page)
                .replaceAll(mark -> Matcher.quoteReplacement(hidden.get(Integer.parseInt(mark.group(1)))));
    }
}
