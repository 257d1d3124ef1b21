package io.carillon.response;

import io.carillon.channel.Adapters;
import io.carillon.channel.ChannelAdapter;
import io.carillon.channel.LookUp;
import io.carillon.channel.Sender;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorAccounts;
import io.carillon.channel.VendorReport;
import io.carillon.database.DatabaseFailure;
import io.carillon.database.RegularWork;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Asks vendors about messages in doubt, where they can be asked, once nothing of the call can be on its way any more. What they tell is
 * stored and applied as if they had reported it by themselves. A vendor that lists nothing proves nothing: the doubt stays.
 */
@ApplicationScoped
public class DoubtLookUps {
    private static final Logger LOG = Logger.getLogger(DoubtLookUps.class);
    private static final int AT_ONCE = 50;
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_TURN = Duration.ofSeconds(5);

    private final DoubtStore doubts;
    private final ReceiptStore receipts;
    private final VendorAccounts accounts;
    private final Adapters adapters;
    private final MeterRegistry meters;
    private final RegularWork regular;
    private final Map<String, String> troubles = new ConcurrentHashMap<>();

    public DoubtLookUps(
            DoubtStore doubts,
            ReceiptStore receipts,
            VendorAccounts accounts,
            Adapters adapters,
            MeterRegistry meters,
            RegularWork regular) {
        this.doubts = doubts;
        this.receipts = receipts;
        this.accounts = accounts;
        this.adapters = adapters;
        this.meters = meters;
        this.regular = regular;
    }

    void begin(@Observes StartupEvent started) {
        regular.begin("look-ups of messages in doubt", EVERY, EVERY, this::ask);
    }

    void ask() {
        try {
            showCounters();
            boolean isMore = true;
            while (isMore) {
                isMore = false;
                // One account after the other, so that nobody waits long for a vendor that is slow or has many.
                for (String account : doubts.accounts()) {
                    isMore |= askSome(account);
                }
            }
            doubts.dropTired();
        } catch (DatabaseFailure away) {
            // What was taken is due again by itself.
            LOG.debug("messages in doubt are looked up later", away);
        }
    }

    /** Asks about some; answers whether there may be more. */
    private boolean askSome(String name) {
        DoubtStore.Taken taken = doubts.take(name, AT_ONCE);
        List<DoubtStore.Open> open = taken.open();
        Optional<VendorAccount> account = accounts.heard(name);
        Optional<LookUp> lookUp =
                account.flatMap(one -> adapters.find(one.vendor())).flatMap(ChannelAdapter::lookUp);
        if (lookUp.isEmpty()) {
            doubts.drop(open.stream().map(DoubtStore.Open::key).toList());
            return taken.due() == AT_ONCE;
        }
        doubts.drop(open.stream()
                .filter(one -> one.address() == null)
                .map(DoubtStore.Open::key)
                .toList());
        Duration rest =
                Duration.ofSeconds(Sender.CALL_SECONDS).plus(lookUp.get().lag());
        putOffEarly(open, rest);
        List<DoubtStore.Open> due = open.stream()
                .filter(one -> one.address() != null && one.sinceLease().compareTo(rest) >= 0)
                .toList();
        if (!due.isEmpty()) {
            ask(account.get(), lookUp.get(), due);
        }
        return taken.due() == AT_ONCE;
    }

    private void putOffEarly(List<DoubtStore.Open> open, Duration rest) {
        open.stream()
                .filter(one -> one.sinceLease().compareTo(rest) < 0)
                .forEach(one -> doubts.putOff(
                        List.of(one.key()), rest.minus(one.sinceLease()).plusSeconds(1)));
    }

    private void ask(VendorAccount account, LookUp lookUp, List<DoubtStore.Open> due) {
        Turn turn = new Turn(due);
        try (LookUp.Session session = lookUp.open(account)) {
            while (turn.goesOn()) {
                DoubtStore.Open one = turn.next();
                try {
                    turn.answered(store(account, one, session.find(one.doubt())));
                } catch (LookUp.Unanswered unanswered) {
                    turn.unanswered(String.valueOf(unanswered.getMessage()));
                } catch (DatabaseFailure away) {
                    throw away;
                } catch (RuntimeException broken) {
                    // One adapter's fault is not to keep the others from being asked.
                    turn.unanswered(broken.getClass().getSimpleName());
                }
            }
        } catch (IllegalArgumentException unsound) {
            turn.unanswered("its settings do not do");
            turn.unanswered("its settings do not do");
        }
        if (turn.isAway()) {
            rest(account, turn);
        } else {
            troubles.remove(account.name());
            putOff(turn.left(), Duration.ZERO);
        }
        count(account, "found", turn.found);
        count(account, "nothing", turn.nothing);
        if (turn.found > 0) {
            LOG.infof(
                    "account %s: %d of %d messages in doubt were found",
                    account.name(), turn.found, turn.found + turn.nothing);
        }
    }

