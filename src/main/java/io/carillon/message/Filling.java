package io.carillon.message;

import io.carillon.channel.Content;
import io.carillon.message.CompiledForm.CompiledBinding;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Fills one form in for one person. Used once. */
final class Filling {
    private final CompiledForm form;
    private final @Nullable String account;
    private final RenderLinks links;
    private final Map<String, String> linkValues = new HashMap<>();
    private final PersonValues values;
    private final Map<String, String> used = new TreeMap<>();

    Filling(CompiledForm form, @Nullable String account, Person person, RenderLinks links) {
        this.form = form;
        this.account = account;
        this.links = links;
        this.values = new PersonValues(person.values(), linkValues);
        linkValues.put(Variables.UNSUBSCRIBE_URL, links.unsubscribeUrl());
    }

    Rendering fill() {
        try {
            Content content = switch (form.channel()) {
                case Channels.SMS -> sms();
                case Channels.EMAIL -> email();
                case Channels.PUSH ->
                    new Content.Push(field("title"), field("body"), picture(), link(), links.pushToken());
                case Channels.WECHAT_SUBSCRIBE -> wechat();
                default -> throw new IllegalArgumentException("No form can be of channel " + form.channel());
            };
            return new Rendering.Filled(content, used);
        } catch (MissingValue missing) {
            return new Rendering.Missing(missing.variable());
        }
    }

    private Content.Email email() throws MissingValue {
        requireOwnWords();
        return new Content.Email(form.id(), field("subject"), field("html"), field("text"), links.unsubscribeUrl());
    }

    /** A message that says no more than how to opt out of it, or what it is about, is none. */
    private void requireOwnWords() throws MissingValue {
        if (form.fields().containsKey(Form.OWN)) {
            field(Form.OWN);
        }
    }

    private Content.Sms sms() throws MissingValue {
        CompiledBinding compiled = account == null ? null : form.bindings().get(account);
        if (compiled == null) {
            requireOwnWords();
        }
        String text = field("text");
        Content.Binding binding = compiled == null ? null : binding(compiled);
        String signature = binding == null ? null : binding.signature();
        return new Content.Sms(text, binding, SmsParts.count(text, signature).parts());
    }

    private Content.WechatSubscribe wechat() throws MissingValue {
        CompiledBinding compiled = account == null
                ? form.bindings().values().stream().findFirst().orElse(null)
                : form.bindings().get(account);
        if (compiled == null) {
            throw new IllegalArgumentException("Form " + form.id() + " has no template for account " + account);
        }
        String page = compiled.page() == null ? link() : fill(compiled.page());
        return new Content.WechatSubscribe(
                compiled.template(), binding(compiled).params(), page);
    }

    private Content.Binding binding(CompiledBinding compiled) throws MissingValue {
        Map<String, String> params = new LinkedHashMap<>();
        for (Map.Entry<String, TextTemplate> param : compiled.params().entrySet()) {
            TextTemplate template = param.getValue();
            String value = fill(template);
            if (!template.isFixed() && !BindingRules.fits(form.channel(), param.getKey(), value)) {
                throw new MissingValue(template.longestVariable(values));
            }
            params.put(param.getKey(), value);
        }
        return new Content.Binding(compiled.signature(), compiled.template(), params);
    }

    private String field(String name) throws MissingValue {
        return fill(Objects.requireNonNull(form.fields().get(name), name));
    }

    private String fill(TextTemplate template) throws MissingValue {
        if (template.isFixed()) {
            return template.fill(values);
        }
        resolve(template);
        // What is left of a branch that was not taken is of no use to anybody, and in a text message it is billed.
        String text = template.fill(values).strip();
        if (text.isEmpty()) {
            throw new MissingValue(template.firstVariable());
        }
        template.paths().forEach(this::note);
        return text;
    }

    /** Finds the links that a text needs before it is filled in. */
    private void resolve(TextTemplate template) throws MissingValue {
        if (template.variables().contains(Variables.LINK)) {
            link();
        }
        if (template.variables().contains(Variables.PICTURE)) {
            picture();
        }
    }

    private @Nullable String link() throws MissingValue {
        String link = linkValues.get(Variables.LINK);
        if (link == null) {
            link = links.link() == null || links.link().isBlank() ? optional(Variables.LINK) : links.link();
            keep(Variables.LINK, link);
        }
        return link;
    }

    private @Nullable String picture() throws MissingValue {
        String picture = linkValues.get(Variables.PICTURE);
        if (picture == null) {
            picture = optional(Variables.PICTURE);
            keep(Variables.PICTURE, picture);
        }
        return picture;
    }

    private void keep(String name, @Nullable String value) {
        if (value != null) {
            linkValues.put(name, value);
        }
    }

    private @Nullable String optional(String name) throws MissingValue {
        TextTemplate template = form.fields().get(name);
        return template == null ? null : fill(template);
    }

    private void note(DialectNode.Path path) {
        String text = values.text(path);
        if (text != null) {
            used.put(path.dotted(), text);
        } else if (values.items(path) != null) {
            used.put(path.dotted(), String.valueOf(values.items(path)));
        }
    }
}
