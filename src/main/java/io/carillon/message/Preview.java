package io.carillon.message;

import io.carillon.channel.Content;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows a form as one person would get it. Sends nothing, keeps nothing. */
@ApplicationScoped
public class Preview {
    // Links of an attempt that does not exist; nobody can opt out by looking at a preview.
    private static final RenderLinks LINKS = new RenderLinks(null, "https://unsubscribe.invalid/preview", "preview");

    private final FormRenderer renderer;

    /** Fills in with that renderer. */
    public Preview(FormRenderer renderer) {
        this.renderer = renderer;
    }

    /**
     * The form as that person would get it.
     *
     * @param account who would send it, with its approved template where it demands one; null for nobody in particular
     */
    PreviewView.Channel show(Form form, @Nullable PreviewAccount account, Person person) {
        if (account != null && account.isKeptFrom(form)) {
            return new PreviewView.Channel(
                    form.channel(), form.locale(), account.name(), Map.of(), null, null, List.of());
        }
        String binding = account == null ? null : account.binding(form);
        String taken = binding == null ? wechatAccount(form) : binding;
        Rendering rendering = renderer.render(form, taken, person, LINKS);
        if (rendering instanceof Rendering.Filled filled) {
            return shown(form, taken, filled.content());
        }
        return new PreviewView.Channel(
                form.channel(),
                form.locale(),
                taken,
                Map.of(),
                null,
                null,
                missing(form, (Rendering.Missing) rendering, person));
    }

    private static @Nullable String wechatAccount(Form form) {
        return form.channel().equals(Channels.WECHAT_SUBSCRIBE)
                ? form.bindings().keySet().iterator().next()
                : null;
    }

    private static PreviewView.Channel shown(Form form, @Nullable String account, Content content) {
        Map<String, String> fields = new LinkedHashMap<>();
        PreviewView.Template template = null;
        PreviewView.Sms sms = null;
        if (content instanceof Content.Sms text) {
            fields.put("text", text.text());
            Content.Binding binding = text.binding();
            template = binding == null
                    ? null
                    : new PreviewView.Template(binding.signature(), binding.template(), binding.params());
            SmsParts parts = SmsParts.count(text.text(), binding == null ? null : binding.signature());
            sms = new PreviewView.Sms(parts.parts(), parts.encoding().id(), parts.characters());
        } else if (content instanceof Content.Email mail) {
            fields.put("subject", mail.subject());
            fields.put("html", mail.html());
            fields.put("text", mail.text());
        } else if (content instanceof Content.Push push) {
            fields.put("title", push.title());
            fields.put("body", push.body());
            put(fields, "picture", push.picture());
            put(fields, "link", push.link());
        } else if (content instanceof Content.WechatSubscribe wechat) {
            template = new PreviewView.Template(null, wechat.template(), wechat.data());
            put(fields, "page", wechat.page());
        }
        return new PreviewView.Channel(form.channel(), form.locale(), account, fields, template, sms, List.of());
    }

    /** The one that stopped it first, then all others that no text can do without. */
    private List<String> missing(Form form, Rendering.Missing first, Person person) {
        Set<String> missing = new LinkedHashSet<>(List.of(first.variable()));
        PersonValues values = new PersonValues(person.values(), Map.of());
        renderer.compiled(form)
                .texts()
                .flatMap(text -> text.needed().stream())
                .filter(path ->
                        !path.isOfItem() && !Variables.LINKS.contains(path.dotted()) && values.text(path) == null)
                .forEach(path -> missing.add(path.dotted()));
        return List.copyOf(missing);
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
