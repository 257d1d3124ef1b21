package io.carillon.delivery.dispatch;

import io.carillon.channel.ChannelKind;
import io.carillon.delivery.claim.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How one dispatch waits for portions of a rate: until there is one and it is its turn, and not at all once its
 * batch holds a place that another batch could use, or has something else to do. So a batch costs Temporal one activity for many
 * portions, however slow the account. Used by the dispatch's thread only.
 */
final class Pacing {
    /** Between two looks for a portion; a bucket holds a second's worth at least, so somebody has to come by. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final Duration SLICE = Duration.ofMillis(500);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    /** While the batch holds a place that others may need. */
    private static final Duration LOOK_EVERY_AT_FIRST = Duration.ofSeconds(1);

    /** A dispatch lives as long as this, where it does nothing but wait for its rate, or as short, where very many do. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Duration LONGEST_IN_A_CROWD = Duration.ofSeconds(10);
    private static final int CROWD = 128;
    /** So long the other channels of the batch may be at work beside this one, and what is due there is not late. */
    private static final Duration BESIDE = Duration.ofSeconds(10);

    private static final Duration BESIDE_PACED = Duration.ofSeconds(30);
    /** So long after a plan, or a word of a dispatch that waits, the batch counts as looked after. */
    static final Duration LOOKED_AFTER = Duration.ofMinutes(1);

    private static final Duration TELL_EVERY = LOOKED_AFTER.dividedBy(2);

    private final Paces paces;
    private final Where where;
    private final long began = System.nanoTime();
    private final Map<String, Integer> putOff = new HashMap<>();
    private boolean isTiredOfWaiting;
    private Paces.@Nullable Standing seen;
    private long seenAt;
    private long toldAt = System.nanoTime();
    private Set<String> awaited = Set.of();
    private Set<String> used = Set.of();
    private Set<String> said = Set.of();
    private long saidAt;

    /** Which rows. */
    record Where(long run, int batch, ChannelKind channel) {}

    Pacing(Paces paces, Where where) {
        this.paces = paces;
        this.where = where;
    }

    /**
     * How many of its rows were put off for the pace of that account; the next ones stand behind them. Where there is a portion
     * earlier, the first of them are brought forward.
     */
    int putOff(String account) {
        return putOff.getOrDefault(account, 0);
    }

    /**
     * A claim took messages and put rows off.
     *
     * @param spent accounts whose rate gave less than was asked for
     */
    void claimed(Claim claim, Set<String> spent) {
        claim.putOff().forEach((account, rows) -> putOff.merge(account, rows, Integer::sum));
        if (!claim.messages().isEmpty()) {
            used = claim.messages().stream()
                    .map(message -> message.account().name())
                    .collect(Collectors.toSet());
            paces.lines().served(used, where.run());
            paces.lines().leave(this);
        }
        isTiredOfWaiting = false;
        if (claim.looked() > 0) {
            // Whom it did not look at may wait as those did before.
            Set<String> all = new HashSet<>(awaited);
            all.addAll(claim.awaited());
            awaited = common(all, spent);
            sayWhatIsAwaited();
        }
    }

    private static Set<String> common(Set<String> some, Set<String> others) {
        return some.stream().filter(others::contains).collect(Collectors.toSet());
    }

    /**
     * None of these accounts had a portion, so nobody was looked at: the next rows are taken to be like those before them. False
     * where there were none, so that only a look at the rows can tell for which of the accounts they wait.
     */
    boolean foundNothing(Set<String> accounts) {
        if (awaited.isEmpty()) {
            Set<String> known = common(accounts, used);
            awaited = accounts.size() == 1 ? accounts : known;
            sayWhatIsAwaited();
        }
        return accounts.isEmpty() || !awaited.isEmpty();
    }

    /** Whether it may have a portion of the account now, because the next one is for nobody else, or nobody took it for long. */
    boolean mayTake(String account) {
        return isTiredOfWaiting || !paces.lines().isOthersTurn(account, this);
    }

    /** Whether others wait for what it just had, so that the next portion is theirs. */
    boolean isOthersTurn() {
        return paces.lines().hasOthers(used, this);
    }

    /** The accounts whose pace rows of the last claim waited for. */
    Set<String> awaited() {
        return awaited;
    }

