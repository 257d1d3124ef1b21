package io.carillon.message;

import io.carillon.channel.Purpose;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the layouts of one locale get of a message. */
final class LayoutModel {
    private final MessageContent content;
    private final String locale;
    private final Purpose purpose;
    private final Layouts layouts;
    private final Map<String, String> carried;

    /** {@code carried}: the form's own link and picture. */
    LayoutModel(MessageContent content, String locale, Purpose purpose, Layouts layouts, Map<String, String> carried) {
        this.content = content;
        this.locale = locale;
        this.purpose = purpose;
        this.layouts = layouts;
        this.carried = Map.copyOf(carried);
    }

    /** The field's source, in the dialect. */
    String lay(ChannelLayout layout) {
        if (!layout.isMjml()) {
            return layouts.plain(layout.file(), model(layout, null));
        }
        Marks marks = new Marks();
        return marks.show(layouts.html(layout.file(), locale, model(layout, marks)));
    }

    private Map<String, Object> model(ChannelLayout layout, @Nullable Marks marks) {
        Map<String, Object> model = new HashMap<>();
        model.put("locale", locale);
        model.put("words", layouts.wordsOf(locale));
        String text = content.field("text").flatMap(all -> all.in(locale)).orElse("");
        for (String need : layout.needs()) {
            String source = content.field(need).flatMap(all -> all.in(locale)).orElseThrow();
            model.put(need, marks == null ? source : marks.hide(source));
        }
        boolean isLinkInText = marks == null && Dialect.parse(text).variables().contains(Variables.LINK);
        if (carried.containsKey(Variables.LINK) && !isLinkInText) {
            model.put("link", variable(Variables.LINK, marks));
        }
        if (carried.containsKey(Variables.PICTURE)) {
            model.put("picture", variable(Variables.PICTURE, marks));
        }
        if (purpose == Purpose.MARKETING) {
            model.put("unsubscribe", variable(Variables.UNSUBSCRIBE_URL, marks));
        }
        if (model.get("text") instanceof String whole) {
            model.put("lines", List.of(whole.split("\n", -1)));
        }
        return model;
    }

    private static String variable(String name, @Nullable Marks marks) {
        String insert = "${" + name + "}";
        return marks == null ? insert : marks.hide(insert);
    }
}
