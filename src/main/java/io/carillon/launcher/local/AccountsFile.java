package io.carillon.launcher.local;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The text of the app's accounts file: one account for each vendor that the sandbox plays. */
final class AccountsFile {
    private static final String HEAD = """
            # The sandbox vendors of this installation; written at every start. Put accounts of your own in by REST.
            accounts:
            """;

    private final LaunchSettings settings;

    AccountsFile(LaunchSettings settings) {
        this.settings = settings;
    }

    /**
     * @param vendors whom the sandbox plays
     */
    String yaml(Set<String> vendors) {
        Map<String, String> accounts = new LinkedHashMap<>();
        accounts.put("fcm", push());
        accounts.put("wechat", wechat());
        accounts.put("aliyun", mainlandSms());
        accounts.put("twilio", otherSms());
        accounts.put("smtp", mail());
        return accounts.entrySet().stream()
                .filter(account -> vendors.contains(account.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining("", HEAD, ""));
    }

    private String push() {
        return """
              - name: %s
                vendor: fcm
                kind: push
                mode: sandbox
                scope: %s
                rank: 10
                rate: {limit: 2000, unit: messages}
                settings: {project: %s, baseUrl: "%s/fcm"}
                secrets: {serviceAccount: SANDBOX_FCM_SERVICE_ACCOUNT}
            """.formatted(
                        SandboxAccounts.PUSH_ACCOUNT,
                        SandboxAccounts.PUSH_APP,
                        SandboxAccounts.FCM_PROJECT,
                        settings.sandboxUrl());
    }

    private String wechat() {
        return """
              - name: %s
                vendor: wechat
                kind: wechat
                mode: sandbox
                scope: %s
                rank: 10
                rate: {limit: 500, unit: messages}
                settings: {appid: %s, baseUrl: "%s/wechat"}
                secrets: {appSecret: SANDBOX_WECHAT_SECRET, token: SANDBOX_WECHAT_TOKEN, aesKey: SANDBOX_WECHAT_AES_KEY}
            """.formatted(
                        SandboxAccounts.WECHAT_ACCOUNT,
                        SandboxAccounts.WECHAT_APPID,
                        SandboxAccounts.WECHAT_APPID,
                        settings.sandboxUrl());
    }

    private String mainlandSms() {
        return """
              - name: %s
                vendor: aliyun
                kind: sms
                mode: sandbox
                purpose: marketing
                countries: [CN]
                rank: 10
                rate: {limit: 1000, unit: messages}
                price: {amount: 0.045, currency: CNY}
                settings: {accessKeyId: %s, protocol: http, endpoint: "127.0.0.1:%d"}
                secrets: {accessKeySecret: SANDBOX_ALIYUN_SECRET, hookSecret: SANDBOX_ALIYUN_HOOK}
            """.formatted(
                        SandboxAccounts.ALIYUN_ACCOUNT,
                        SandboxAccounts.ALIYUN_KEY_ID,
                        settings.ports().aliyun());
    }

    private String otherSms() {
        return """
              - name: %s
                vendor: twilio
                kind: sms
                mode: sandbox
                purpose: marketing
                rank: 20
                rate: {limit: 200, unit: messages}
                price: {amount: 0.36, currency: CNY}
                settings: {sid: %s, from: "%s", baseUrl: "%s/twilio"}
                secrets: {token: SANDBOX_TWILIO_TOKEN}
            """.formatted(
                        SandboxAccounts.TWILIO_ACCOUNT,
                        SandboxAccounts.TWILIO_SID,
                        SandboxAccounts.TWILIO_NUMBER,
                        settings.sandboxUrl());
    }

    private String mail() {
        return """
              - name: %s
                vendor: smtp
                kind: email
                mode: sandbox
                rank: 10
                rate: {limit: 1000, unit: messages}
                price: {amount: 0.001, currency: CNY}
                settings: {host: 127.0.0.1, port: "%d", tls: none, from: gift@shop.example, fromName: 钟楼商城, returnDomain: bounce.shop.example}
                secrets: {verpKey: SANDBOX_SMTP_VERP_KEY, hookSecret: SANDBOX_SMTP_HOOK}
            """.formatted(SandboxAccounts.MAIL_ACCOUNT, settings.ports().smtp());
    }
}
