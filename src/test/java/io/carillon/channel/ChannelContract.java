package io.carillon.channel;

import static org.awaitility.Awaitility.await;

import io.carillon.sandbox.FaultRule;
import io.carillon.sandbox.Sandbox;
import io.carillon.sandbox.SandboxOptions;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link ChannelContractTest} asks of a vendor's test, and the stage it plays on: a sandbox with free ports, a
 * {@link HookReceiver} in Carillon's place, and an opened sender.
 */
abstract class ChannelContract {
    /** Longer than anything here takes on the busiest machine, so that only a hang of ours meets it. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** As long as adapters allow, so that a busy machine is not taken for a slow vendor. */
    private static final Duration LONG_CALL = Duration.ofSeconds(Sender.CALL_SECONDS - 1);

    /** Where the vendor hangs: short for the test's sake, long enough to get as far as the vendor. */
    private static final Duration SHORT_CALL = Duration.ofSeconds(2);

    /** Room for the call and everything around it; never what a test measures. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    @TempDir
    private Path data;

    private int restarts;
    private HookReceiver hooks;
    private Sandbox sandbox;
    private VendorAccount account;
    private Sender sender;

    /** The adapter under test, new. */
    protected abstract ChannelAdapter adapter();

    /**
     * An account that reaches the running sandbox; use {@link #accountWith}. Its setting {@code callTimeoutMillis} is
     * replaced by what each test needs.
     */
    protected abstract VendorAccount account(Sandbox running);

    /** The same account with credentials the vendor does not know; null where this cannot be. */
    protected abstract @Nullable VendorAccount accountWithWrongCredentials(Sandbox running);

    /** A valid address that people have, different for each number from 0 to 99. */
    protected abstract String address(int number);

    /** A message this vendor takes. */
    protected abstract Content content();

    /** A webhook body that is signed as it must be and cannot be read; null where the vendor has no such thing. */
    protected abstract @Nullable HookRequest malformedHook(VendorAccount of, URI hooksUrl);

    /** A genuine webhook made unauthentic. */
    protected HookRequest forged(HookRequest genuine) {
        byte[] body = genuine.body().clone();
        body[body.length - 1] ^= 1;
        return new HookRequest(
                genuine.method(), genuine.publicUrl(), genuine.suffix(), genuine.headers(), genuine.query(), body);
    }

    /** Settings this vendor's sandbox half needs beside the usual ones. */
    protected Map<String, String> sandboxSettings() {
        return Map.of();
    }

    /** The vendor's name in the sandbox. */
    protected String sandboxVendor() {
        return adapter().vendor();
    }

    /** What a test must do at the sandbox before people can be sent to, such as giving grants. */
    protected void prepare(Sandbox running, VendorAccount of) {}

    /** The longest time that the adapter allows for a call. */
    protected Duration longCall() {
        return LONG_CALL;
    }

    /** Whether a refusal says how long to wait. */
    protected boolean saysRetryAfter() {
        return true;
    }

    /** Whether each message of one call gets an answer of its own, or all share one. */
    protected boolean answersEachOfACall() {
        return true;
    }

    /** Whether a broken connection without an answer leaves a doubt; false where the protocol shows that nothing was taken. */
    protected boolean resetLeavesADoubt() {
        return true;
    }

    /** Whether a server error leaves a doubt; false where the vendor's protocol says that nothing was taken. */
    protected boolean serverErrorLeavesADoubt() {
        return true;
    }

    /** Whether the vendor reports that a message arrived. */
    protected boolean reportsDelivered() {
        return adapter().observesDelivery(account);
    }

    /** Whether the vendor reports that a message did not arrive. */
    protected boolean reportsUndelivered() {
        return true;
    }

    /** An account with what every account has. */
    protected static VendorAccount accountWith(
            ChannelAdapter of, String scope, Map<String, String> settings, Map<String, String> secrets) {
        return new VendorAccount(
                "contract",
                of.vendor(),
                of.kind(),
                Purpose.MARKETING,
                scope,
                Set.of(),
                Mode.SANDBOX,
                1,
                new RateLimit(1_000, RateLimit.Unit.MESSAGES),
                new Money(new BigDecimal("0.045"), "CNY"),
                settings,
                secrets);
    }

    @BeforeEach
    void setTheStage() {
        hooks = new HookReceiver();
        start(Map.of("outcomes", "all-delivered"));
    }

