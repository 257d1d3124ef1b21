package io.carillon.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of {@code POST /faults}; each refusal says which field, what was found and what could stand there. */
final class FaultReader {
    private static final Set<String> FIELDS = Set.of("vendor", "kind", "match", "share", "times", "code", "seconds");
    /** How vendors write their codes, where another text would be none. */
    private static final Map<String, Code> CODES = Map.of(
            "smtp", new Code(Pattern.compile("[45]\\d\\d(?: [45]\\.\\d{1,3}\\.\\d{1,3})?"), "550 5.1.1"),
            "fcm", new Code(Pattern.compile("[A-Z][A-Z_]{2,60}"), "UNREGISTERED"),
            "twilio", new Code(Pattern.compile("[1-9]\\d{4}"), "21211"),
            "wechat", new Code(Pattern.compile("-1|[1-9]\\d{4}"), "43101"));

    private static final int LONGEST_MATCH = 200;
    private static final int LONGEST_CODE = 64;
    private static final int MOST_TIMES = 1_000_000;
    private static final int MOST_SECONDS = 600;
    private static final double MILLIS = 1_000;

    private final JsonNode json;
    private final List<String> vendors;

    private record Code(Pattern pattern, String example) {}

    private FaultReader(JsonNode json, List<String> vendors) {
        this.json = json;
        this.vendors = vendors;
    }

    /**
     * The rule in that body.
     *
     * @throws RefusedRequest when it cannot be one
     */
    static FaultRule read(@Nullable String body, List<String> vendors) {
        try {
            JsonNode json = AcceptedLog.JSON.readTree(body == null ? "" : body);
            if (!json.isObject()) {
                throw RefusedRequest.bad("Send a JSON object such as {\"vendor\":\"twilio\",\"kind\":\"THROTTLE\"}");
            }
            return new FaultReader(json, vendors).rule();
        } catch (JsonProcessingException malformed) {
            throw RefusedRequest.bad("The body is not JSON: " + malformed.getOriginalMessage());
        }
    }

    private FaultRule rule() {
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw RefusedRequest.bad("Unknown field '" + shortened(name)
                        + "'; there are vendor, kind, match, share, " + "times, code and seconds");
            }
        }
        Fault.Kind kind = kind();
        JsonNode seconds = json.get("seconds");
        Duration time = seconds == null
                ? FaultRule.usualTime(kind)
                : Duration.ofMillis(Math.round(number("seconds", 0, MOST_SECONDS) * MILLIS));
        String vendor = vendor();
        return new FaultRule(vendor, kind, match(), share(), times(), code(vendor), time);
    }

    private String code(String vendor) {
        String code = text("code", LONGEST_CODE);
        Code form = CODES.get(vendor);
        if (!code.isEmpty() && form != null && !form.pattern().matcher(code).matches()) {
            throw RefusedRequest.bad("Field 'code' must be one of " + vendor + "'s, such as " + form.example());
        }
        return code;
    }

    private String vendor() {
        String vendor = text("vendor", LONGEST_CODE);
        if (!vendor.equals("*") && !vendors.contains(vendor)) {
            List<String> known = new ArrayList<>(vendors);
            known.add("*");
            throw RefusedRequest.bad("Field 'vendor' must be one of " + known);
        }
        return vendor;
    }

    private Fault.Kind kind() {
        String kind = text("kind", LONGEST_CODE).toUpperCase(Locale.ROOT);
        try {
            return Fault.Kind.valueOf(kind);
        } catch (IllegalArgumentException unknown) {
            throw RefusedRequest.bad("Field 'kind' must be one of " + Arrays.toString(Fault.Kind.values()));
        }
    }

    private @Nullable Pattern match() {
        String match = text("match", LONGEST_MATCH);
        try {
            return match.isEmpty() ? null : Pattern.compile(match);
        } catch (PatternSyntaxException wrong) {
            throw RefusedRequest.bad("Field 'match' must be a regular expression: " + wrong.getDescription());
        }
    }

    private double share() {
        double share = json.has("share") ? number("share", 0, 1) : 1;
        if (share == 0) {
            throw RefusedRequest.bad("Field 'share' must be above 0");
        }
        return share;
    }

    private @Nullable Integer times() {
        if (!json.has("times")) {
            return null;
        }
        if (!json.get("times").isIntegralNumber()) {
            throw RefusedRequest.bad("Field 'times' must be a whole number");
        }
        return (int) number("times", 1, MOST_TIMES);
    }

    private double number(String field, double least, double most) {
        JsonNode value = json.get(field);
        if (!value.isNumber() || value.asDouble() < least || value.asDouble() > most) {
            throw RefusedRequest.bad(
                    String.format(Locale.ROOT, "Field '%s' must be a number from %.0f to %.0f", field, least, most));
        }
        return value.asDouble();
    }

    private String text(String field, int longest) {
        JsonNode value = json.get(field);
        if (value == null) {
            return "";
        }
        // Codes are often written as numbers.
        if (!value.isTextual() && !value.isIntegralNumber() || value.asText().length() > longest) {
            throw RefusedRequest.bad("Field '" + field + "' must be a text of at most " + longest + " characters");
        }
        return value.asText();
    }

    private static String shortened(String name) {
        return name.substring(0, Math.min(name.length(), LONGEST_CODE));
    }
}
