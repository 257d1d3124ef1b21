package io.carillon.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Sends a message's receipts as receipt faults want them: late, several times, out of order, before the send's own answer, when
 * released, or not at all; several faults at once add up. Thread-safe.
 */
final class ReceiptBender {
    /** Callers wait ten seconds for an answer; one that is held back for early receipts comes well before that. */
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(2);

    private final SandboxKit kit;
    private final HeldReceipts held;
    private final Random random;

    ReceiptBender(SandboxKit kit, HeldReceipts held, long seed) {
        this.kit = kit;
        this.held = held;
        this.random = new Random(seed);
    }

    /** A receipt and when it leaves. */
    private record Timed(Receipt receipt, Duration at) {
        Timed later(Duration time) {
            return new Timed(receipt, at.plus(time));
        }
    }

    /** Sends or holds them; done when the vendor may answer the send. */
    Future<Void> send(String vendor, Map<Fault.Kind, Fault> faults, List<Receipt> inOrder) {
        if (faults.containsKey(Fault.Kind.RECEIPT_LOST)) {
            return Future.succeededFuture();
        }
        Fault shuffle = faults.get(Fault.Kind.RECEIPT_SHUFFLED);
        List<Timed> first = shuffle == null ? timed(inOrder) : shuffled(inOrder, shuffle.time());
        List<Timed> copies = copies(faults, first);
        if (faults.containsKey(Fault.Kind.RECEIPT_HELD)) {
            held.hold(vendor, receipts(first));
            held.hold(vendor, receipts(copies));
            return Future.succeededFuture();
        }
        copies.forEach(ReceiptBender::leave);
        Fault early = faults.get(Fault.Kind.RECEIPT_EARLY);
        if (early != null) {
            return early(receipts(first), early.time());
        }
        Fault late = faults.get(Fault.Kind.RECEIPT_LATE);
        first.forEach(timed -> leave(late == null ? timed : timed.later(late.time())));
        return Future.succeededFuture();
    }

    private static List<Timed> timed(List<Receipt> receipts) {
        return receipts.stream()
                .map(receipt -> new Timed(receipt, receipt.after()))
                .toList();
    }

    /** In another order, each a whole step after the one before, so that its own small delay cannot put it back. */
    private List<Timed> shuffled(List<Receipt> inOrder, Duration step) {
        List<Receipt> shuffled = new ArrayList<>(inOrder);
        synchronized (random) {
            while (shuffled.size() > 1 && shuffled.equals(inOrder)) {
                Collections.shuffle(shuffled, random);
            }
        }
        List<Timed> apart = new ArrayList<>();
        for (int i = 0; i < shuffled.size(); i++) {
            Duration slot = inOrder.get(i).after();
            apart.add(new Timed(shuffled.get(i), slot.plus(step.multipliedBy(i))));
        }
        return apart;
    }

    /** The second and third time. */
    private static List<Timed> copies(Map<Fault.Kind, Fault> faults, List<Timed> first) {
        List<Timed> copies = new ArrayList<>();
        Fault doubled = faults.get(Fault.Kind.RECEIPT_DOUBLED);
        Fault tripled = faults.get(Fault.Kind.RECEIPT_TRIPLED);
        for (Timed timed : first) {
            if (doubled != null) {
                copies.add(timed.later(doubled.time()));
            }
            if (tripled != null) {
                copies.add(timed.later(tripled.time()));
                copies.add(timed.later(tripled.time().multipliedBy(2)));
            }
        }
        return copies;
    }

    /** One after the other, then the pause in which Carillon applies them; then the vendor may answer. */
    private Future<Void> early(List<Receipt> receipts, Duration pause) {
        Promise<Void> mayAnswer = Promise.promise();
        kit.later(LONGEST_HOLD, mayAnswer::tryComplete);
        Future<Void> told = Future.succeededFuture();
        for (Receipt receipt : receipts) {
            told = told.compose(before -> receipt.leave(Duration.ZERO).mapEmpty());
        }
        told.onComplete(all -> kit.later(pause, mayAnswer::tryComplete));
        return mayAnswer.future();
    }

    private static void leave(Timed timed) {
        timed.receipt().leave(timed.at());
    }

    private static List<Receipt> receipts(List<Timed> timed) {
        return timed.stream().map(Timed::receipt).toList();
    }
}
