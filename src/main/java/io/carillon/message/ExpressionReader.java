package io.carillon.message;

import io.carillon.message.DialectNode.Condition;
import io.carillon.message.DialectNode.Insert;
import io.carillon.message.DialectNode.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what stands inside of {@code ${…}}, {@code <#if …>} and {@code <#list …>}. */
final class ExpressionReader {
    private static final String NAME = "[\\p{L}_][\\p{L}\\p{N}_]*+";
    private static final String PATH = "(" + NAME + "(?:\\." + NAME + "){0,9})";
    private static final String QUOTED = "('[^']*+'|\"[^\"]*+\")";
    private static final Pattern INSERT =
            Pattern.compile("\\s*" + PATH + "((?:\\?\\w+){0,9})\\s*(?:!\\s*" + QUOTED + ")?\\s*");
    private static final Pattern CONDITION =
            Pattern.compile("\\s+" + PATH + "\\s*(?:(\\?\\?)|(==|!=)\\s*" + QUOTED + ")\\s*");
    private static final Pattern LOOP = Pattern.compile("\\s+" + PATH + "\\s+as\\s+(" + NAME + ")\\s*");

    private static final Set<String> BUILT_INS = Set.of("upper_case", "lower_case", "cap_first", "trim");
    private static final int LONGEST_DEFAULT = 200;

    private final Predicate<String> isItem;

    /** Knows the names of items by asking. */
    ExpressionReader(Predicate<String> isItem) {
        this.isItem = isItem;
    }

    /** A loop's head. */
    record LoopHead(Path list, String item) {}

    /** The expression is none of the dialect's. */
    static final class NotInDialect extends Exception {
        private static final long serialVersionUID = 1L;
        final transient Object[] values;

        NotInDialect(String key, Object... values) {
            super(key, null, false, false);
            this.values = values;
        }

        /** Which sentence says what to fix. */
        String key() {
            return String.valueOf(getMessage());
        }
    }

    Insert insert(int piece, String inner) throws NotInDialect {
        Matcher parts = INSERT.matcher(inner);
        if (!parts.matches()) {
            throw ExpressionDiagnosis.ofInsert(inner);
        }
        List<String> builtIns = parts.group(2).isEmpty()
                ? List.of()
                : Arrays.asList(parts.group(2).substring(1).split("\\?"));
        for (String builtIn : builtIns) {
            if (!BUILT_INS.contains(builtIn)) {
                throw new NotInDialect("unknown_built_in", builtIn);
            }
        }
        Path path = path(parts.group(1));
        if (!path.isOfItem() && path.names().get(0).equals(Variables.TAGS)) {
            throw new NotInDialect("list_as_text");
        }
        return new Insert(piece, path, builtIns, literal(parts.group(3)));
    }

    Condition condition(String inner) throws NotInDialect {
        Matcher parts = CONDITION.matcher(inner);
        if (!parts.matches()) {
            throw ExpressionDiagnosis.ofCondition(inner);
        }
        String operator = parts.group(2) != null ? parts.group(2) : parts.group(3);
        return new Condition(path(parts.group(1)), operator, literal(parts.group(4)));
    }

    LoopHead loop(String inner) throws NotInDialect {
        Matcher parts = LOOP.matcher(inner);
        if (!parts.matches()) {
            throw new NotInDialect("not_in_dialect.list");
        }
        String item = parts.group(2);
        if (Variables.isTaken(item) || isItem.test(item)) {
            throw new NotInDialect("name_taken", item);
        }
        Path path = path(parts.group(1));
        if (!path.isOfItem() && path.names().size() == 1 && !path.dotted().equals(Variables.TAGS)) {
            throw new NotInDialect("text_as_list", path.dotted());
        }
        return new LoopHead(path, item);
    }

    private Path path(String dotted) throws NotInDialect {
        List<String> names = List.of(dotted.split("\\."));
        if (isItem.test(names.get(0))) {
            return new Path(names, true);
        }
        Variables.check(names);
        return new Path(names, false);
    }

    private static @Nullable String literal(@Nullable String quoted) throws NotInDialect {
        if (quoted == null) {
            return null;
        }
        String text = quoted.substring(1, quoted.length() - 1);
        if (text.length() > LONGEST_DEFAULT) {
            throw new NotInDialect("too_long.literal", LONGEST_DEFAULT);
        }
        if (text.contains("\\") || text.contains("${") || text.contains("#{")) {
            throw new NotInDialect("not_in_dialect.literal");
        }
        return text;
    }
}
