package io.carillon.delivery.dispatch;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.SendResult;
import io.carillon.delivery.claim.Answered;
import io.carillon.delivery.claim.Claim;
import io.carillon.delivery.claim.ClaimedMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What is decided of a claim while calls of it are still out: behind a vendor that hangs on a few, nobody else waits for those to
 * be given up, and no crash until then puts everybody in doubt. One for each claim; one thread at a
 * time.
 */
final class EarlyAnswers {
    private static final Logger LOG = Logger.getLogger(EarlyAnswers.class);

    private final List<ClaimedMessage> claimed;
    private final Consumer<List<Answered>> writer;
    private Consumer<List<Answered>> listener;
    private final List<Answered> written = new ArrayList<>();
    /** Decided, and their people have others out. */
    private final List<Answered> ready = new ArrayList<>();

    /**
     * @param writer commits some; may throw, then they are written with the others
     * @param listener is told of all that were written so far
     */
    EarlyAnswers(Claim claim, Consumer<List<Answered>> writer, Consumer<List<Answered>> listener) {
        this.claimed = claim.messages();
        this.writer = writer;
        this.listener = listener;
    }

    /** Writes what is decided of people who have nothing else out. */
    void answered(List<Answered> some) {
        some.stream().filter(EarlyAnswers::isDecided).forEach(ready::add);
        Set<AttemptKey> heard = keys(ready);
        heard.addAll(keys(written));
        // Of a person's devices all are decided before anything follows from them: together they say when to look
        // again.
        Set<Long> open = claimed.stream()
                .map(ClaimedMessage::key)
                .filter(key -> !heard.contains(key))
                .map(AttemptKey::delivery)
                .collect(Collectors.toSet());
        List<Answered> decided = ready.stream()
                .filter(one -> !open.contains(one.message().key().delivery()))
                .toList();
        if (decided.isEmpty()) {
            return;
        }
        try {
            writer.accept(decided);
            written.addAll(decided);
            ready.removeAll(decided);
            listener.accept(written());
        } catch (RuntimeException later) {
            // What is not written now is written with the rest; who is to stop hears of it then.
            LOG.debugf("of %d answers: %s", decided.size(), later.getClass().getSimpleName());
        }
    }

    /** Whoever listened does not wait for the rest. */
    void tellNobody() {
        listener = some -> {};
    }

    /** What stands in the ledger already. */
    List<Answered> written() {
        return List.copyOf(written);
    }

    /** Those of all that are not written yet. */
    List<Answered> left(List<Answered> all) {
        if (written.isEmpty()) {
            return all;
        }
        Set<AttemptKey> through = keys(written);
        return all.stream()
                .filter(one -> !through.contains(one.message().key()))
                .toList();
    }

    static boolean isDecided(Answered one) {
        return one.result() instanceof SendResult.Accepted || one.result() instanceof SendResult.Refused;
    }

    static Set<AttemptKey> keys(List<Answered> answered) {
        Set<AttemptKey> keys = new HashSet<>();
        answered.forEach(one -> keys.add(one.message().key()));
        return keys;
    }
}
