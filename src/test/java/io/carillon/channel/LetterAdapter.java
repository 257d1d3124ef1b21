package io.carillon.channel;

import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.util.Optional;

/** {@link RingAdapter} for email, so that tests have a channel to go on to. */
@Singleton
@Typed({ChannelAdapter.class, LetterAdapter.class})
public class LetterAdapter extends RingAdapter {
    @Override
    public String vendor() {
        return "test-letter";
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.EMAIL;
    }

    @Override
    public Optional<String> messageId(VendorAccount account, AttemptKey key) {
        return Optional.of(key + "@" + account.name());
    }

    @Override
    public boolean observesDelivery(VendorAccount account) {
        return false;
    }
}
