package io.carillon.delivery;

import io.carillon.channel.CallDeadline;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.VendorAccount;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;

/** The call between claim and outcome: hands messages to their accounts in slices, side by side. Holds no transaction. */
@ApplicationScoped
public class Caller {
    private static final Logger LOG = Logger.getLogger(Caller.class);

    private final AccountSenders senders;
    private final AttemptLinks links;

    public Caller(AccountSenders senders, AttemptLinks links) {
        this.senders = senders;
        this.links = links;
    }

    private record Slice(List<ClaimedMessage> messages, Future<List<SendResult>> results) {}

    /** Sends all; answers each. Never throws for what a vendor does. */
    List<Answered> call(List<ClaimedMessage> messages, CallDeadline deadline) {
        Map<VendorAccount, List<ClaimedMessage>> byAccount = new LinkedHashMap<>();
        messages.forEach(message -> byAccount
                .computeIfAbsent(message.account(), account -> new ArrayList<>())
                .add(message));
        List<Slice> slices = new ArrayList<>();
        byAccount.forEach((account, own) -> slices.addAll(submit(senders.of(account), own, deadline)));
        List<Answered> answered = new ArrayList<>(messages.size());
        for (Slice slice : slices) {
            List<SendResult> results = await(slice);
            for (int i = 0; i < slice.messages().size(); i++) {
                answered.add(new Answered(slice.messages().get(i), results.get(i)));
            }
        }
        return answered;
    }

    private List<Slice> submit(AccountSenders.Opened opened, List<ClaimedMessage> messages, CallDeadline deadline) {
        List<Slice> slices = new ArrayList<>();
        int most = opened.sender().callSize();
        // Small claims are spread over the threads too, instead of filling one call and leaving the rest idle.
        int even = (messages.size() + opened.sender().concurrency() - 1)
                / opened.sender().concurrency();
        int size = Math.max(1, Math.min(most, even));
        for (int from = 0; from < messages.size(); from += size) {
            List<ClaimedMessage> part = messages.subList(from, Math.min(messages.size(), from + size));
            List<Outbound> outbound = part.stream().map(this::outbound).toList();
            slices.add(new Slice(
                    part, opened.threads().submit(() -> opened.sender().send(outbound, deadline))));
        }
        return slices;
    }

    private Outbound outbound(ClaimedMessage message) {
        return new Outbound(
                message.key(), message.address(), message.content(), links.callback(message.account(), message.key()));
    }

    private static List<SendResult> await(Slice slice) {
        int asked = slice.messages().size();
        try {
            List<SendResult> results = slice.results().get();
            if (results.size() == asked) {
                return results;
            }
            LOG.errorf(
                    "adapter of %s answered %d of %d messages",
                    slice.messages().get(0).account(), results.size(), asked);
        } catch (ExecutionException broken) {
            // An adapter never throws by contract; when one does, nobody knows what left.
            LOG.errorf(
                    broken.getCause(),
                    "adapter of %s threw",
                    slice.messages().get(0).account());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return java.util.Collections.nCopies(asked, new SendResult.Unknown(Reason.VENDOR_ERROR, ""));
    }
}
