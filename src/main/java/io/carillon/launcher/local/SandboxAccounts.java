package io.carillon.launcher.local;

import io.carillon.sandbox.FcmSandboxCredentials;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The vendor accounts of a local installation, as both sides need them: the app's accounts file, its secrets in the
 * environment, and the sandbox's settings. Secrets are made at random for each installation.
 */
public final class SandboxAccounts {
    /** The push app and the WeChat official account that the demo's people use. */
    public static final String PUSH_APP = "shop-app";

    public static final String WECHAT_APPID = "wx5ad0b0c0ffee0042";
    public static final String WECHAT_ACCOUNT = "shop-service";
    public static final String WECHAT_TEMPLATE = "TM00001";
    private static final String TWILIO_SID = "AC" + "5ad0b0c0ffee00425ad0b0c0ffee0042";
    private static final String TWILIO_NUMBER = "+15005550006";
    private static final String FCM_PROJECT = "carillon-sandbox";

    private final LaunchSettings settings;

    SandboxAccounts(LaunchSettings settings) {
        this.settings = settings;
    }

    /** What the app finds in its environment. */
    Map<String, String> secrets() {
        Map<String, String> secrets = new LinkedHashMap<>();
        for (Secret secret : Secret.values()) {
            secrets.put(secret.variable(), settings.folder().secret(secret.sandboxKey()));
        }
        secrets.put(
                "SANDBOX_FCM_SERVICE_ACCOUNT",
                FcmSandboxCredentials.in(settings.folder().sandbox())
                        .serviceAccount(settings.sandboxUrl(), FCM_PROJECT));
        return secrets;
    }

    /** What the sandbox finds in its environment: pairs divided by semicolons. */
    String sandboxSettings() {
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put("twilio.sid", TWILIO_SID);
        pairs.put("twilio.account", "twilio-marketing");
        pairs.put("aliyun.accessKeyId", "carillon-sandbox");
        pairs.put("aliyun.account", "aliyun-marketing");
        pairs.put("aliyun.port", Integer.toString(settings.ports().aliyun()));
        pairs.put("smtp.account", "shop-mail");
        pairs.put("fcm.project", FCM_PROJECT);
        pairs.put("fcm.account", "shop-push");
        pairs.put("wechat.appid", WECHAT_APPID);
        pairs.put("wechat.account", WECHAT_ACCOUNT);
        for (Secret secret : Secret.values()) {
            pairs.put(secret.sandboxKey(), settings.folder().secret(secret.sandboxKey()));
        }
        return pairs.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining(";"));
    }

    /** Writes the accounts file anew, so that moved ports are followed. */
    void write() {
        try {
            DataFolder.writePrivately(settings.folder().accounts(), yaml());
        } catch (IOException refused) {
            throw new LaunchFailure(
                    "The accounts file " + settings.folder().accounts() + " cannot be written: " + refused.getMessage(),
                    refused);
        }
    }

    String yaml() {
        return """
                # The sandbox vendors of this installation; written at every start. Put accounts of your own in by REST.
                accounts:
                  - {name: shop-push, vendor: fcm, kind: push, mode: sandbox, scope: %1$s, rank: 10,
                     rate: {limit: 2000, unit: messages}, price: {amount: 0, currency: CNY},
                     settings: {project: %2$s, baseUrl: "%3$s/fcm"}, secrets: {serviceAccount: SANDBOX_FCM_SERVICE_ACCOUNT}}
                  - {name: aliyun-marketing, vendor: aliyun, kind: sms, mode: sandbox, purpose: marketing, rank: 10,
                     countries: [CN], rate: {limit: 1000, unit: messages}, price: {amount: 0.045, currency: CNY},
                     settings: {accessKeyId: carillon-sandbox, protocol: http, endpoint: "127.0.0.1:%6$d"},
                     secrets: {accessKeySecret: SANDBOX_ALIYUN_SECRET, hookSecret: SANDBOX_ALIYUN_HOOK}}
                  - {name: twilio-marketing, vendor: twilio, kind: sms, mode: sandbox, purpose: marketing, rank: 20,
                     rate: {limit: 200, unit: messages}, price: {amount: 0.36, currency: CNY},
                     settings: {sid: %7$s, from: "%8$s", baseUrl: "%3$s/twilio"}, secrets: {token: SANDBOX_TWILIO_TOKEN}}
                  - {name: shop-mail, vendor: smtp, kind: email, mode: sandbox, rank: 10,
                     rate: {limit: 500, unit: messages}, price: {amount: 0.001, currency: CNY},
                     settings: {host: 127.0.0.1, port: "%9$d", from: gift@shop.example, fromName: 钟楼商城,
                                returnDomain: bounce.shop.example, tls: none},
                     secrets: {verpKey: SANDBOX_SMTP_VERP_KEY, hookSecret: SANDBOX_SMTP_HOOK}}
                """.formatted(
                        PUSH_APP,
                        FCM_PROJECT,
                        settings.sandboxUrl(),
                        WECHAT_ACCOUNT,
                        WECHAT_APPID,
                        settings.ports().aliyun(),
                        TWILIO_SID,
                        TWILIO_NUMBER,
                        settings.ports().smtp());
    }

    private enum Secret {
        TWILIO_TOKEN("twilio.token"),
        ALIYUN_SECRET("aliyun.accessKeySecret"),
        ALIYUN_HOOK("aliyun.hookSecret"),
        SMTP_VERP_KEY("smtp.verpKey"),
        SMTP_HOOK("smtp.hookSecret"),
        WECHAT_SECRET("wechat.appSecret"),
        WECHAT_TOKEN("wechat.token"),
        WECHAT_AES_KEY("wechat.aesKey");

        private final String sandboxKey;

        Secret(String sandboxKey) {
            this.sandboxKey = sandboxKey;
        }

        String sandboxKey() {
            return sandboxKey;
        }

        String variable() {
            return "SANDBOX_" + name();
        }
    }
}
