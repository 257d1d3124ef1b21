package io.carillon.channel;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An adapter for tests of the ledger: answers what the test wrote for an address, else takes the message and remembers it. What
 * vendors really say is tested adapter by adapter; this plays the five results to what stands behind the contract.
 */
@Singleton
public class RingAdapter implements ChannelAdapter {
    private static final String AT = "at ";

    private final Map<String, Function<Outbound, SendResult>> script = new ConcurrentHashMap<>();
    private final List<Outbound> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger brokenOff = new AtomicInteger();
    private volatile Runnable beforeEachCall = () -> {};
    private final Map<AttemptKey, LookUp.Doubt> lookedUp = new ConcurrentHashMap<>();
    private volatile @Nullable Function<LookUp.Doubt, List<VendorReport.Receipt>> listing;

    @Override
    public String vendor() {
        return "test-ring";
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
        return SettingNames.of(Set.of("login"), Set.of());
    }

    @Override
    public List<SettingProblem> check(VendorAccount account) {
        return List.of();
    }

    /** What the vendor answers for this address, or for every other one where it is "*". */
    public void answer(String address, Function<Outbound, SendResult> result) {
        script.put(address, result);
    }

    /** What the vendor answers to everybody at this account. */
    public void answerAt(String account, Function<Outbound, SendResult> result) {
        script.put(AT + account, result);
    }

    public void beforeEachCall(Runnable work) {
        beforeEachCall = work;
    }

    /** What the vendor tells who asks about a message in doubt; without it nobody can ask. */
    public void list(Function<LookUp.Doubt, List<VendorReport.Receipt>> answer) {
        listing = answer;
    }

    /** The doubts about which it was asked. */
    public Map<AttemptKey, LookUp.Doubt> lookedUp() {
        return Map.copyOf(lookedUp);
    }

    @Override
    public Optional<LookUp> lookUp() {
        Function<LookUp.Doubt, List<VendorReport.Receipt>> answer = listing;
        return answer == null ? Optional.empty() : Optional.of(new Listing(answer, lookedUp));
    }

    private record Listing(
            Function<LookUp.Doubt, List<VendorReport.Receipt>> answer, Map<AttemptKey, LookUp.Doubt> lookedUp)
            implements LookUp, LookUp.Session {
        @Override
        public Duration lag() {
            return Duration.ofSeconds(20);
        }

        @Override
        public Session open(VendorAccount account) {
            return this;
        }

        @Override
        public List<VendorReport.Receipt> find(Doubt doubt) {
            lookedUp.put(doubt.key(), doubt);
            return answer.apply(doubt);
        }

        @Override
        public void close() {}
    }

    /** Messages that were taken, in order. */
    public List<Outbound> taken() {
        return List.copyOf(taken);
    }

    /** Addresses that took a message, in order. */
    public List<String> addresses() {
        return taken.stream().map(Outbound::address).toList();
    }

    /** How many of its senders were closed. */
    public int closed() {
        return closed.get();
    }

    /** Calls that were under way when their sender was closed. */
    public int brokenOff() {
        return brokenOff.get();
    }

    public void forget() {
        closed.set(0);
        brokenOff.set(0);
        script.clear();
        taken.clear();
        beforeEachCall = () -> {};
        lookedUp.clear();
        listing = null;
    }

    @Override
    public Sender open(VendorAccount account) {
        return new Sender() {
            private final AtomicInteger under = new AtomicInteger();

            @Override
            public int callSize() {
                return 10;
            }

            @Override
            public int concurrency() {
                return 4;
            }

            @Override
            public List<SendResult> send(List<Outbound> messages, CallDeadline deadline) {
                under.incrementAndGet();
                try {
                    beforeEachCall.run();
                    List<SendResult> results = new ArrayList<>();
                    messages.forEach(message -> results.add(one(account, message, deadline)));
                    return results;
                } finally {
                    under.decrementAndGet();
                }
            }

            @Override
            public void close() {
                closed.incrementAndGet();
                brokenOff.addAndGet(under.get());
            }
        };
    }

    private SendResult one(VendorAccount account, Outbound message, CallDeadline deadline) {
        if (deadline.isOver()) {
            return new SendResult.NotSent(Reason.LEASE_OVER, "", null);
        }
        Function<Outbound, SendResult> written =
                script.getOrDefault(AT + account.name(), script.getOrDefault(message.address(), script.get("*")));
        if (written != null) {
            return written.apply(message);
        }
        taken.add(message);
        return new SendResult.Accepted("ring-" + message.key());
    }

    @Override
    public String login(VendorAccount account) {
        return account.setting("login", account.name());
    }

    @Override
    public ReceiptParser receipts() {
        return (request, account) -> HookAnswer.malformed("The ring of tests reports nothing");
    }
}
