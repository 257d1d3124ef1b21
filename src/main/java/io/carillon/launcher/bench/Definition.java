package io.carillon.launcher.bench;

/** The campaigns that are sent, as the YAML that a marketer would write. */
final class Definition {
    // With what the layout adds, a mail of 5.8 kB as it goes over the wire.
    private static final String SENTENCE = "满300减50，三天有效，门店与网上商城同享，先到先得。";
    private static final int SENTENCES = 7;

    private Definition() {}

    /** A mail of about 5.8 kB to everybody with the tag. */
    static String mail(String tag) {
        return head("mail", tag) + """
              text: "${name!'会员'}，%s"
              link: https://shop.example/mid-autumn
              picture: https://shop.example/moon.jpg
            channels: { order: [email], openFor: { email: 0s } }
            """.formatted(SENTENCE.repeat(SENTENCES));
    }

    private static String head(String what, String tag) {
        return """
            kind: campaign
            name: bench %s
            purpose: marketing
            segment: { tag: %s }
            schedule: { start: now, zone: Asia/Shanghai }
            message:
              defaultLocale: zh
              title: 中秋好礼
            """.formatted(what, tag);
    }
}
