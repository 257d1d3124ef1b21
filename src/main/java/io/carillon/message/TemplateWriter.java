package io.carillon.message;

import io.carillon.message.DialectNode.Branch;
import io.carillon.message.DialectNode.Choice;
import io.carillon.message.DialectNode.Condition;
import io.carillon.message.DialectNode.Insert;
import io.carillon.message.DialectNode.Loop;
import io.carillon.message.DialectNode.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Writes a tree of the dialect as a FreeMarker template. Variables become slots ({@code s0}, {@code s1}, …) and items
 * {@code i0}, {@code i1}; texts in quotes become raw strings, which FreeMarker does not look into. Used once.
 */
final class TemplateWriter {
    private final IntPredicate isUrlPart;
    private final Slots slots = new Slots();
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> items = new ArrayDeque<>();

    /** Inserts from pieces that the predicate holds for are percent-encoded. */
    TemplateWriter(IntPredicate isUrlPart) {
        this.isUrlPart = isUrlPart;
    }

    Slots slots() {
        return slots;
    }

    String write(List<DialectNode> nodes) {
        writeAll(nodes);
        return out.toString();
    }

    private void writeAll(List<DialectNode> nodes) {
        for (DialectNode node : nodes) {
            if (node instanceof DialectNode.Text text) {
                out.append(text.text());
            } else if (node instanceof Insert insert) {
                insert(insert);
            } else if (node instanceof Choice choice) {
                choice(choice);
            } else if (node instanceof Loop loop) {
                loop(loop);
            }
        }
    }

    private void insert(Insert insert) {
        StringBuilder value = new StringBuilder(reference(insert.path(), Slots.Use.TEXT));
        insert.builtIns().forEach(builtIn -> value.append('?').append(builtIn));
        if (insert.fallback() != null) {
            value.insert(0, '(').append(")!").append(raw(insert.fallback()));
        }
        out.append("${")
                .append(isUrlPart.test(insert.piece()) ? "(" + value + ")?url" : value)
                .append('}');
    }

    private void choice(Choice choice) {
        String tag = "if";
        for (Branch branch : choice.branches()) {
            Condition condition = branch.condition();
            out.append(condition == null ? "<#else>" : "<#" + tag + " " + test(condition) + ">");
            writeAll(branch.body());
            tag = "elseif";
        }
        out.append("</#if>");
    }

    private String test(Condition condition) {
        if (condition.literal() == null) {
            return "(" + reference(condition.path(), Slots.Use.PRESENCE) + ")??";
        }
        // Who has no value is different from every text.
        String value = "((" + reference(condition.path(), Slots.Use.TEXT) + ")!'')";
        return value + " " + condition.operator() + " " + raw(condition.literal());
    }

    private void loop(Loop loop) {
        String list = reference(loop.list(), Slots.Use.LIST);
        out.append("<#list (")
                .append(list)
                .append(")![] as i")
                .append(items.size())
                .append('>');
        items.addLast(loop.item());
        writeAll(loop.body());
        items.removeLast();
        out.append("</#list>");
    }

    private String reference(Path path, Slots.Use use) {
        if (!path.isOfItem()) {
            return slots.add(path, use);
        }
        int depth = List.copyOf(items).indexOf(path.names().get(0));
        StringBuilder reference = new StringBuilder("i" + depth);
        path.names().stream()
                .skip(1)
                .forEach(name -> reference.append("[r'").append(name).append("']"));
        return reference.toString();
    }

    private static String raw(String text) {
        char quote = text.indexOf('\'') < 0 ? '\'' : '"';
        return "r" + quote + text + quote;
    }
}
