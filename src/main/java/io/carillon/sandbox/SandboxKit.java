package io.carillon.sandbox;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the sandbox gives each vendor. Thread-safe. */
public interface SandboxKit {

    /**
     * Writes an accepted message to the append-only file before the vendor answers; survives a kill of the sandbox.
     *
     * @return how many messages were accepted before this one, all vendors together
     */
    long accepted(AcceptedMessage message);

    /** The accepted message with this vendor id; reads the file, so not for an event loop. */
    Optional<AcceptedMessage> find(String vendor, String vendorId);

    /** What was accepted for an address, oldest first, at most the newest {@code limit}; reads the file, so not for an event loop. */
    List<AcceptedMessage> sentTo(String vendor, String address, int limit);

    /** Which fault this call shall show, if any; rules with a share draw from a seeded generator. */
    @Nullable
    Fault faultFor(String vendor, String address);

    /** The same for a call of several messages, which shows a fault as a whole or not at all. */
    @Nullable
    Fault faultFor(String vendor, List<String> addresses);

    /**
     * Calls one of Carillon's hooks after a delay, again and again for up to a minute while it cannot be reached or answers 5xx.
     * Receipt faults were applied by {@link #receipts}; this sends as told.
     *
     * @return done when the call was answered or given up: whether Carillon took it (2xx)
     */
    Future<Boolean> post(String url, Map<String, String> headers, String contentType, byte[] body, Duration delay);

    /**
     * Sends a message's receipts, each after its own time, or bent as the faults of that vendor's receipts want it. Which messages
     * Carillon took one for is remembered.
     *
     * @param vendorId of the message, as it was accepted
     * @return done when the vendor may answer the send: at once, or after the receipts that are to come earlier; a vendor that does
     *     not wait for it cannot show {@code RECEIPT_EARLY}
     */
    Future<Void> receipts(String vendor, String vendorId, String address, List<Receipt> inOrder);

    /** Runs short work after a delay, on an event loop. */
    void later(Duration delay, Runnable work);

    /** How people on the far side behave, so that figures look like real ones; a pure function of the address. */
    Outcome outcomeFor(String vendor, String address);

    /**
     * A configuration value of the sandbox, such as a shared secret; empty when not set. Always there: {@code hooks} (where
     * Carillon listens, without trailing slash), {@code smtp.port}, and {@code data} (the folder).
     */
    String setting(String key);

    /** What the far side does with a message to an address. */
    enum Outcome {
        DELIVERED,
        /** The vendor refuses the address at once. */
        REFUSED,
        /** Accepted, and a receipt (or bounce) says later that it did not arrive. */
        UNDELIVERED
    }
}
