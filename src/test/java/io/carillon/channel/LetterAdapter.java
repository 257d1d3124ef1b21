package io.carillon.channel;

import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;

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
    public boolean observesDelivery(VendorAccount account) {
        return false;
    }
}
