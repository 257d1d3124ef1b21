package io.carillon.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** What an unquoted YAML scalar is, by the core schema of YAML 1.2, except that numbers with leading zeros stay texts. */
final class PlainScalar {
    // Ids such as 00123 lose nothing; more than 18 digits are an id rather than an amount.
    private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]{0,17})");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9]{0,17})[.][0-9]{1,18}");

    private PlainScalar() {}

    static JsonNode read(String text) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> json.nullNode();
            case "true", "True", "TRUE" -> json.booleanNode(true);
            case "false", "False", "FALSE" -> json.booleanNode(false);
            default -> {
                String unsigned = text.startsWith("+") ? text.substring(1) : text;
                if (INTEGER.matcher(text).matches()) {
                    yield json.numberNode(new BigInteger(unsigned).longValueExact());
                }
                yield DECIMAL.matcher(text).matches() ? json.numberNode(new BigDecimal(unsigned)) : json.textNode(text);
            }
        };
    }
}
