package io.carillon.message;

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
     * The first text of a form that uses a variable, as a JSON pointer such as {@code /message/text/zh}; that of the whole message
     * where none does.
     *
     * @param account the account whose approved template goes out; null where free text does
     */
    public String using(String variable, Form form, @Nullable String account) {
        Map<String, LocalText> texts =
                new ChannelTexts(content, form.channel()).byPlace(need -> {}, name -> name.equals(account));
        for (Map.Entry<String, LocalText> text : texts.entrySet()) {
            String source = text.getValue().in(form.locale()).orElse("");
            if (isUsed(variable, Dialect.parse(source).variables())) {
                return text.getValue().everywhere() == null
                        ? text.getKey() + FieldReading.step(form.locale())
                        : text.getKey();
            }
        }
        return content.pointer();
    }

    /** Whether a text with these variables asks for the value: of an item of a list the list stands among them. */
    private static boolean isUsed(String variable, Set<String> variables) {
        return variables.stream().anyMatch(used -> variable.equals(used) || variable.startsWith(used + "."));
    }
}