    @AfterEach
    void clearTheStage() {
        // A stage that was not set wholly is cleared as far as it was.
        Stream.of(sender, sandbox, hooks).filter(Objects::nonNull).forEach(ChannelContract::close);
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception failure) {
            throw new IllegalStateException(part.getClass().getSimpleName() + " does not close", failure);
        }
    }

    /** Starts the sandbox anew, with people who behave by these settings. */
    protected final void restart(Map<String, String> people) {
        sender.close();
        sandbox.close();
        start(people);
    }

    private void start(Map<String, String> people) {
        Map<String, String> settings = new HashMap<>(people);
        settings.put(sandboxVendor() + ".account", "contract");
        settings.putAll(sandboxSettings());
        Path folder = data.resolve("start-" + restarts++);
        SandboxOptions options = new SandboxOptions(0, folder, hooks.url(), 0, 1, settings);
        sandbox = Sandbox.startOnly(options, Set.of(sandboxVendor()));
        account = patient(account(sandbox));
        prepare(sandbox, account);
        sender = adapter().open(account);
    }

    /** Opens the account again with a short time for each call. */
    protected final void hurry() {
        sender.close();
        account = withCallTime(account, SHORT_CALL);
        sender = adapter().open(account);
    }

    /** The same account with a long time for each call. */
    protected final VendorAccount patient(VendorAccount of) {
        return withCallTime(of, longCall());
    }

    private static VendorAccount withCallTime(VendorAccount of, Duration time) {
        Map<String, String> settings = new HashMap<>(of.settings());
        settings.put("callTimeoutMillis", Long.toString(time.toMillis()));
        return new VendorAccount(
                of.name(),
                of.vendor(),
                of.kind(),
                of.purpose(),
                of.scope(),
                of.countries(),
                of.mode(),
                of.rank(),
                of.rateLimit(),
                of.price(),
                settings,
                of.secrets());
    }

    protected final Sandbox sandbox() {
        return sandbox;
    }

    protected final HookReceiver hooks() {
        return hooks;
    }

    protected final VendorAccount account() {
        return account;
    }

    protected final Sender sender() {
        return sender;
    }

    protected final void show(FaultRule rule) {
        sandbox.faults().add(rule);
    }

    /** A message to that person, with a key of its own. */
    protected final Outbound message(int number) {
        AttemptKey key = new AttemptKey(7, number + 1, 1);
        URI callback = URI.create(hooks.url() + "/hooks/" + adapter().vendor() + "/" + account.name() + "/" + key);
        return new Outbound(key, address(number), content(), callback);
    }

    /** Sends one message and gives its result. */
    protected final SendResult send(Outbound message) {
        List<SendResult> results = sender.send(List.of(message), CallDeadline.in(LEASE));
        if (results.size() != 1) {
            throw new AssertionError("One message, " + results.size() + " results");
        }
        return results.get(0);
    }

    /** Sends all, in calls as large as the sender likes. */
    protected final List<SendResult> sendAll(List<Outbound> messages) {
        List<SendResult> results = new ArrayList<>();
        for (int from = 0; from < messages.size(); from += sender.callSize()) {
            int to = Math.min(messages.size(), from + sender.callSize());
            results.addAll(sender.send(messages.subList(from, to), CallDeadline.in(LEASE)));
        }
        return results;
    }

    /** How many messages with this key the vendor took. */
    protected int taken(Outbound message) {
        return sandbox.accepted().withKey(message.key().toString()).size();
    }

    /** What the adapter reads from everything the vendor posted so far. */
    protected final List<VendorReport> reports() {
        ReceiptParser parser = adapter().receipts();
        return hooks.requests().stream()
                .flatMap(request -> parser.receive(request, account).reports().stream())
                .toList();
    }

    /** Waits for receipts with that outcome. */
    protected final List<VendorReport.Receipt> awaitReceipts(VendorReport.Outcome outcome, int atLeast) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> receipts(outcome), found -> found.size() >= atLeast);
    }

    /** Receipts with that outcome so far. */
    protected final List<VendorReport.Receipt> receipts(VendorReport.Outcome outcome) {
        return reports().stream()
                .filter(VendorReport.Receipt.class::isInstance)
                .map(VendorReport.Receipt.class::cast)
                .filter(receipt -> receipt.outcome() == outcome)
                .toList();
    }
}
