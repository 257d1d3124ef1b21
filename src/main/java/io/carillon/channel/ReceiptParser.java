package io.carillon.channel;

/** Reads one vendor's webhooks. Stateless, without I/O; used by many threads. */
public interface ReceiptParser {

    /**
     * Checks the signature over the raw bytes first, then reads every report in it. Never throws for what came over the
     * wire: bad input is a {@link HookAnswer#forged} or {@link HookAnswer#malformed}.
     */
    HookAnswer receive(HookRequest request, VendorAccount account);
}
