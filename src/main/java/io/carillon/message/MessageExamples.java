package io.carillon.message;

/** What Swagger UI fills in; tests send these as they stand. */
final class MessageExamples {
    static final String CONTENT = """
            {"defaultLocale": "zh",
             "title": {"zh": "中秋好礼", "en": "A mid-autumn gift"},
             "text": {"zh": "${name!'会员'}，满300减50，三天有效", "en": "${name!'Dear member'}, 50 off 300, three days only"},
             "link": "https://shop.example/mid-autumn",
             "picture": "https://shop.example/moon.jpg",
             "overrides": {"wechat.subscribe": {"bindings": {"shop-service": {
               "template": "TM00001", "data": {"thing1": "中秋好礼", "thing2": "满300减50"}}}}}}""";

    static final String REQUEST = "{\"name\": \"Mid-autumn gift\", \"content\": " + CONTENT + "}";

    static final String PREVIEW = "{\"profile\": {\"name\": \"王小明\", \"city\": \"上海\", \"locale\": \"zh-CN\"}}";

    private MessageExamples() {}
}