    private void sayWhatIsAwaited() {
        boolean isSaid = said.containsAll(awaited) && System.nanoTime() - saidAt < LOOK_EVERY.toNanos();
        if (!awaited.isEmpty() && !isSaid) {
            paces.await(where, awaited);
            said = awaited;
            saidAt = System.nanoTime();
        }
    }

    /** Among how many dispatches of this process the channel's rates are shared out. */
    int sharers() {
        return Math.max(1, paces.waiting(where.channel()).get());
    }

    /**
     * Nobody was due. When the next row of this channel is, if it may be that it was put off for our pace; null where there is none.
     *
     * @param open accounts that are neither closed nor stopped
     */
    @Nullable
    Instant next(Instant now, Set<String> open) {
        Paces.Standing standing = look(now);
        awaited = common(standing.putOffFor(), open);
        sayWhatIsAwaited();
        return isPaced() ? standing.next() : null;
    }

    private boolean isPaced() {
        return !awaited.isEmpty()
                || paces.arePaced(where.run(), Set.of(where.channel().id()));
    }

    /** Whether to wait here, or to end and let the batch go on; gives the batch's place away where nothing else needs it. */
    boolean mayWait(Instant now) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
        boolean isCrowded = paces.waiting(where.channel()).get() > CROWD;
        if (elapsed.compareTo(isCrowded ? LONGEST_IN_A_CROWD : LONGEST) > 0) {
            return false;
        }
        Paces.Standing standing = isFresh() ? Objects.requireNonNull(seen) : look(now);
        Instant next = standing.next();
        if (!standing.isRunning() || next == null || (next.isAfter(now) && !isPaced())) {
            return false;
        }
        if (!standing.elsewhere().isEmpty()) {
            boolean arePaced = paces.arePaced(where.run(), standing.elsewhere());
            return elapsed.compareTo(arePaced ? BESIDE_PACED : BESIDE) < 0;
        }
        if (standing.isFirstWave()) {
            paces.giveWay(where);
            return false;
        }
        tellAlive();
        return true;
    }

    /** A batch that nobody looks after is overdue, and woken. */
    private void tellAlive() {
        if (System.nanoTime() - toldAt > TELL_EVERY.toNanos()) {
            paces.lookAgainIn(LOOKED_AFTER, where);
            toldAt = System.nanoTime();
        }
    }

    /**
     * Waits that long while {@code isAlive}, which is asked every moment and may throw.
     *
     * @param isInLine whether for a portion, and so behind those of this process who came before; else for the next row to be due
     */
    void pause(Duration least, boolean isInLine, BooleanSupplier isAlive) {
        sayWhatIsAwaited();
        Set<String> here = !isInLine ? Set.of() : awaited.isEmpty() ? used : awaited;
        Duration most = isFirstWave() ? LOOK_EVERY_AT_FIRST : LONGEST_PAUSE;
        long now = System.nanoTime();
        long soonest = now + shorter(longer(least, SHORTEST_PAUSE), most).toNanos();
        long latest = now + (here.isEmpty() ? Duration.ZERO : most).toNanos();
        paces.lines().join(here, this, where.run());
        paces.waiting(where.channel()).incrementAndGet();
        try {
            boolean isFirst = false;
            while ((now < soonest || (!isFirst && now < latest)) && isAlive.getAsBoolean()) {
                isFirst = here.isEmpty() || paces.lines().awaitFirst(here, this, SLICE);
                if (isFirst && now < soonest) {
                    TimeUnit.NANOSECONDS.sleep(Math.min(soonest - now, SLICE.toNanos()));
                }
                now = System.nanoTime();
            }
            isTiredOfWaiting = !isFirst;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while it waited for its rate", stopped);
        } finally {
            paces.waiting(where.channel()).decrementAndGet();
        }
    }

    /** Nothing is waited for any more. */
    void end() {
        paces.lines().leave(this);
    }

    private boolean isFresh() {
        Duration age = Duration.ofNanos(System.nanoTime() - seenAt);
        return seen != null && age.compareTo(isFirstWave() ? LOOK_EVERY_AT_FIRST : LOOK_EVERY) < 0;
    }

    private boolean isFirstWave() {
        return seen != null && seen.isFirstWave();
    }

    private Paces.Standing look(Instant now) {
        Paces.Standing standing = paces.standing(where, now);
        seen = standing;
        seenAt = System.nanoTime();
        return standing;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
