package io.carillon.launcher.bench;

import io.carillon.launcher.local.LaunchSettings;
import io.carillon.launcher.local.SandboxAccounts;
import io.carillon.sandbox.FcmSandboxCredentials;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** How fast the far side is by itself: bare clients at the sandbox's vendors and at both mail servers. */
final class SandboxSpeed implements Measure {
    private static final int MESSAGES = 20_000;
    private static final String FORM = "application/x-www-form-urlencoded";

    @Override
    public String name() {
        return "sandbox";
    }

    @Override
    public int people(BenchPlan plan) {
        return 1;
    }

    @Override
    public Duration about(BenchPlan plan) {
        return Duration.ofSeconds(20L * (plan.runs() + 1));
    }

    @Override
    public void measure(Site site, Results results) {
        LaunchSettings settings = site.ground().settings();
        int messages = Math.min(site.plan().recipients(), MESSAGES);
        try (Volley volley = new Volley()) {
            AliyunShots aliyun = new AliyunShots(
                    "127.0.0.1:" + settings.ports().aliyun(),
                    SandboxAccounts.ALIYUN_KEY_ID,
                    site.secret("aliyun.accessKeySecret"));
            int calls = Math.max(1, messages / AliyunShots.PER_CALL);
            line(
                    site,
                    results,
                    messages,
                    "Aliyun, 100 a call",
                    () -> AliyunShots.PER_CALL * volley.perSecond(calls, aliyun::shot));
            line(site, results, messages, "Twilio", () -> volley.perSecond(messages, number -> twilio(site, number)));
            FcmShots fcm = FcmShots.open(
                    volley,
                    FcmSandboxCredentials.in(settings.folder().sandbox())
                            .serviceAccount(settings.sandboxUrl(), SandboxAccounts.FCM_PROJECT),
                    settings.sandboxUrl());
            line(site, results, messages, "FCM", () -> volley.perSecond(messages, fcm::shot));
        }
        line(site, results, messages, "mail server", mails(settings.ports().smtp(), messages));
        SmtpSink sink = site.sink();
        if (sink != null) {
            line(
                    site,
                    results,
                    messages,
                    "mail sink of the bench",
                    mails(sink.address().getPort(), messages));
        }
    }

    private static DoubleSupplier mails(int port, int mails) {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return () -> new MailVolley(server).perSecond(mails);
    }

    private static void line(Site site, Results results, int messages, String who, DoubleSupplier perSecond) {
        perSecond.getAsDouble();
        Cpu before = site.cpu();
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < site.plan().runs(); i++) {
            rates.add(perSecond.getAsDouble());
        }
        Cpu used = site.cpu().since(before);
        double ofThousand = 1_000 * used.total() / rates.size() / messages;
        results.add(new Line(
                "sandbox alone: " + who,
                new Spread(rates),
                "/s",
                Aim.NONE,
                "a bare client; " + Line.number(ofThousand) + " s of processor time for 1,000: " + used.shares()));
    }

    private static Volley.Shot twilio(Site site, int number) {
        String sid = SandboxAccounts.TWILIO_SID;
        String login = Base64.getEncoder()
                .encodeToString((sid + ":" + site.secret("twilio.token")).getBytes(StandardCharsets.UTF_8));
        String body =
                "To=" + encoded("+1212" + (2_000_000 + number)) + "&From=" + encoded(SandboxAccounts.TWILIO_NUMBER)
                        + "&Body=" + encoded("Dear member, 50 off 300. Reply STOP to opt out");
        return new Volley.Shot(
                site.ground().settings().sandboxUrl() + "/twilio/2010-04-01/Accounts/" + sid + "/Messages.json",
                Map.of("Authorization", "Basic " + login, "Content-Type", FORM),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
