package io.carillon.channel.email;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.ChannelAdapter;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.ReceiptParser;
import io.carillon.channel.Sender;
import io.carillon.channel.SettingNames;
import io.carillon.channel.SettingProblem;
import io.carillon.channel.TextMark;
import io.carillon.channel.VendorAccount;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Email through any SMTP server (RFC 5321). Settings: {@code host}, {@code port}, {@code tls} (none, starttls, implicit;
 * default starttls), {@code username}, {@code from}, {@code fromName}, {@code returnDomain} (default: the domain of from),
 * {@code concurrency} (16), {@code callTimeoutMillis} (10,000), {@code mailsPerConnection} (100). Secrets: {@code verpKey},
 * {@code password} where there is a username, {@code hookSecret} for bounces.
 *
 * <p>SMTP tells only what did not arrive, so nothing can wait for delivery here. Stateless, thread-safe.
 */
@ApplicationScoped
public class SmtpAdapter implements ChannelAdapter {
    private final Clock clock;
    private final SmtpReceipts receipts;

    /** With the system's clock, which dates mails. */
    public SmtpAdapter() {
        this(Clock.systemUTC());
    }

    SmtpAdapter(Clock clock) {
        this.clock = clock;
        this.receipts = new SmtpReceipts(clock);
    }

    @Override
    public String vendor() {
        return "smtp";
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.EMAIL;
    }

    @Override
    public boolean observesDelivery(VendorAccount account) {
        return false;
    }

    @Override
    public SettingNames names() {
        return SmtpSettings.NAMES;
    }

    @Override
    public List<SettingProblem> check(VendorAccount account) {
        return new SmtpSettingsCheck(account).findings();
    }

    @Override
    public Sender open(VendorAccount account) {
        return new SmtpSender(sound(account), clock);
    }

    /** The Message-ID without its angle brackets, as relays log it. */
    @Override
    public Optional<String> messageId(VendorAccount account, AttemptKey key) {
        String header = SmtpSettings.returnPath(account).messageId(key);
        return Optional.of(header.substring(1, header.length() - 1));
    }

    /** Whoever has the key has signed the return path. */
    @Override
    public String login(VendorAccount account) {
        return TextMark.of(account.secret("verpKey", account.name()));
    }

    @Override
    public ReceiptParser receipts() {
        return receipts;
    }
}
