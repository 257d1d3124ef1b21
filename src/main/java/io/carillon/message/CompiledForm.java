package io.carillon.message;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A form whose texts are ready to be filled in. Immutable, for many threads. */
record CompiledForm(
        String id,
        String channel,
        Map<String, TextTemplate> fields,
        Map<String, CompiledBinding> bindings,
        int weight) {

    /** An approved template whose values are ready to be filled in. */
    record CompiledBinding(
            @Nullable String signature,
            String template,
            Map<String, TextTemplate> params,
            @Nullable TextTemplate page) {}

    static CompiledForm of(Form form) {
        Map<String, TextTemplate> fields = new LinkedHashMap<>();
        form.fields()
                .forEach((name, source) ->
                        fields.put(name, TextTemplate.of(source, FieldRule.of(form.channel(), name))));
        Map<String, CompiledBinding> bindings = new LinkedHashMap<>();
        form.bindings().forEach((account, binding) -> bindings.put(account, of(form.channel(), binding)));
        return new CompiledForm(form.id(), form.channel(), fields, bindings, weight(form));
    }

    /** Every variable of every text. */
    static SortedSet<String> variables(Form form) {
        SortedSet<String> variables = new TreeSet<>();
        of(form).texts().forEach(text -> variables.addAll(text.variables()));
        return variables;
    }

    /** What all texts ask of a person. */
    List<Slots.Slot> slots() {
        return texts().flatMap(text -> text.slots().all().stream()).distinct().toList();
    }

    /** Every text, those of bindings too. */
    Stream<TextTemplate> texts() {
        Stream<TextTemplate> ofBindings = bindings.values().stream()
                .flatMap(binding ->
                        Stream.concat(binding.params().values().stream(), Stream.ofNullable(binding.page())));
        return Stream.concat(fields.values().stream(), ofBindings);
    }

    /**
     * The values of a person without which it cannot be filled in for that account, whatever the branches of its texts: what stands
     * in no branch and has no default.
     */
    SortedSet<String> needed(@Nullable String account) {
        SortedSet<String> needed = new TreeSet<>();
        sent(account).forEach(text -> text.needed().forEach(path -> needed.add(path.dotted())));
        for (String link : Variables.LINKS) {
            TextTemplate text = fields.get(link);
            if (needed.remove(link) && text != null) {
                text.needed().forEach(path -> needed.add(path.dotted()));
            }
        }
        return needed;
    }

    /** The texts that go out, without those that only an insert of a link brings in. */
    private Stream<TextTemplate> sent(@Nullable String account) {
        CompiledBinding binding = channel.equals(Channels.WECHAT_SUBSCRIBE) && account == null
                ? bindings.values().stream().findFirst().orElse(null)
                : account == null ? null : bindings.get(account);
        Stream<TextTemplate> ofBinding = binding == null
                ? Stream.of()
                : Stream.concat(binding.params().values().stream(), Stream.ofNullable(binding.page()));
        return Stream.concat(
                fields.entrySet().stream()
                        .filter(field -> !Variables.LINKS.contains(field.getKey()) || channel.equals(Channels.PUSH))
                        .map(Map.Entry::getValue),
                ofBinding);
    }

    private static CompiledBinding of(String channel, BindingTemplate binding) {
        Map<String, TextTemplate> params = new LinkedHashMap<>();
        binding.params().forEach((name, source) -> params.put(name, TextTemplate.of(source, BindingRules.of(channel))));
        TextTemplate page = binding.page() == null ? null : TextTemplate.of(binding.page(), FieldRule.URL);
        return new CompiledBinding(binding.signature(), binding.template(), params, page);
    }

    private static int weight(Form form) {
        int characters =
                form.fields().values().stream().mapToInt(String::length).sum();
        for (BindingTemplate binding : form.bindings().values()) {
            characters +=
                    binding.params().values().stream().mapToInt(String::length).sum();
        }
        return characters;
    }
}
