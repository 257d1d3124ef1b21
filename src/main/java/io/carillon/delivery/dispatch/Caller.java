package io.carillon.delivery.dispatch;

import io.carillon.channel.CallDeadline;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.Sender;
import io.carillon.channel.VendorAccount;
import io.carillon.delivery.claim.AttemptLinks;
import io.carillon.delivery.claim.ClaimedMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The call between claim and outcome: hands messages to their accounts in slices, side by side. Holds no transaction. */
@ApplicationScoped
public class Caller {
    private static final Logger LOG = Logger.getLogger(Caller.class);

    /** Messages that one mark covers where a call takes fewer: so many more may be in doubt after a crash. */
    private static final int LEAST_MARKED = 16;

    private final AccountSenders senders;
    private final AttemptLinks links;
    private final CallMarks marks;
    private volatile boolean isEnding;

    public Caller(AccountSenders senders, AttemptLinks links, CallMarks marks) {
        this.senders = senders;
        this.links = links;
        this.marks = marks;
    }

    /** This process stops: calls that have begun come to their end, and no other one begins. */
    void end() {
        isEnding = true;
    }

    /** Hands all of a claim to the threads of its accounts; does not wait for them. */
    Calls begin(UUID claim, List<ClaimedMessage> messages, CallDeadline deadline) {
        Map<VendorAccount, List<ClaimedMessage>> byAccount = new LinkedHashMap<>();
        messages.forEach(message -> byAccount
                .computeIfAbsent(message.account(), account -> new ArrayList<>())
                .add(message));
        List<Calls.Call> calls = new ArrayList<>();
        byAccount.forEach((account, own) ->
                calls.addAll(senders.handOver(account, opened -> submit(claim, opened, own, deadline))));
        return new Calls(calls);
    }

    private List<Calls.Call> submit(
            UUID claim, AccountSenders.Opened opened, List<ClaimedMessage> messages, CallDeadline deadline) {
        List<Calls.Call> calls = new ArrayList<>();
        int most = Math.max(opened.sender().callSize(), LEAST_MARKED);
        // Small claims are spread over the threads too, instead of filling one call and leaving the rest idle.
        int even = (messages.size() + opened.sender().concurrency() - 1)
                / opened.sender().concurrency();
        for (List<ClaimedMessage> part : parts(messages, Math.min(most, even))) {
            Calls.Call call = new Calls.Call(opened, part);
            call.isThrough(opened.threads().submit(() -> markAndSend(claim, opened.sender(), call, deadline)));
            calls.add(call);
        }
        return calls;
    }

    private void markAndSend(UUID claim, Sender sender, Calls.Call call, CallDeadline deadline) {
        List<ClaimedMessage> messages = call.messages();
        call.begin();
        if (isEnding) {
            call.answered(notBegun(messages.size()));
            return;
        }
        try {
            if (!marks.begin(claim, messages)) {
                LOG.warnf("%d messages wait: their claim is over, and others may have them by now", messages.size());
                call.answered(notBegun(messages.size()));
                return;
            }
        } catch (RuntimeException away) {
            // What nobody could find begun must not leave: after a crash it would be sent again.
            LOG.warnf("%d messages wait: the database did not take their mark", messages.size());
            call.answered(notBegun(messages.size()));
            return;
        }
        for (List<ClaimedMessage> part : parts(messages, sender.callSize())) {
            call.answered(
                    isEnding
                            ? notBegun(part.size())
                            : sender.send(part.stream().map(this::outbound).toList(), deadline));
        }
    }

    private static List<SendResult> notBegun(int messages) {
        return Collections.nCopies(messages, new SendResult.NotSent(Reason.LEASE_OVER, "", null));
    }

    private static List<List<ClaimedMessage>> parts(List<ClaimedMessage> messages, int size) {
        List<List<ClaimedMessage>> parts = new ArrayList<>();
        for (int from = 0; from < messages.size(); from += Math.max(1, size)) {
            parts.add(messages.subList(from, Math.min(messages.size(), from + Math.max(1, size))));
        }
        return parts;
    }

    private Outbound outbound(ClaimedMessage message) {
        return new Outbound(
                message.key(), message.address(), message.content(), links.callback(message.account(), message.key()));
    }
}
