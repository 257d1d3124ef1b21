package io.carillon.launcher.bench;

import io.carillon.launcher.bench.bare.BareSdk;
import io.carillon.launcher.bench.bare.BareTwilio;
import io.carillon.launcher.bench.bare.BareWechat;
import io.carillon.launcher.local.SandboxAccounts;
import java.util.List;

/** Everything that is measured, in its order. */
final class Measures {
    private static final Aim FAST = Aim.atLeast(5_000);

    private Measures() {}

    static List<Measure> all() {
        return List.of(
                new ImportSpeed(),
                new SandboxSpeed(),
                new EmailSpeed(),
                new ChannelSpeed("aliyun", Groups.MAINLAND, Definition::aliyun, FAST, 2_000),
                new SdkSpeed(
                        "twilio",
                        Groups.ABROAD,
                        Definition::twilio,
                        Measures::twilio,
                        site -> PeopleFile.numbersAbroad(site.groups()),
                        false),
                new ChannelSpeed("push", Groups.APP, Definition::push, FAST, 2_000),
                new SdkSpeed(
                        "wechat",
                        Groups.WECHAT,
                        Definition::wechat,
                        Measures::wechat,
                        site -> PeopleFile.openids(site.groups()),
                        true),
                new Receipts(),
                new FirstMessage(),
                new Freeze(),
                new LargeRun());
    }

    private static BareSdk twilio(Site site) {
        return new BareTwilio(
                site.ground().settings().sandboxUrl() + "/twilio",
                SandboxAccounts.TWILIO_SID,
                site.secret("twilio.token"),
                SandboxAccounts.TWILIO_NUMBER);
    }

    private static BareSdk wechat(Site site) {
        return new BareWechat(
                site.ground().settings().sandboxUrl() + "/wechat",
                SandboxAccounts.WECHAT_APPID,
                site.secret("wechat.appSecret"),
                SandboxAccounts.WECHAT_TEMPLATE);
    }
}
