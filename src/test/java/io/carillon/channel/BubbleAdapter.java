package io.carillon.channel;

import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;

/** {@link RingAdapter} for WeChat's subscribe messages, each of which takes a grant. */
@Singleton
@Typed({ChannelAdapter.class, BubbleAdapter.class})
public class BubbleAdapter extends RingAdapter {
    @Override
    public String vendor() {
        return "test-bubble";
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
}
