package io.carillon.message;

import io.carillon.channel.Purpose;
import io.carillon.message.MessageContent.Binding;
import io.carillon.problem.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes one channel's forms of one message. Used once. */
final class ChannelSplit {
    private final MessageContent content;
    private final String channel;
    private final MessageContent.ChannelOverride override;
    private final Purpose purpose;
    private final Layouts layouts;
    private final Sentences sentences;
    private final List<Finding> findings = new ArrayList<>();

    ChannelSplit(MessageContent content, String channel, Purpose purpose, Layouts layouts, Sentences sentences) {
        this.content = content;
        this.channel = channel;
        this.override = content.override(channel);
        this.purpose = purpose;
        this.layouts = layouts;
        this.sentences = sentences;
    }

    List<Finding> findings() {
        return findings;
    }

    /** One form for each locale that the channel's texts name; those that cannot be made whole are findings and no forms. */
    List<Form> forms() {
        if (channel.equals(Channels.WECHAT_SUBSCRIBE) && override.bindings().isEmpty()) {
            findings.add(
                    sentences.error(ChannelTexts.override(content, channel) + "/bindings", null, "missing.binding"));
            return List.of();
        }
        Map<String, LocalText> inputs = new ChannelTexts(content, channel).byPlace(this::missing);
        Set<String> locales = new TreeSet<>(Set.of(content.defaultLocale()));
        inputs.values().forEach(text -> locales.addAll(text.locales()));
        locales.removeIf(locale -> !isWhole(inputs, locale));
        if (findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.error)) {
            return List.of();
        }
        return locales.stream().map(this::form).toList();
    }

    private void missing(String need) {
        String place = content.pointer() + "/" + need;
        if (findings.stream().noneMatch(finding -> finding.place().equals(place))) {
            findings.add(sentences.error(
                    place, null, "missing.field", channel, need, String.join(", ", Channels.fields(channel))));
        }
    }

    /**
     * A form is never mixed of two locales: a locale that is not in all texts has none, and its people get the next that fits. The
     * default locale stands in for all others, so there it is an error.
     */
    private boolean isWhole(Map<String, LocalText> inputs, String locale) {
        List<String> lacking = inputs.entrySet().stream()
                .filter(text -> text.getValue().in(locale).isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        for (String pointer : lacking) {
            String place = pointer + "/" + locale;
            findings.add(
                    locale.equals(content.defaultLocale())
                            ? sentences.error(place, null, "missing_locale", channel, locale)
                            : sentences.warning(place, "missing_locale.other", channel, locale));
        }
        return lacking.isEmpty();
    }

    private Form form(String locale) {
        Map<String, String> fields = new TreeMap<>();
        for (String name : ChannelLayout.carried(channel)) {
            Optional.ofNullable(override.fields().get(name))
                    .or(() -> content.field(name))
                    .flatMap(text -> text.in(locale))
                    .ifPresent(source -> fields.put(name, source));
        }
        LayoutModel model = new LayoutModel(content, locale, purpose, layouts, fields);
        for (ChannelLayout layout : ChannelLayout.of(channel)) {
            String source = Optional.ofNullable(override.fields().get(layout.field()))
                    .flatMap(text -> text.in(locale))
                    .orElseGet(() -> model.lay(layout));
            fields.put(layout.field(), channel.equals(Channels.SMS) ? withOptOut(source, locale) : source);
        }
        ownWords(locale)
                .filter(words -> Dialect.parse(words).mayBeEmpty())
                .ifPresent(words -> fields.put(Form.OWN, words));
        Map<String, BindingTemplate> bindings = new TreeMap<>();
        override.bindings().forEach((account, binding) -> bindings.put(account, in(binding, locale)));
        Form form = Form.of(channel, locale, fields, bindings);
        findings.addAll(new FormCheck(content.pointer(), override, purpose, sentences).findings(form));
        return form;
    }

    /** The author's words in a text to which words of ours are added. */
    private Optional<String> ownWords(String locale) {
        LocalText text = content.field("text").orElse(null);
        if (channel.equals(Channels.SMS)) {
            text = override.fields().getOrDefault("text", text);
        }
        boolean isLaid = channel.equals(Channels.SMS)
                || channel.equals(Channels.EMAIL) && !override.fields().containsKey("html");
        return isLaid && text != null ? text.in(locale) : Optional.empty();
    }

    private String withOptOut(String source, String locale) {
        return purpose == Purpose.SERVICE || OptOutText.isIn(source)
                ? source
                : source + " " + layouts.wordsOf(locale).get("optOut");
    }

    private static BindingTemplate in(Binding binding, String locale) {
        Map<String, String> params = new LinkedHashMap<>();
        binding.params()
                .forEach((name, text) -> params.put(name, text.in(locale).orElseThrow()));
        LocalText page = binding.page();
        return new BindingTemplate(
                binding.signature(),
                binding.template(),
                params,
                page == null ? null : page.in(locale).orElseThrow());
    }
}
