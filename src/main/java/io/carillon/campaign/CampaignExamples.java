package io.carillon.campaign;

/** Definitions that work as they stand, for the API's description. */
final class CampaignExamples {
    /** As in {@code workflows/}. */
    static final String YAML = """
            kind: campaign
            name: 中秋会员礼 Mid-autumn gift
            purpose: marketing
            segment: { all: [ { trait: city, in: [上海, 杭州, 苏州] }, { tag: member } ] }
            message:
              defaultLocale: zh
              title: { zh: 中秋好礼, en: A mid-autumn gift }
              text: { zh: "${name!'会员'}，满300减50，三天有效", en: "${name!'Dear member'}, 50 off 300, three days only" }
              link: https://shop.example/mid-autumn
            channels:
              order: [push, sms, email]
            schedule: { start: now, zone: Asia/Shanghai, window: 09:00-20:30 }
            """;

    /** The same in JSON. */
    static final String JSON = """
            {"kind": "campaign", "name": "中秋会员礼 Mid-autumn gift", "purpose": "marketing",
             "segment": {"all": [{"trait": "city", "in": ["上海", "杭州", "苏州"]}, {"tag": "member"}]},
             "message": {"defaultLocale": "zh",
                         "title": {"zh": "中秋好礼", "en": "A mid-autumn gift"},
                         "text": {"zh": "${name!'会员'}，满300减50，三天有效", "en": "${name!'Dear member'}, 50 off 300"},
                         "link": "https://shop.example/mid-autumn"},
             "channels": {"order": ["push", "sms", "email"]},
             "schedule": {"start": "now", "zone": "Asia/Shanghai", "window": "09:00-20:30"}}
            """;

    private CampaignExamples() {}
}
