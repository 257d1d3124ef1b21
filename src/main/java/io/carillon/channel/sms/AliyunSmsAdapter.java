package io.carillon.channel.sms;

import io.carillon.channel.ChannelAdapter;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.LookUp;
import io.carillon.channel.ReceiptParser;
import io.carillon.channel.Sender;
import io.carillon.channel.SettingNames;
import io.carillon.channel.SettingProblem;
import io.carillon.channel.VendorAccount;
import io.carillon.vault.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Aliyun SMS (阿里云短信服务, Dysmsapi 2017-05-25): approved templates with signature and parameters, up to 100 numbers in
 * a call, reports and replies by HTTP push.
 *
 * <p>Settings: {@code accessKeyId}; {@code endpoint} (host or host:port, default {@code dysmsapi.aliyuncs.com}),
 * {@code protocol} (default {@code https}), {@code callTimeoutMillis} (100 to 10,000, default 10,000), {@code concurrency}
 * (1 to 64, default 8). Secrets: {@code accessKeySecret}; {@code hookSecret}, the last part of the URL
 * {@code /hooks/aliyun/{account}/{hookSecret}} that is given to Aliyun's console for reports and for replies.
 *
 * <p>The API knows no idempotence: a call whose answer is lost stays in doubt until its report comes or it is looked up. It limits
 * a user to 5,000 calls a second.
 *
 * <p>Source: <a href="https://help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2017-05-25-sendsms">SendSms</a>.
 */
@ApplicationScoped
public class AliyunSmsAdapter implements ChannelAdapter {
    private final AliyunMessageId ids;
    private final ReceiptParser receipts;
    private final LookUp lookUp;

    public AliyunSmsAdapter(Vault vault) {
        this.ids = new AliyunMessageId(vault);
        this.receipts = new AliyunReceipts(ids, Clock.systemUTC());
        this.lookUp = new AliyunLookUp(ids, Clock.systemUTC());
    }

    @Override
    public String vendor() {
        return "aliyun";
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.SMS;
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
        return AliyunSettings.NAMES;
    }

    @Override
    public List<SettingProblem> check(VendorAccount account) {
        return AliyunSettings.problems(account);
    }

    @Override
    public Sender open(VendorAccount account) {
        return new AliyunSender(AliyunSettings.of(sound(account)), ids);
    }

    @Override
    public Optional<LookUp> lookUp() {
        return Optional.of(lookUp);
    }

    /** A user has one address for reports and one for replies, whatever is signed. */
    @Override
    public String login(VendorAccount account) {
        return account.setting("accessKeyId", account.name());
    }

    @Override
    public ReceiptParser receipts() {
        return receipts;
    }
}
