package io.carillon.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.channel.AddressKind;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.problem.FindingList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the leaves that are not about traits: tag, consent, address, list, externalId, everyone. */
final class LeafParser {
    private static final List<String> CHANNELS =
            Arrays.stream(ChannelKind.values()).map(ChannelKind::id).toList();
    private static final List<String> PURPOSES =
            Arrays.stream(Purpose.values()).map(Purpose::id).toList();
    private static final List<String> CONSENT_STATES = List.of("granted", "withdrawn", "none");
    private static final List<String> STATUSES = List.of("active", "invalid", "bounced", "dead");

    private final SegmentNames names;
    private final FindingList findings;
    private final ValueReader values;

    LeafParser(SegmentNames names, FindingList findings) {
        this.names = names;
        this.findings = findings;
        this.values = new ValueReader(findings);
    }

    @Nullable
    Rule parse(String kind, JsonNode value, String at) {
        return switch (kind) {
            case "tag" -> tag(value, at);
            case "consent" -> consent(value, at);
            case "address" -> address(value, at);
            case "list" -> list(value, at);
            case "externalId" -> externalId(value, at);
            case "everyone" -> everyone(value, at);
            default -> throw new IllegalArgumentException("No leaf is called " + kind);
        };
    }

    private @Nullable Rule everyone(JsonNode value, String at) {
        if (!value.isBoolean() || !value.booleanValue()) {
            findings.wrongType(at, value, "type.true");
            return null;
        }
        return new Rule.Everyone();
    }

    private @Nullable Rule tag(JsonNode value, String at) {
        String tag = values.text(value, at);
        return tag == null ? null : new Rule.Tag(tag);
    }

    private @Nullable Rule consent(JsonNode value, String at) {
        if (!isObject(value, at, List.of("channel", "purpose", "state"))) {
            return null;
        }
        if (!value.has("channel")) {
            findings.missing(at, "channel", findings.text("type.channel"));
        }
        String channel = word(value, at, "channel", CHANNELS, "sms");
        String purpose = word(value, at, "purpose", PURPOSES, "marketing");
        String state = word(value, at, "state", CONSENT_STATES, "granted");
        if (channel == null || purpose == null || state == null) {
            return null;
        }
        return new Rule.Consent(ChannelKind.of(channel), Purpose.of(purpose), state.equals("none") ? null : state);
    }

    private @Nullable Rule address(JsonNode value, String at) {
        if (!isObject(value, at, List.of("kind", "status", "scope", "exists"))) {
            return null;
        }
        if (!value.has("kind")) {
            findings.missing(at, "kind", findings.text("type.address"));
        }
        List<String> kinds = new ArrayList<>(CHANNELS);
        Arrays.stream(AddressKind.values()).map(AddressKind::id).forEach(kinds::add);
        String kind = word(value, at, "kind", kinds, "phone");
        String status = word(value, at, "status", STATUSES, "active");
        String scope = value.has("scope") ? values.text(value.get("scope"), FindingList.child(at, "scope")) : null;
        Boolean isThere =
                value.has("exists") ? values.flag(value.get("exists"), FindingList.child(at, "exists")) : Boolean.TRUE;
        if (kind == null || status == null || isThere == null) {
            return null;
        }
        AddressKind addressKind = CHANNELS.contains(kind) ? ChannelKind.of(kind).addressKind() : AddressKind.of(kind);
        return new Rule.Address(addressKind, status, scope, isThere);
    }

    private @Nullable Rule list(JsonNode value, String at) {
        if (!value.isTextual() && !value.isIntegralNumber()) {
            findings.wrongType(at, value, "type.list_name");
            return null;
        }
        Long id = names.list(value).orElse(null);
        if (id == null) {
            findings.error(
                    at,
                    "unknown_list",
                    value.asText(),
                    null,
                    value.asText(),
                    findings.hint(value.asText(), names.listNames()));
            return null;
        }
        return new Rule.InList(id);
    }

    private @Nullable Rule externalId(JsonNode value, String at) {
        if (value.isArray()) {
            findings.wrongType(at, value, "type.ids");
            return null;
        }
        if (!isObject(value, at, List.of("in", "eq"))) {
            return null;
        }
        if (value.size() != 1) {
            findings.error(at, "no_operator", null, "eq, in");
            return null;
        }
        if (value.has("eq")) {
            String one = values.text(value.get("eq"), FindingList.child(at, "eq"));
            return one == null ? null : new Rule.ExternalId(List.of(one));
        }
        String inside = FindingList.child(at, "in");
        JsonNode many = value.get("in");
        // Absent where the one key is a word that isObject has told of.
        if (many == null || !values.isList(many, inside)) {
            return null;
        }
        Set<String> ids = new LinkedHashSet<>();
        for (int i = 0; i < many.size(); i++) {
            String one = values.text(many.get(i), FindingList.child(inside, i));
            if (one != null) {
                ids.add(one);
            }
        }
        return new Rule.ExternalId(List.copyOf(ids));
    }

    private boolean isObject(JsonNode value, String at, List<String> known) {
        if (!value.isObject()) {
            findings.wrongType(at, value, "type.object");
            return false;
        }
        value.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                findings.unknownKey(at, key, known);
            }
        });
        return true;
    }

    private @Nullable String word(JsonNode parent, String at, String key, List<String> known, String otherwise) {
        if (!parent.has(key)) {
            return otherwise;
        }
        String place = FindingList.child(at, key);
        String text = values.text(parent.get(key), place);
        if (text != null && !known.contains(text)) {
            findings.unknownValue(place, text, known);
            return null;
        }
        return text;
    }
}
