package io.carillon.message;

import io.carillon.channel.Content;
import io.carillon.problem.Finding;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Tries a form on people before anybody gets it: who has no values, and whose values are hostile, must neither break it nor
 * change more of it than the place of the value. The last word on safety, whatever the checks before it have missed. Thread-safe.
 */
final class FormTrial {
    private static final String HARMLESS = "Moon7";
    private static final List<String> HOSTILE = List.of(
            "<script>alert(1)</script>",
            "\"'><img src=x onerror=alert(1)>",
            "x onmouseover=alert(1) y=",
            "javascript:alert(1)",
            "</title></style></mj-text><mj-raw>",
            "--><!--",
            "${7*7}<#assign a=1>#{7*7}[#if a]",
            "a\r\nBcc: everybody@example.com",
            "&amp;lt;b&gt;",
            "x&role=admin#");
    // Too long to be a value: as if there were none, so that other branches are taken and the shape may differ.
    private static final String LONG = "长".repeat(10_000);
    private static final RenderLinks LINKS = new RenderLinks(null, "https://carillon.invalid/u/token", "token");

    private final FormRenderer renderer;

    FormTrial(FormRenderer renderer) {
        this.renderer = renderer;
    }

    /** What went wrong. */
    List<Finding> findings(Form form, String pointer, Sentences sentences) {
        List<Finding> findings = new ArrayList<>();
        List<@Nullable String> accounts = new ArrayList<>(form.bindings().keySet());
        if (!form.channel().equals(Channels.WECHAT_SUBSCRIBE)) {
            accounts.add(null);
        }
        for (String account : accounts) {
            if (isHarmed(form, account)) {
                findings.add(sentences.error(pointer, null, "unsafe_text", form.channel(), form.locale()));
            }
        }
        return findings;
    }

    private boolean isHarmed(Form form, @Nullable String account) {
        if (Stream.of(new Person(0, Map.of()), person(form, LONG, LONG))
                .anyMatch(person -> breaksLines(renderer.render(form, account, person, LINKS)))) {
            return true;
        }
        for (String value : HOSTILE) {
            if (isHarmed(form, account, person(form, HARMLESS, HARMLESS), person(form, value, value))
                    || isHarmed(
                            form,
                            account,
                            person(form, HARMLESS, new Parts(HARMLESS)),
                            person(form, value, new Parts(value)))) {
                return true;
            }
        }
        return false;
    }

    /** Somebody all of whose values are that one; lists hold the item twice. */
    private Person person(Form form, String value, Object item) {
        Map<String, Object> values = new HashMap<>();
        for (Slots.Slot slot : renderer.compiled(form).slots()) {
            List<String> names = slot.path().names();
            Map<String, Object> at = values;
            for (String name : names.subList(0, names.size() - 1)) {
                at = deeper(at, name);
            }
            String last = names.get(names.size() - 1);
            if (slot.use() == Slots.Use.LIST) {
                at.put(last, List.of(item, item));
            } else {
                at.putIfAbsent(last, value);
            }
        }
        return new Person(0, values);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> deeper(Map<String, Object> at, String name) {
        Object inner = at.get(name);
        if (!(inner instanceof Map)) {
            inner = new HashMap<String, Object>();
            at.put(name, inner);
        }
        return (Map<String, Object>) inner;
    }

    /** An item whose every part is that value. */
    private static final class Parts extends AbstractMap<String, Object> {
        private final String value;

        Parts(String value) {
            this.value = value;
        }

        @Override
        public Object get(Object part) {
            return value;
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            return Set.of();
        }
    }

    private boolean isHarmed(Form form, @Nullable String account, Person harmless, Person hostile) {
        return isHarmed(
                renderer.render(form, account, harmless, LINKS), renderer.render(form, account, hostile, LINKS));
    }

    private static boolean isHarmed(Rendering typical, Rendering hostile) {
        return breaksLines(hostile)
                || hostile instanceof Rendering.Filled filled
                        && typical instanceof Rendering.Filled harmless
                        && harmless.content() instanceof Content.Email before
                        && filled.content() instanceof Content.Email after
                        && !shape(before.html()).equals(shape(after.html()));
    }

    private static boolean breaksLines(Rendering rendering) {
        return rendering instanceof Rendering.Filled filled
                && oneLiners(filled.content()).stream()
                        .anyMatch(text -> text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0);
    }

    private static List<String> oneLiners(Content content) {
        if (content instanceof Content.Email email) {
            return List.of(email.subject());
        } else if (content instanceof Content.Push push) {
            return List.of(push.title());
        } else if (content instanceof Content.WechatSubscribe wechat) {
            return List.copyOf(wechat.data().values());
        }
        return List.of();
    }

    /** Which elements and attributes a page has, and where its addresses lead; not what its texts say. */
    private static String shape(String html) {
        StringBuilder shape = new StringBuilder();
        Jsoup.parse(html).traverse((node, depth) -> {
            if (node instanceof Element element) {
                shape.append(depth).append(element.normalName());
                element.attributes().asList().stream()
                        .map(FormTrial::shape)
                        .sorted()
                        .forEach(attribute -> shape.append(' ').append(attribute));
                shape.append('\n');
            }
        });
        return shape.toString();
    }

    private static String shape(Attribute attribute) {
        String value = attribute.getValue();
        return UrlAttributes.isUrl(attribute.getKey())
                ? attribute.getKey() + "=" + value.replaceAll("[?#].*", "") + queryNames(value)
                : attribute.getKey();
    }

    private static String queryNames(String address) {
        int query = address.indexOf('?');
        return query < 0 ? "" : address.substring(query).replaceAll("=[^&#]*", "=");
    }
}
