package io.carillon.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Content;
import io.carillon.channel.Purpose;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** Messages and people that the tests share. */
final class Samples {
    static final ObjectMapper JSON = new ObjectMapper();
    static final RenderLinks LINKS = new RenderLinks(null, "https://carillon.example/u/abc", "push-token");
    static final Person WANG = new Person(
            7,
            Map.of(
                    "name", "王小明",
                    "city", "上海",
                    "locale", "zh-CN",
                    "external_id", "M-7",
                    "tags", List.of("member", "tea"),
                    "traits", Map.of("level", "gold", "points", 120)));
    static final Person NOBODY = new Person(8, Map.of("tags", List.of(), "traits", Map.of()));

    /** The message of the shipped campaign. */
    static final String MID_AUTUMN = """
            {"defaultLocale": "zh",
             "title": {"zh": "中秋好礼", "en": "A mid-autumn gift"},
             "text": {"zh": "${name!'会员'}，满300减50，三天有效", "en": "${name!'Dear member'}, 50 off 300, three days only"},
             "link": "https://shop.example/mid-autumn",
             "picture": "https://shop.example/moon.jpg",
             "overrides": {
               "sms": {
                 "text": {"zh": "${name!'会员'}，中秋满300减50 ${link} 拒收请回复R",
                          "en": "${name!'Dear member'}, 50 off 300 ${link} Reply STOP to opt out"},
                 "bindings": {"aliyun-marketing": {"signature": "钟楼商城", "template": "SMS_123456789",
                                                   "params": {"name": "${name!'会员'}"}}}},
               "wechat.subscribe": {
                 "bindings": {"shop-service": {"template": "TM00001",
                                               "data": {"thing1": "中秋好礼", "thing2": "满300减50"}}}}}}
            """;

    private Samples() {}

    static ReadMessage read(String json) {
        try {
            return new MessageReader().read(JSON.readTree(json), "/message");
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException(notJson);
        }
    }

    static MessageContent content(String json) {
        ReadMessage read = read(json);
        return read.content()
                .orElseThrow(() -> new AssertionError(read.findings().toString()));
    }

    static Split split(String json) {
        return new Splitter().split(content(json), EnumSet.allOf(ChannelKind.class));
    }

    static Split split(String json, Purpose purpose, ChannelKind kind) {
        return new Splitter().split(content(json), EnumSet.of(kind), purpose);
    }

    /** A message of one text, as the SMS form that it makes. */
    static Form sms(String text) {
        return Form.of("sms", "zh", Map.of("text", text), Map.of());
    }

    static Rendering render(Form form, Person person) {
        return new FormRenderer().render(form, null, person, LINKS);
    }

    static String text(Form form, Person person) {
        return ((Content.Sms) ((Rendering.Filled) render(form, person)).content()).text();
    }

    static Person named(String name) {
        return new Person(9, Map.of("name", name));
    }
}
