package io.carillon.channel;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/** An adapter that accounts of tests can name; it wants a setting and a secret and sends nothing. */
@Singleton
public class BellAdapter implements ChannelAdapter {

    @Override
    public String vendor() {
        return "test-bell";
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
        return SettingNames.of(Set.of("tower", "port", "baseUrl"), Set.of("rope"));
    }

    @Override
    public List<SettingProblem> check(VendorAccount account) {
        if (!account.settings().containsKey("tower")) {
            return List.of(SettingProblem.setting("tower", "account.missing"));
        }
        return account.secrets().containsKey("rope")
                ? List.of()
                : List.of(SettingProblem.secret("rope", "account.missing"));
    }

    @Override
    public Sender open(VendorAccount account) {
        throw new IllegalArgumentException("The bell of tests does not ring");
    }

    @Override
    public ReceiptParser receipts() {
        return (request, account) -> HookAnswer.malformed("The bell of tests reports nothing");
    }
}
