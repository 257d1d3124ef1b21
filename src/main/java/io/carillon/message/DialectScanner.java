package io.carillon.message;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a text into pieces, and refuses every mark of FreeMarker's that the dialect does not have. */
final class DialectScanner {
    /** The longest expression: a path, a few built-ins and a default. */
    static final int LONGEST_EXPRESSION = 400;

    private static final Pattern TAG = Pattern.compile("([a-z_A-Z]*)(.*)", Pattern.DOTALL);
    private static final Pattern SQUARE = Pattern.compile("\\[/?[#@](--|[a-zA-Z]).*", Pattern.DOTALL);

    private final String source;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Mistake> mistakes = new ArrayList<>();
    private int at;
    private int textStart;

    DialectScanner(String source) {
        this.source = source;
    }

    List<Piece> pieces() {
        return pieces;
    }

    List<Mistake> mistakes() {
        return mistakes;
    }

    void scan() {
        while (at < source.length() && mistakes.size() < Dialect.MOST_MISTAKES) {
            switch (source.charAt(at)) {
                case '$' -> dollar();
                case '#' -> hash();
                case '<' -> angle();
                case '[' -> square();
                default -> at++;
            }
        }
        endText(source.length());
    }

    private void dollar() {
        if (!source.startsWith("${", at)) {
            at++;
            return;
        }
        int end = closing(at + 2, '}');
        if (end < 0) {
            refuse("unclosed.insert");
            at += 2;
            return;
        }
        take(Piece.Kind.INSERT, end, "", source.substring(at + 2, end));
    }

    private void hash() {
        if (source.startsWith("#{", at)) {
            refuse("not_in_dialect.hash");
        }
        at++;
    }

    private void angle() {
        if (source.startsWith("<#--", at)) {
            refuse("not_in_dialect.comment");
            at += 4;
        } else if (source.startsWith("<@", at) || source.startsWith("</@", at)) {
            refuse("not_in_dialect.macro");
            at += 2;
        } else if (source.startsWith("<#", at)) {
            tag(Piece.Kind.OPEN, at + 2);
        } else if (source.startsWith("</#", at)) {
            tag(Piece.Kind.CLOSE, at + 3);
        } else {
            at++;
        }
    }

    private void square() {
        String rest = source.substring(at, Math.min(source.length(), at + 4));
        if (SQUARE.matcher(rest).matches()) {
            refuse("not_in_dialect.square");
        }
        at++;
    }

    private void tag(Piece.Kind kind, int inside) {
        int end = closing(inside, '>');
        if (end < 0) {
            refuse("unclosed.tag");
            at = inside;
            return;
        }
        Matcher parts = TAG.matcher(source.substring(inside, end));
        if (!parts.matches()) {
            throw new IllegalStateException("The pattern takes any text");
        }
        take(kind, end, parts.group(1), parts.group(2));
    }

    private void take(Piece.Kind kind, int end, String name, String inner) {
        endText(at);
        pieces.add(new Piece(kind, at, end + 1, name, inner));
        at = end + 1;
        textStart = at;
    }

    private void endText(int end) {
        if (end > textStart) {
            pieces.add(new Piece(Piece.Kind.TEXT, textStart, end, "", ""));
        }
    }

    /** Where the mark stands that ends an expression, outside of quotes and on the same line; -1 if nowhere. */
    private int closing(int from, char mark) {
        char quote = 0;
        int last = Math.min(source.length(), from + LONGEST_EXPRESSION);
        for (int i = from; i < last; i++) {
            char c = source.charAt(i);
            if (c == '\n') {
                return -1;
            } else if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == mark) {
                return i;
            }
        }
        return -1;
    }

    private void refuse(String key) {
        mistakes.add(Mistake.at(source, at, source.substring(at, Math.min(source.length(), at + 30)), key));
    }
}
