package io.carillon.message;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a value of an approved template may be. WeChat takes a value only if it fits the type that the parameter's name
 * begins with, and refuses the whole message with 47003 otherwise, which reads like a broken template; so who has a value
 * that does not fit is not sent to.
 *
 * @see <a href="https://developers.weixin.qq.com/doc/offiaccount/Subscription_Messages/api.html">WeChat: subscribe
 *     messages, limits of parameter values</a>
 */
final class BindingRules {
    private static final FieldRule WECHAT = new FieldRule(FieldRule.Format.PLAIN, 300, 200, true);

    private static final Map<String, Pattern> BY_TYPE = Map.ofEntries(
            rule("thing", ".{1,20}"),
            rule("number", "-?[0-9][0-9.,]{0,31}"),
            rule("letter", "[A-Za-z]{1,32}"),
            rule("symbol", "[^\\p{IsHan}A-Za-z0-9]{1,5}"),
            rule("character_string", "[^\\p{IsHan}]{1,32}"),
            rule("time", "[-0-9年月日:：/.~ ]{3,60}"),
            rule("date", "[-0-9年月日:：/.~ ]{3,60}"),
            rule("amount", "[^0-9]{0,1}[0-9][0-9.,]{0,12}元?"),
            rule("phone_number", "[-+0-9() #*]{1,17}"),
            rule("car_number", ".{1,8}"),
            rule("name", "[^\\p{IsHan}]{1,20}|.{1,10}"),
            rule("phrase", "\\p{IsHan}{1,5}"),
            rule("const", ".{1,20}"),
            rule("enum", ".{1,20}"));

    private BindingRules() {}

    private static Map.Entry<String, Pattern> rule(String type, String pattern) {
        return Map.entry(type, Pattern.compile(pattern));
    }

    /** The bounds of a parameter of that name. */
    static FieldRule of(String channel) {
        return channel.equals(Channels.WECHAT_SUBSCRIBE) ? WECHAT : FieldRule.PARAMETER;
    }

    /** Whether the vendor takes that value. */
    static boolean fits(String channel, String name, String value) {
        Pattern pattern = channel.equals(Channels.WECHAT_SUBSCRIBE) ? BY_TYPE.get(type(name)) : null;
        return pattern == null || pattern.matcher(value).matches();
    }

    /** Whether WeChat has a type of that name, as in {@code thing1}. */
    static boolean isWechatName(String name) {
        return name.matches("[a-z_]{1,20}[0-9]{1,3}") && BY_TYPE.containsKey(type(name));
    }

    private static String type(String name) {
        return name.replaceAll("[0-9]+$", "");
    }
}
