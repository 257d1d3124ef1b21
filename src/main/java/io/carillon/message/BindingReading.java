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
    private final List<Finding> findings;
    private final String channel;
    private final boolean isWechat;

    BindingReading(FieldReading fields, List<Finding> findings, String channel) {
        this.fields = fields;
        this.findings = findings;
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
                bad(
                        at,
                        "bad_name",
                        entry.getKey(),
                        "an account's name",
                        "Accounts have names of letters, digits, . _ and -");
            } else if (fields.isObject(entry.getValue(), at)) {
                bindings.put(entry.getKey(), binding(entry.getValue(), at));
            }
        });
        return bindings;
    }

    private Binding binding(JsonNode node, String at) {
        String params = isWechat ? "data" : "params";
        fields.knownKeys(
                node, at, isWechat ? List.of("template", "data", "page") : List.of("signature", "template", "params"));
        String signature = isWechat || !node.has("signature")
                ? null
                : plain(node, at, "signature", SIGNATURE, "the approved signature without 【】, at most 50 characters");
        String template = plain(node, at, "template", TEMPLATE, "the vendor's template id");
        Map<String, LocalText> values =
                node.has(params) ? params(node.get(params), at + "/" + params) : new LinkedHashMap<>();
        if (isWechat && !node.has("data")) {
            bad(at + "/data", "missing", null, "named values", "A WeChat template needs its data, such as {thing1: …}");
        }
        LocalText page = isWechat && node.has("page")
                ? fields.text(node.get("page"), at + "/page", BindingReading::pageFindings)
                        .orElse(null)
                : null;
        return new Binding(signature, template == null ? "" : template, values, page);
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
                String expected = isWechat ? "a name such as thing1 or time2" : "letters, digits and _";
                bad(at, "bad_name", name, expected, "Write the parameter's name as the template has it: " + expected);
            } else {
                fields.text(entry.getValue(), at, (text, here) -> paramFindings(name, text, here))
                        .ifPresent(text -> params.put(name, text));
            }
        });
        return params;
    }

    private List<Finding> paramFindings(String name, String text, String at) {
        List<Finding> found = SourceCheck.findings(text, BindingRules.of(channel), at);
        boolean isFixed =
                found.isEmpty() && Dialect.parse(text).pieces().stream().allMatch(p -> p.kind() == Piece.Kind.TEXT);
        if (isFixed && !BindingRules.fits(channel, name, text)) {
            return List.of(Finding.error(
                    at,
                    "does_not_fit",
                    text,
                    "what WeChat takes for the type of " + name,
                    "WeChat does not take this as " + name
                            + "; thing takes 20 characters, phrase 5 Chinese ones, time a time"));
        }
        return found;
    }

    private static List<Finding> pageFindings(String text, String at) {
        List<Finding> found = SourceCheck.findings(text, FieldRule.PAGE, at);
        return found.isEmpty()
                ? LinkCheck.pageMistake(Dialect.parse(text)).stream()
                        .map(mistake -> mistake.at(at))
                        .toList()
                : found;
    }

    private @Nullable String plain(JsonNode node, String at, String name, Pattern pattern, String expected) {
        JsonNode value = node.path(name);
        if (value.isTextual() && pattern.matcher(value.textValue()).matches()) {
            return value.textValue();
        }
        String found = value.isMissingNode() ? null : FieldReading.shown(value);
        bad(at + "/" + name, found == null ? "missing" : "bad_value", found, expected, name + " must be " + expected);
        return null;
    }

    private boolean isFew(JsonNode node, int most, String pointer) {
        if (node.size() > most) {
            bad(
                    pointer,
                    "too_many",
                    node.size() + " entries",
                    "at most " + most,
                    "There may be at most " + most + " here");
        }
        return node.size() <= most;
    }

    private void bad(String at, String code, @Nullable String found, String expected, String message) {
        findings.add(Finding.error(at, code, found, expected, message));
    }
}
