package io.carillon.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a SendSms or SendBatchSms call asks for, checked as Aliyun checks it.
 *
 * @param outId the caller's own id, one for the whole call, empty if none
 */
record AliyunOrder(String template, String outId, List<Message> messages) {
    private static final Pattern TEMPLATE = Pattern.compile("SMS_\\d{1,20}");
    private static final Pattern NUMBER = Pattern.compile("(\\+|00)?[1-9]\\d{5,14}");
    private static final Pattern MAINLAND = Pattern.compile("(\\+86|0086|86)?(1[3-9]\\d{9})");
    private static final int MOST_SINGLE = 1_000;
    private static final int MOST_BATCH = 100;
    private static final int LONGEST_VALUE = 35;
    private static final int LONGEST_OUT_ID = 255;

    /**
     * One message.
     *
     * @param number as it came
     * @param params JSON, empty if none
     */
    record Message(String number, String signature, String params) {
        /** The number as E.164. */
        String address() {
            var mainland = MAINLAND.matcher(number);
            return mainland.matches() ? "+86" + mainland.group(2) : "+" + number.replaceFirst("^(\\+|00)", "");
        }
    }

    /** An order, or the code with which it is refused. */
    record Reading(@Nullable AliyunOrder order, String code) {
        static Reading no(String code) {
            return new Reading(null, code);
        }
    }

    static Reading single(MultiMap parameters) {
        List<Message> messages = new ArrayList<>();
        for (String number : text(parameters, "PhoneNumbers").split(",")) {
            messages.add(new Message(number, text(parameters, "SignName"), text(parameters, "TemplateParam")));
        }
        return checked(parameters, messages, MOST_SINGLE);
    }

    static Reading batch(MultiMap parameters) {
        JsonNode numbers = array(text(parameters, "PhoneNumberJson"));
        JsonNode signatures = array(text(parameters, "SignNameJson"));
        String paramText = text(parameters, "TemplateParamJson");
        JsonNode params = paramText.isEmpty() ? null : array(paramText);
        if (numbers == null || signatures == null || !paramText.isEmpty() && params == null) {
            return Reading.no("isv.INVALID_JSON_PARAM");
        }
        if (signatures.size() != numbers.size() || params != null && params.size() != numbers.size()) {
            return Reading.no("isv.INVALID_PARAMETERS");
        }
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            String values = params == null ? "" : params.get(i).toString();
            messages.add(new Message(numbers.get(i).asText(), signatures.get(i).asText(), values));
        }
        return checked(parameters, messages, MOST_BATCH);
    }

    private static Reading checked(MultiMap parameters, List<Message> messages, int most) {
        String template = text(parameters, "TemplateCode");
        String outId = text(parameters, "OutId");
        String code = "";
        if (messages.isEmpty() || messages.size() > most) {
            code = "isv.MOBILE_COUNT_OVER_LIMIT";
        } else if (!TEMPLATE.matcher(template).matches()) {
            code = "isv.SMS_TEMPLATE_ILLEGAL";
        } else if (outId.length() > LONGEST_OUT_ID) {
            code = "isv.INVALID_PARAMETERS";
        }
        for (int i = 0; i < messages.size() && code.isEmpty(); i++) {
            code = check(messages.get(i));
        }
        return code.isEmpty() ? new Reading(new AliyunOrder(template, outId, messages), "") : Reading.no(code);
    }

    private static String check(Message message) {
        if (message.signature().isBlank()) {
            return "isv.SMS_SIGNATURE_ILLEGAL";
        }
        if (!NUMBER.matcher(message.number()).matches()) {
            return "isv.MOBILE_NUMBER_ILLEGAL";
        }
        return checkParams(message.params());
    }

    private static String checkParams(String params) {
        if (params.isEmpty()) {
            return "";
        }
        JsonNode json = json(params);
        if (json == null || !json.isObject()) {
            return "isv.INVALID_JSON_PARAM";
        }
        for (JsonNode value : json) {
            if (!value.isTextual()) {
                return "isv.INVALID_JSON_PARAM";
            }
            if (value.asText().length() > LONGEST_VALUE) {
                return "isv.PARAM_LENGTH_LIMIT";
            }
        }
        return "";
    }

    private static @Nullable JsonNode array(String text) {
        JsonNode json = json(text);
        return json != null && json.isArray() ? json : null;
    }

    private static @Nullable JsonNode json(String text) {
        try {
            return AcceptedLog.JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            return null;
        }
    }

    private static String text(MultiMap parameters, String name) {
        String value = parameters.get(name);
        return value == null ? "" : value;
    }
}
