package io.carillon.launcher.local;

import io.carillon.sandbox.FcmSandboxCredentials;
import io.carillon.sandbox.SandboxVendor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The vendor accounts of a local installation, as both sides need them: the app's accounts file, its secrets in the
 * environment, and the sandbox's settings. Secrets are made at random for each installation.
 */
public final class SandboxAccounts {
    /** The push app that the demo's device tokens belong to. */
    public static final String PUSH_APP = "shop-app";
    /** The WeChat official account that the demo's openids belong to. */
    public static final String WECHAT_APPID = "wx5ad0b0c0ffee0042";
    /** The name of that account here. */
    public static final String WECHAT_ACCOUNT = "shop-service";
    /** The subscribe template that the demo's people grant. */
    public static final String WECHAT_TEMPLATE = "TM00001";

    static final String PUSH_ACCOUNT = "shop-push";
    static final String ALIYUN_ACCOUNT = "aliyun-marketing";
    static final String TWILIO_ACCOUNT = "twilio-marketing";
    static final String MAIL_ACCOUNT = "shop-mail";
    /** The push app's Firebase project. */
    public static final String FCM_PROJECT = "carillon-sandbox";
    /** The access key's id at Aliyun. */
    public static final String ALIYUN_KEY_ID = "carillon-sandbox";
    /** The account at Twilio. */
    public static final String TWILIO_SID = "AC5ad0b0c0ffee00425ad0b0c0ffee0042";
    /** Twilio's own test number. */
    public static final String TWILIO_NUMBER = "+15005550006";

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

    /** What the sandbox finds in its environment: pairs divided by semicolons; those of our own environment come last and win. */
    String sandboxSettings() {
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put("twilio.account", TWILIO_ACCOUNT);
        pairs.put("twilio.sid", TWILIO_SID);
        pairs.put("twilio.from", TWILIO_NUMBER);
        pairs.put("aliyun.account", ALIYUN_ACCOUNT);
        pairs.put("aliyun.accessKeyId", ALIYUN_KEY_ID);
        pairs.put("aliyun.port", Integer.toString(settings.ports().aliyun()));
        pairs.put("smtp.account", MAIL_ACCOUNT);
        pairs.put("fcm.account", PUSH_ACCOUNT);
        pairs.put("fcm.project", FCM_PROJECT);
        pairs.put("wechat.account", WECHAT_ACCOUNT);
        pairs.put("wechat.appid", WECHAT_APPID);
        for (Secret secret : Secret.values()) {
            pairs.put(secret.sandboxKey(), settings.folder().secret(secret.sandboxKey()));
        }
        String own = pairs.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining(";"));
        return LaunchSettings.given(settings.environment(), "CARILLON_SANDBOX_SET")
                .map(more -> own + ";" + more)
                .orElse(own);
    }

    /** Writes the accounts file anew, so that moved ports are followed. */
    void write() {
        try {
            DataFolder.writePrivately(settings.folder().accounts(), new AccountsFile(settings).yaml(vendors()));
        } catch (IOException refused) {
            throw new LaunchFailure(
                    "The accounts file " + settings.folder().accounts() + " cannot be written: " + refused.getMessage(),
                    refused);
        }
    }

    /** Whom the sandbox plays. */
    private static Set<String> vendors() {
        return ServiceLoader.load(SandboxVendor.class).stream()
                .map(provider -> provider.get().vendor())
                .collect(Collectors.toSet());
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
