package io.carillon.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kit of a running sandbox: joins the log, the fault rules, the hook caller and the people on the far side. */
final class StandardKit implements SandboxKit, AutoCloseable {
    private final Vertx vertx;
    private final AcceptedLog log;
    private final AcceptedMessages messages;
    private final FaultRules faults;
    private final HookCaller hooks;
    private final HeldReceipts held = new HeldReceipts();
    private final TakenReceipts taken = new TakenReceipts();
    private final ReceiptBender receipts;
    private final Outcomes outcomes;
    private final Map<String, String> settings;
    private final List<String> vendors;

    StandardKit(Vertx vertx, AcceptedLog log, SandboxOptions options, List<String> vendors) {
        this.vertx = vertx;
        this.log = log;
        this.messages = new AcceptedMessages(log);
        this.faults = new FaultRules(options.seed());
        this.hooks = new HookCaller(vertx, options.hooks());
        this.receipts = new ReceiptBender(this, held, options.seed());
        this.settings = options.allSettings();
        this.outcomes = new Outcomes(settings, options.seed());
        this.vendors = vendors;
    }

    @Override
    public long accepted(AcceptedMessage message) {
        return log.append(message);
    }

    @Override
    public Optional<AcceptedMessage> find(String vendor, String vendorId) {
        return messages.find(vendor, vendorId);
    }

    @Override
    public List<AcceptedMessage> sentTo(String vendor, String address, int limit) {
        return messages.sentTo(vendor, address, limit);
    }

    @Override
    public @Nullable Fault faultFor(String vendor, String address) {
        return faults.draw(vendor, address);
    }

    @Override
    public @Nullable Fault faultFor(String vendor, List<String> addresses) {
        return faults.draw(vendor, addresses);
    }

    @Override
    public Future<Boolean> post(
            String url, Map<String, String> headers, String contentType, byte[] body, Duration delay) {
        return hooks.post(new HookCall(url, headers, contentType, body), delay);
    }

    @Override
    public Future<Void> receipts(String vendor, String vendorId, String address, List<Receipt> inOrder) {
        TakenReceipts.Message message = new TakenReceipts.Message(vendor, vendorId, address);
        List<Receipt> noted = inOrder.stream()
                .map(receipt -> receipt.noting(() -> taken.add(message, receipt.tells())))
                .toList();
        return receipts.send(vendor, faults.drawForReceipts(vendor, address), noted);
    }

    @Override
    public void later(Duration delay, Runnable work) {
        // Vert.x refuses a delay of 0.
        vertx.setTimer(Math.max(1, delay.toMillis()), timer -> work.run());
    }

    @Override
    public Outcome outcomeFor(String vendor, String address) {
        return outcomes.of(vendor, address);
    }

    @Override
    public String setting(String key) {
        return settings.getOrDefault(key, "");
    }

    AcceptedMessages messages() {
        return messages;
    }

    FaultRules faults() {
        return faults;
    }

    /** To be called before Vert.x closes. */
    void stopHooks() {
        hooks.close();
    }

    HookCaller hooks() {
        return hooks;
    }

    HeldReceipts held() {
        return held;
    }

    TakenReceipts taken() {
        return taken;
    }

    List<String> vendors() {
        return vendors;
    }

    @Override
    public void close() {
        log.close();
    }
}
