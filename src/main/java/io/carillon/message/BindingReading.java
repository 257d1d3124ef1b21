package io.carillon.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.message.MessageContent.Binding;
import io.carillon.problem.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a channel's approved templates, by account. */
final class BindingReading {
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern TEMPLATE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,127}");
    private static final Pattern SIGNATURE = Pattern.compile("[^【】\\[\\]\\p{Cntrl}]{1,50}");
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9_]{1,40}");
    private static final int MOST_ACCOUNTS = 20;
    private static final int MOST_PARAMETERS = 30;

    private final FieldReading fields;
    private final String channel;
    private final boolean isWechat;

    BindingReading(FieldReading fields, String channel) {
        this.fields = fields;
        this.channel = channel;
        this.isWechat = channel.equals(Channels.WECHAT_SUBSCRIBE);
    }

    Map<String, Binding> read(JsonNode node, String pointer) {
        Map<String, Binding> bindings = new LinkedHashMap<>();
        if (!fields.isObject(node, pointer) || !isFew(node, MOST_ACCOUNTS, pointer)) {
            return bindings;
        }
        node.properties().forEach(entry -> {
            String at = pointer + FieldReading.step(entry.getKey());
            if (!ACCOUNT.matcher(entry.getKey()).matches()) {
                fields.refuse(at, entry.getKey(), "bad_name.account");
            } else if (fields.isObject(entry.getValue(), at)) {
                bindings.put(entry.getKey(), isWechat ? wechat(entry.getValue(), at) : sms(entry.getValue(), at));
            }
        });
        return bindings;
    }

    private Binding sms(JsonNode node, String at) {
        fields.knownKeys(node, at, List.of("signature", "template", "params"));
        JsonNode signature = node.path("signature");
        if (node.has("signature") && !is(signature, SIGNATURE)) {
            fields.refuse(at + "/signature", FieldReading.shown(signature), "bad_value.signature");
        }
        Map<String, LocalText> params =
                node.has("params") ? params(node.get("params"), at + "/params") : new LinkedHashMap<>();
        return new Binding(signature.textValue(), template(node, at), params, null);
    }

    private Binding wechat(JsonNode node, String at) {
        fields.knownKeys(node, at, List.of("template", "data", "page"));
        Map<String, LocalText> data = new LinkedHashMap<>();
        if (node.has("data") && !node.path("data").isEmpty()) {
            data.putAll(params(node.get("data"), at + "/data"));
        } else {
            fields.refuse(at + "/data", null, "missing.data");
        }
        LocalText page = node.has("page")
                ? fields.text(node.get("page"), at + "/page", this::pageFindings)
                        .orElse(null)
                : null;
        return new Binding(null, template(node, at), data, page);
    }

    private String template(JsonNode node, String at) {
        JsonNode template = node.path("template");
        if (!is(template, TEMPLATE)) {
            fields.refuse(
                    at + "/template",
                    template.isMissingNode() ? null : FieldReading.shown(template),
                    template.isMissingNode() ? "missing.template" : "bad_value.template");
        }
        return template.asText();
    }

    private Map<String, LocalText> params(JsonNode node, String pointer) {
        Map<String, LocalText> params = new LinkedHashMap<>();
        if (!fields.isObject(node, pointer) || !isFew(node, MOST_PARAMETERS, pointer)) {
            return params;
        }
        node.properties().forEach(entry -> {
            String name = entry.getKey();
            String at = pointer + FieldReading.step(name);
            if (isWechat
                    ? !BindingRules.isWechatName(name)
                    : !PARAMETER.matcher(name).matches()) {
                fields.refuse(at, name, isWechat ? "bad_name.wechat" : "bad_name.parameter");
            } else {
                fields.text(entry.getValue(), at, (text, here) -> paramFindings(name, text, here))
                        .ifPresent(text -> params.put(name, text));
            }
        });
        return params;
    }

    private List<Finding> paramFindings(String name, String text, String at) {
        List<Finding> found = fields.check(text, BindingRules.of(channel), at);
        boolean isFixed = found.isEmpty()
                && Dialect.parse(text).pieces().stream().allMatch(piece -> piece.kind() == Piece.Kind.TEXT);
        return isFixed && !BindingRules.fits(channel, name, text)
                ? List.of(fields.sentences().error(at, text, "does_not_fit", name))
                : found;
    }

    private List<Finding> pageFindings(String text, String at) {
        List<Finding> found = fields.check(text, FieldRule.PAGE, at);
        return found.isEmpty()
                ? LinkCheck.pageMistake(Dialect.parse(text)).stream()
                        .map(mistake -> mistake.at(at, fields.sentences()))
                        .toList()
                : found;
    }

    private boolean isFew(JsonNode node, int most, String pointer) {
        if (node.size() > most) {
            fields.refuse(pointer, String.valueOf(node.size()), "too_many", most);
        }
        return node.size() <= most;
    }

    private static boolean is(@Nullable JsonNode node, Pattern pattern) {
        return node != null
                && node.isTextual()
                && pattern.matcher(node.textValue()).matches();
    }
}
