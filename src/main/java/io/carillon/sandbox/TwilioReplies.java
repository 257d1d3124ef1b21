package io.carillon.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * {@code POST /twilio/replies}: a person answers by text. JSON fields: {@code from}, {@code body}, and as needed
 * {@code to}, {@code account} (Carillon's name for it) and {@code optOutType} (what Advanced Opt-Out would say). Twilio's
 * own stop words also make Twilio refuse that number until it sends START.
 */
final class TwilioReplies {
    private static final Set<String> STOP =
            Set.of("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT");
    private static final Set<String> START = Set.of("START", "YES", "UNSTOP");
    private static final Set<String> TYPES = Set.of("", "STOP", "START", "HELP");
    private static final Pattern PHONE = Pattern.compile("\\+[1-9]\\d{6,14}");
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int LONGEST_BODY = 1_600;
    private static final String SOME_NUMBER = "+15005550006";

    private final SandboxKit kit;
    private final TwilioHooks hooks;
    private final Set<String> optedOut;

    TwilioReplies(SandboxKit kit, TwilioHooks hooks, Set<String> optedOut) {
        this.kit = kit;
        this.hooks = hooks;
        this.optedOut = optedOut;
    }

    void reply(RoutingContext context) {
        JsonNode json = json(context.body().asString());
        String from = text(json, "from", "");
        String body = text(json, "body", "");
        String type = text(json, "optOutType", "");
        String account = text(json, "account", kit.setting("twilio.account"));
        String to = text(json, "to", kit.setting("twilio.from"));
        check(PHONE.matcher(from).matches(), "Field 'from' must be a number such as +14155550100");
        check(!body.isEmpty() && body.length() <= LONGEST_BODY, "Field 'body' must be 1 to 1600 characters long");
        check(TYPES.contains(type), "Field 'optOutType' must be STOP, START or HELP");
        check(ACCOUNT.matcher(account).matches(), "Field 'account' must be Carillon's name of the account");
        remember(from, type.isEmpty() ? body.strip().toUpperCase(Locale.ROOT) : type);
        String sid = "SM" + UUID.randomUUID().toString().replace("-", "");
        String url = kit.setting("hooks") + "/hooks/" + TwilioSandbox.NAME + "/" + account;
        hooks.post(url, fields(sid, from, to.isEmpty() ? SOME_NUMBER : to, body, type), Duration.ZERO);
        context.response()
                .setStatusCode(202)
                .putHeader("Content-Type", "application/json")
                .end("{\"sid\":\"" + sid + "\"}");
    }

    private void remember(String from, String word) {
        if (STOP.contains(word)) {
            optedOut.add(from);
        } else if (START.contains(word)) {
            optedOut.remove(from);
        }
    }

    private Map<String, String> fields(String sid, String from, String to, String body, String type) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("AccountSid", hooks.sid());
        fields.put("ApiVersion", "2010-04-01");
        fields.put("MessageSid", sid);
        fields.put("SmsSid", sid);
        fields.put("SmsMessageSid", sid);
        fields.put("SmsStatus", "received");
        fields.put("From", from);
        fields.put("To", to);
        fields.put("Body", body);
        fields.put("NumMedia", "0");
        fields.put("NumSegments", Integer.toString(TwilioSegments.count(body)));
        if (!type.isEmpty()) {
            fields.put("OptOutType", type);
        }
        return fields;
    }

    private static JsonNode json(String body) {
        try {
            JsonNode json = AcceptedLog.JSON.readTree(body == null ? "" : body);
            check(json.isObject(), "Send a JSON object such as {\"from\":\"+14155550100\",\"body\":\"STOP\"}");
            return json;
        } catch (JsonProcessingException malformed) {
            throw RefusedRequest.bad("The body is not JSON: " + malformed.getOriginalMessage());
        }
    }

    private static String text(JsonNode json, String field, String otherwise) {
        JsonNode value = json.get(field);
        check(value == null || value.isTextual(), "Field '" + field + "' must be a text");
        return value == null ? otherwise : value.asText();
    }

    private static void check(boolean isRight, String whatToFix) {
        if (!isRight) {
            throw RefusedRequest.bad(whatToFix);
        }
    }
}
