package io.carillon.launcher.bench;

/**
 * Who is who among the people made up: each group is a range of their numbers and a tag, so that a campaign is sent to exactly them.
 *
 * @param people how many there are in all
 * @param abroad the first of them have numbers of the United States, which Twilio serves; the rest Chinese ones
 * @param mainland people with Chinese numbers who belong to the campaigns at Aliyun
 * @param withApp the first of them have a device token
 * @param withWechat the first of them have an openid
 * @param hundred the first of them are the audience of the usual mail campaign
 */
record Groups(int people, int abroad, int mainland, int withApp, int withWechat, int hundred) {
    static final String WARM_UP = "bench-warm-up";
    static final String ABROAD = "bench-abroad";
    static final String MAINLAND = "bench-mainland";
    static final String APP = "bench-app";
    static final String WECHAT = "bench-wechat";
    static final String HUNDRED = "bench-hundred";
    static final String ALL = "bench-all";

    private static final int TWILIO = 20_000;
    private static final int ALIYUN = 50_000;
    private static final int PUSH = 50_000;
    private static final int SUBSCRIBED = 20_000;
    static final int MAIL = 100_000;

    /** For so many people. */
    static Groups of(int people) {
        int abroad = Math.min(TWILIO, people / 2);
        return new Groups(
                people,
                abroad,
                Math.min(ALIYUN, people - abroad),
                Math.min(PUSH, people),
                Math.min(SUBSCRIBED, people),
                Math.min(MAIL, people));
    }

    /** The tags of one of them, from 0, divided by semicolons. */
    String tags(int person) {
        StringBuilder tags = new StringBuilder(ALL);
        add(tags, person < BenchPlan.WARM_UP, WARM_UP);
        add(tags, person < abroad, ABROAD);
        add(tags, person >= abroad && person < abroad + mainland, MAINLAND);
        add(tags, person < withApp, APP);
        add(tags, person < withWechat, WECHAT);
        add(tags, person < hundred, HUNDRED);
        return tags.toString();
    }

    private static void add(StringBuilder tags, boolean belongs, String tag) {
        if (belongs) {
            tags.append(';').append(tag);
        }
    }
}
