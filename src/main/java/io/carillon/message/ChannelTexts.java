package io.carillon.message;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The texts of a message that one channel's forms are made of, each by the JSON pointer of its place. Immutable. */
final class ChannelTexts {
    private final MessageContent content;
    private final String channel;
    private final MessageContent.ChannelOverride override;

    ChannelTexts(MessageContent content, String channel) {
        this.content = content;
        this.channel = channel;
        this.override = content.override(channel);
    }

    /** Where a message has what is a channel's own. */
    static String override(MessageContent content, String channel) {
        return content.pointer() + "/overrides/" + channel;
    }

    /** All of them; what is needed and not there is told. */
    Map<String, LocalText> byPlace(Consumer<String> missing) {
        return byPlace(missing, account -> true);
    }

    /** Those that go to the vendor by this account, whose bindings are asked for by name. */
    Map<String, LocalText> byPlace(Consumer<String> missing, Predicate<String> isAccount) {
        Map<String, LocalText> texts = new LinkedHashMap<>();
        for (ChannelLayout layout : ChannelLayout.of(channel)) {
            LocalText own = override.fields().get(layout.field());
            if (own != null) {
                texts.put(override(content, channel) + "/" + layout.field(), own);
                continue;
            }
            for (String need : layout.needs()) {
                content.field(need)
                        .ifPresentOrElse(
                                text -> texts.put(content.pointer() + "/" + need, text), () -> missing.accept(need));
            }
        }
        for (String name : ChannelLayout.carried(channel)) {
            LocalText own = override.fields().get(name);
            String pointer = (own == null ? content.pointer() : override(content, channel)) + "/" + name;
            Optional.ofNullable(own).or(() -> content.field(name)).ifPresent(text -> texts.put(pointer, text));
        }
        override.bindings().forEach((account, binding) -> {
            if (isAccount.test(account)) {
                addBinding(account, binding, texts);
            }
        });
        return texts;
    }

    private void addBinding(String account, MessageContent.Binding binding, Map<String, LocalText> texts) {
        String at = override(content, channel) + "/bindings" + FieldReading.step(account);
        String params = channel.equals(Channels.SMS) ? "/params" : "/data";
        binding.params().forEach((name, text) -> texts.put(at + params + FieldReading.step(name), text));
        Optional.ofNullable(binding.page()).ifPresent(page -> texts.put(at + "/page", page));
    }
}
