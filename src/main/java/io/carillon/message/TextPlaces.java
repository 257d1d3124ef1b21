package io.carillon.message;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where in a message the texts stand that its forms were made of. Immutable, for many threads. */
public final class TextPlaces {
    private final MessageContent content;

    public TextPlaces(MessageContent content) {
        this.content = content;
    }

    /**
     * The text of a form that lacks a variable's value, as a JSON pointer such as {@code /message/text/zh}: the first that uses it
     * without a default, else the first that uses it, else the whole message.
     *
     * @param account the account whose approved template goes out; null where free text does
     */
    public String using(String variable, Form form, @Nullable String account) {
        Map<String, LocalText> texts =
                new ChannelTexts(content, form.channel()).byPlace(need -> {}, name -> name.equals(account));
        String withDefault = null;
        for (Map.Entry<String, LocalText> text : texts.entrySet()) {
            DialectTree tree = Dialect.parse(text.getValue().in(form.locale()).orElse(""));
            if (isUsed(variable, tree.variables())) {
                String place = text.getValue().everywhere() == null
                        ? text.getKey() + FieldReading.step(form.locale())
                        : text.getKey();
                if (isBare(variable, tree.nodes())) {
                    return place;
                }
                withDefault = withDefault == null ? place : withDefault;
            }
        }
        return withDefault == null ? content.pointer() : withDefault;
    }

    /** Whether a text with these variables asks for the value: of an item of a list the list stands among them. */
    private static boolean isUsed(String variable, Set<String> variables) {
        return variables.stream().anyMatch(used -> variable.equals(used) || variable.startsWith(used + "."));
    }

    /** Whether the variable, or one of an item's, stands somewhere without a default. */
    private static boolean isBare(String variable, List<DialectNode> nodes) {
        return nodes.stream().anyMatch(node -> isBare(variable, node));
    }

    private static boolean isBare(String variable, DialectNode node) {
        if (node instanceof DialectNode.Insert insert) {
            return insert.fallback() == null
                    && (insert.path().isOfItem()
                            || variable.equals(insert.path().dotted()));
        }
        if (node instanceof DialectNode.Choice choice) {
            return choice.branches().stream().anyMatch(branch -> isBare(variable, branch.body()));
        }
        return node instanceof DialectNode.Loop loop && isBare(variable, loop.body());
    }
}
