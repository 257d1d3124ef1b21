package io.carillon.sandbox;

import java.time.Duration;

/**
 * A fault to show.
 *
 * @param kind which
 * @param code the vendor's own code to answer with, empty for the kind's usual one
 * @param time Retry-After, how long to hang, or how far receipts are moved
 */
public record Fault(Kind kind, String code, Duration time) {
    /** What can go wrong on the vendor's side. */
    public enum Kind {
        /** 429 (or the protocol's own word for it) with Retry-After; not processed. */
        THROTTLE,
        /** A 5xx whose page does not say whether anything was sent. */
        SERVER_ERROR,
        /** The call is taken and never answered within the time. */
        HANG,
        /** The message is accepted (and written down), then the connection is reset without an answer. */
        ACCEPT_THEN_RESET,
        /** The connection is closed before anything was taken. */
        RESET,
        /** The address is refused, with {@code code} if given. */
        REFUSE,
        /** The vendor says no to us: template, signature, balance …, with {@code code} if given. */
        BLOCK,
        /** The receipts come that much later. */
        RECEIPT_LATE,
        /** Each receipt comes twice, the second time that much later. */
        RECEIPT_DOUBLED,
        /** Each receipt comes three times, each that much after the one before. */
        RECEIPT_TRIPLED,
        /** The receipts come in another order, a step of that length apart. */
        RECEIPT_SHUFFLED,
        /** The receipts come before the send's own answer, which is held back that long after Carillon has answered them. */
        RECEIPT_EARLY,
        /** The receipts are kept back until {@code POST /receipts/release}. */
        RECEIPT_HELD,
        /** No receipt comes. */
        RECEIPT_LOST;

        /** Whether it bends the receipts of a message, and not the call that brings the message. */
        public boolean isOfReceipts() {
            return ordinal() >= RECEIPT_LATE.ordinal();
        }
    }
}
