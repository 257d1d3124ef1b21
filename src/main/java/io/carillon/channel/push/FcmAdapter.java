package io.carillon.channel.push;

import io.carillon.channel.ChannelAdapter;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.ReceiptParser;
import io.carillon.channel.Sender;
import io.carillon.channel.SettingNames;
import io.carillon.channel.SettingProblem;
import io.carillon.channel.VendorAccount;
import io.carillon.vault.Vault;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/**
 * App push by Firebase Cloud Messaging, HTTP v1. FCM answers accepted or refused and reports nothing later; the shop's app
 * reports to {@code /hooks/app/{account}}, see {@link AppReceipts}.
 *
 * <p>Settings: {@code project} (default: the one of the service account), {@code baseUrl} (default
 * {@code https://fcm.googleapis.com}), {@code callTimeoutMillis} (100 to 9,500, default 9,500), {@code concurrency} (1 to
 * 32, default 8), {@code appReports} (whether the app reports, default true). Secret: {@code serviceAccount}, the JSON text
 * of a service account's key; access tokens come from its {@code token_uri}.
 *
 * <p>A project may send 600,000 messages a minute.
 *
 * <p>Source: <a href="https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages/send">messages.send</a>.
 */
@ApplicationScoped
public class FcmAdapter implements ChannelAdapter {
    private final ReceiptParser receipts;
    private final Vertx vertx;

    public FcmAdapter(Vault vault, Vertx vertx) {
        this.vertx = vertx;
        this.receipts = new AppReceipts(vault, Clock.systemUTC());
    }

    @Override
    public String vendor() {
        return "fcm";
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.PUSH;
    }

    @Override
    public boolean observesDelivery(VendorAccount account) {
        return account.setting("appReports", "true").equals("true");
    }

    @Override
    public SettingNames names() {
        return FcmSettings.NAMES;
    }

    @Override
    public List<SettingProblem> check(VendorAccount account) {
        return FcmSettings.problems(account);
    }

    @Override
    public Sender open(VendorAccount account) {
        return new FcmSender(FcmSettings.of(sound(account)), vertx);
    }

    /** The tokens that apps report are signed by ourselves, for whichever account. */
    @Override
    public String login(VendorAccount account) {
        return "app";
    }

    @Override
    public ReceiptParser receipts() {
        return receipts;
    }
}