    /** Doubts of one account on their way to be asked about. */
    private static final class Turn {
        /** One question without an answer may be about that message alone; so many in a row are about the account. */
        private static final int AWAY = 2;

        private final List<DoubtStore.Open> due;
        private final long end = System.nanoTime() + LONGEST_TURN.toNanos();
        private int next;
        private int inARow;
        private int found;
        private int nothing;
        private String trouble = "";

        Turn(List<DoubtStore.Open> due) {
            this.due = due;
        }

        boolean goesOn() {
            // Whether one that was not answered was the message's or the account's fault the next one shows, however
            // long that took.
            return next < due.size() && !isAway() && (inARow > 0 || System.nanoTime() < end);
        }

        DoubtStore.Open next() {
            return due.get(next++);
        }

        void answered(boolean isFound) {
            inARow = 0;
            found += isFound ? 1 : 0;
            nothing += isFound ? 0 : 1;
        }

        void unanswered(String why) {
            inARow++;
            trouble = why;
        }

        boolean isAway() {
            return inARow >= AWAY;
        }

        List<DoubtStore.Open> left() {
            return due.subList(next, due.size());
        }

        /** Those that were asked about in vain as the account could not be asked. */
        List<DoubtStore.Open> inVain() {
            return due.subList(Math.max(0, next - inARow), next);
        }
    }

    private void putOff(List<DoubtStore.Open> left, Duration time) {
        doubts.putOff(left.stream().map(DoubtStore.Open::key).toList(), time);
    }

    /** Leaves a vendor alone that does not answer. Logs what is new only: it may go on for days. */
    private void rest(VendorAccount account, Turn turn) {
        doubts.rest(account.name(), PAUSE);
        putOff(turn.left(), PAUSE);
        // Behind all others: it may be because of them.
        putOff(turn.inVain(), PAUSE.plusSeconds(5));
        if (!turn.trouble.equals(troubles.put(account.name(), turn.trouble))) {
            LOG.warnf(
                    "account %s: messages in doubt cannot be looked up (%s); it is tried again each minute",
                    account.name(), turn.trouble);
        }
    }

    /**
     * Whether there was something of it. A message that another attempt sent, or may have sent, is not taken for this one, nor is one
     * of several that are left.
     */
    private boolean store(VendorAccount account, DoubtStore.Open doubt, List<VendorReport.Receipt> told) {
        List<String> ids = told.stream()
                .map(VendorReport.Receipt::vendorId)
                .filter(Objects::nonNull)
                .toList();
        if (told.isEmpty()) {
            return false;
        }
        if (doubt.mark() != null && doubts.hasRival(doubt, account.name())) {
            return false;
        }
        Set<String> others = ids.isEmpty() ? Set.of() : doubts.others(account.name(), doubt.key(), ids);
        List<VendorReport> ours = told.stream()
                .filter(one -> one.vendorId() == null || !others.contains(one.vendorId()))
                .<VendorReport>map(one -> one)
                .toList();
        if (ids.stream().filter(id -> !others.contains(id)).distinct().count() > 1) {
            return false;
        }
        receipts.add(account.name(), ours, new byte[0]);
        return !ours.isEmpty();
    }

    /** From the start, at nought: what is not there yet has no rate. */
    private void showCounters() {
        accounts.heard().stream()
                .filter(account -> adapters.find(account.vendor())
                        .flatMap(ChannelAdapter::lookUp)
                        .isPresent())
                .forEach(account -> List.of("found", "nothing").forEach(what -> counter(account, what)));
    }

    private Counter counter(VendorAccount account, String what) {
        return meters.counter("carillon.look.ups", "account", account.name(), "what", what);
    }

    /** {@code carillon_look_ups_total} by account and what came of them. */
    private void count(VendorAccount account, String what, int number) {
        if (number > 0) {
            counter(account, what).increment(number);
        }
    }
}
