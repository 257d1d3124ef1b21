package io.carillon.delivery.dispatch;

import io.carillon.channel.CallDeadline;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.Sender;
import io.carillon.channel.VendorAccount;
import io.carillon.delivery.claim.Answered;
import io.carillon.delivery.claim.AttemptLinks;
import io.carillon.delivery.claim.ClaimedMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** The call between claim and outcome: hands messages to their accounts in slices, side by side. Holds no transaction. */
@ApplicationScoped
public class Caller {
    private static final Logger LOG = Logger.getLogger(Caller.class);

    /** Messages that one mark covers where a call takes fewer: so many more may be in doubt after a crash. */
    private static final int LEAST_MARKED = 16;

    /** Calls that come back within it are told of together. */
    private static final Duration MOMENT = Duration.ofSeconds(2);

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

    private record Slice(List<ClaimedMessage> messages, Future<List<SendResult>> results) {}

    /** Hears what is answered while other calls of the same claim are still out. */
    @FunctionalInterface
    interface Early {
        void answered(List<Answered> some);
    }

    /** Sends all of a claim; answers each, also what {@code early} heard. Never throws for what a vendor does. */
    List<Answered> call(UUID claim, List<ClaimedMessage> messages, CallDeadline deadline, Early early) {
        Map<VendorAccount, List<ClaimedMessage>> byAccount = new LinkedHashMap<>();
        messages.forEach(message -> byAccount
                .computeIfAbsent(message.account(), account -> new ArrayList<>())
                .add(message));
        List<Slice> slices = new ArrayList<>();
        byAccount.forEach((account, own) -> slices.addAll(submit(claim, senders.of(account), own, deadline)));
        List<Slice> out = slices;
        while (!areThrough(out)) {
            List<Slice> through =
                    out.stream().filter(slice -> slice.results().isDone()).toList();
            if (!through.isEmpty()) {
                early.answered(answers(through));
                out = out.stream().filter(slice -> !through.contains(slice)).toList();
            }
        }
        return answers(slices);
    }

    /** Whether all come back within a moment. */
    private static boolean areThrough(List<Slice> slices) {
        long until = System.nanoTime() + MOMENT.toNanos();
        for (Slice slice : slices) {
            try {
                slice.results().get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException out) {
                return false;
            } catch (ExecutionException broken) {
                // It is through as well; what broke is told with its answers.
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
        return true;
    }

    private static List<Answered> answers(List<Slice> slices) {
        List<Answered> answered = new ArrayList<>();
        for (Slice slice : slices) {
            List<SendResult> results = await(slice);
            for (int i = 0; i < slice.messages().size(); i++) {
                answered.add(new Answered(slice.messages().get(i), results.get(i)));
            }
        }
        return answered;
    }

    private List<Slice> submit(
            UUID claim, AccountSenders.Opened opened, List<ClaimedMessage> messages, CallDeadline deadline) {
        List<Slice> slices = new ArrayList<>();
        int most = Math.max(opened.sender().callSize(), LEAST_MARKED);
        // Small claims are spread over the threads too, instead of filling one call and leaving the rest idle.
        int even = (messages.size() + opened.sender().concurrency() - 1)
                / opened.sender().concurrency();
        for (List<ClaimedMessage> part : parts(messages, Math.min(most, even))) {
            slices.add(new Slice(
                    part, opened.threads().submit(() -> markAndSend(claim, opened.sender(), part, deadline))));
        }
        return slices;
    }

    private List<SendResult> markAndSend(
            UUID claim, Sender sender, List<ClaimedMessage> messages, CallDeadline deadline) {
        if (isEnding) {
            return notBegun(messages.size());
        }
        try {
            marks.begin(claim, messages);
        } catch (RuntimeException away) {
            // What nobody could find begun must not leave: after a crash it would be sent again.
            LOG.warnf("%d messages wait: the database did not take their mark", messages.size());
            return notBegun(messages.size());
        }
        List<SendResult> results = new ArrayList<>(messages.size());
        for (List<ClaimedMessage> part : parts(messages, sender.callSize())) {
            results.addAll(
                    isEnding
                            ? notBegun(part.size())
                            : sender.send(part.stream().map(this::outbound).toList(), deadline));
        }
        return results;
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
        return Collections.nCopies(asked, new SendResult.Unknown(Reason.VENDOR_ERROR, ""));
    }
}
