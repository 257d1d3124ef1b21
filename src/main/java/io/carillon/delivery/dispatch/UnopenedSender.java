package io.carillon.delivery.dispatch;

import io.carillon.channel.CallDeadline;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.Sender;
import java.util.Collections;
import java.util.List;

/** Stands where an account could not be opened, for want of a secret perhaps: every message is blocked, so that the channel stops. */
final class UnopenedSender implements Sender {
    private static final String CODE = "not opened";

    @Override
    public int callSize() {
        return 1;
    }

    @Override
    public int concurrency() {
        return 1;
    }

    @Override
    public List<SendResult> send(List<Outbound> messages, CallDeadline deadline) {
        return Collections.nCopies(messages.size(), new SendResult.Blocked(Reason.ACCOUNT_SETTING, CODE));
    }

    @Override
    public void close() {}
}
