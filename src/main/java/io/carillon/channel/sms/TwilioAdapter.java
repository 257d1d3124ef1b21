package io.carillon.channel.sms;

import com.twilio.Twilio;
import io.carillon.channel.ChannelAdapter;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.LookUp;
import io.carillon.channel.ReceiptParser;
import io.carillon.channel.Sender;
import io.carillon.channel.SettingNames;
import io.carillon.channel.SettingProblem;
import io.carillon.channel.VendorAccount;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * Twilio Programmable Messaging: free text, one message a call, delivery reported to a callback that carries our key.
 *
 * <p>Settings: {@code sid} (AC…), {@code from} (a number, short code or alphanumeric sender) or
 * {@code messagingServiceSid} (MG…), {@code baseUrl} (needed by sandbox accounts; live ones call Twilio),
 * {@code concurrency} (16), {@code callTimeoutMillis} (10000). Secret: {@code token}, the account's auth token, which
 * also signs callbacks.
 */
@ApplicationScoped
public class TwilioAdapter implements ChannelAdapter {
    static final String VENDOR = "twilio";

    private final TwilioReceipts receipts = new TwilioReceipts();
    private final TwilioLookUp lookUp = new TwilioLookUp();

    /** Begins the SDK together with the app: it adds a hook for the process's end, and nothing can be added once that has begun. */
    public TwilioAdapter() {
        Twilio.getUserAgentExtensions();
    }

    @Override
    public String vendor() {
        return VENDOR;
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.SMS;
    }

    @Override
    public boolean observesDelivery(VendorAccount account) {
        return true;
    }

    @Override
    public SettingNames names() {
        return TwilioSettings.NAMES;
    }

    @Override
    public List<SettingProblem> check(VendorAccount account) {
        return TwilioSettings.check(account);
    }

    @Override
    public Sender open(VendorAccount account) {
        return new TwilioSender(TwilioSettings.of(sound(account)));
    }

    @Override
    public Optional<LookUp> lookUp() {
        return Optional.of(lookUp);
    }

    /** Receipts go where each message says, replies to the address of the number. */
    @Override
    public String login(VendorAccount account) {
        return account.setting("sid", account.name());
    }

    @Override
    public ReceiptParser receipts() {
        return receipts;
    }
}
