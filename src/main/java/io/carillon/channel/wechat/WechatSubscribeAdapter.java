package io.carillon.channel.wechat;

import io.carillon.channel.ChannelAdapter;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.ReceiptParser;
import io.carillon.channel.Sender;
import io.carillon.channel.SettingNames;
import io.carillon.channel.SettingProblem;
import io.carillon.channel.VendorAccount;
import io.carillon.database.Sql;
import io.carillon.vault.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/**
 * Subscribe messages of a WeChat official account: one approved template, one grant of the person for each message.
 *
 * <p>Settings: {@code appid} (default and necessarily the account's scope), {@code baseUrl} (default
 * {@code https://api.weixin.qq.com}), {@code callTimeoutMillis} (100 to 6,500, default 6,500), {@code concurrency} (1 to 64,
 * default 16). Secrets: {@code appSecret}, and {@code token} and {@code aesKey} as entered in the account's server
 * configuration at mp.weixin.qq.com, with {@code /hooks/wechat/{account}} as URL and the safe (encrypted) mode.
 *
 * <p>Source: <a href="https://developers.weixin.qq.com/doc/offiaccount/Subscription_Messages/api.html">subscription
 * messages</a>.
 */
@ApplicationScoped
public class WechatSubscribeAdapter implements ChannelAdapter {
    private final WechatTokenStore tokens;
    private final ReceiptParser receipts;

    public WechatSubscribeAdapter(Sql sql, Vault vault) {
        this.tokens = new WechatTokenStore(sql, vault, Clock.systemUTC());
        this.receipts = new WechatReceipts(vault, Clock.systemUTC());
    }

    @Override
    public String vendor() {
        return "wechat";
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.WECHAT;
    }

    @Override
    public String channel() {
        return "wechat.subscribe";
    }

    @Override
    public boolean needsBinding(VendorAccount account) {
        return true;
    }

    @Override
    public boolean observesDelivery(VendorAccount account) {
        return true;
    }

    @Override
    public SettingNames names() {
        return WechatSettings.NAMES;
    }

    @Override
    public List<SettingProblem> check(VendorAccount account) {
        return WechatSettings.problems(account);
    }

    @Override
    public Sender open(VendorAccount account) {
        return new WechatSender(WechatSettings.of(sound(account)), tokens);
    }

    /** An AppID has one address for its events. */
    @Override
    public String login(VendorAccount account) {
        return account.scope();
    }

    @Override
    public ReceiptParser receipts() {
        return receipts;
    }
}
