package io.carillon.delivery.dispatch;

import io.carillon.channel.Closures;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.delivery.claim.Answered;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the answers of a claim say of its accounts: one that asked us to wait, or at which everybody is put off, is closed for as
 * long as it asked, one at which nobody could be reached for longer at every try, and from these it follows when messages that were
 * not sent may go again. Joins
 * the outcome's transaction.
 */
@ApplicationScoped
public class AccountNews {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 8;
    /** So many people in one claim, all put off for the first time, are not each put off for their own sake. */
    private static final int MANY = 10;

    private final Closures closures;
    private final PutOff putOff;

    public AccountNews(Closures closures, PutOff putOff) {
        this.closures = closures;
        this.putOff = putOff;
    }

    /**
     * Until when what was not sent waits.
     *
     * @param outages accounts at which nobody could be reached, with how long they stay closed
     * @param asked accounts that asked us to wait
     * @param gone accounts that were taken out of use meanwhile
     * @param open accounts of the same channel that take messages now
     */
    record Pauses(Map<String, Duration> outages, Set<String> asked, Set<String> gone, Set<String> open) {
        /** Nothing is said of any account. */
        static final Pauses NONE = new Pauses(Map.of(), Set.of(), Set.of(), Set.of());

        /** Whether the message was not sent because its account is away as a whole: then nothing is wrong with the message. */
        boolean isOutage(Answered one) {
            return isAway(one) && outages.containsKey(one.message().account().name());
        }

        private boolean isClosed(Answered one) {
            return asked.contains(one.message().account().name()) || isOutage(one);
        }

        /** How long a message that was not sent and stays with its account waits. */
        Duration of(Answered one, SendResult.NotSent not) {
            Duration pause = not.reason() == Reason.LEASE_OVER
                    ? Duration.ZERO
                    : backOff(one.message().tries());
            if (isOutage(one)) {
                pause = outages.getOrDefault(one.message().account().name(), pause);
            }
            Duration whole = longer(pause, not.retryAfter());
            String account = one.message().account().name();
            if (gone.contains(account)) {
                return WaitingPeople.KNOWN;
            }
            // For how long the account is closed it knows itself.
            boolean isLooking = isClosed(one) && whole.compareTo(PortionLeases.LONGEST_PUT_OFF) > 0;
            return isLooking ? PortionLeases.LONGEST_PUT_OFF : whole;
        }

        /**
         * Its account is closed now, so the next claim gives it to another one, if one of them fits. A message that is not taken for
         * no reason but its own gets one such chance.
         */
        boolean mayGoElsewhere(Answered one) {
            String account = one.message().account().name();
            boolean isFirst = isAway(one) && one.message().tries() == 0;
            return (isClosed(one) || isFirst) && open.stream().anyMatch(other -> !other.equals(account));
        }
    }

    /**
     * Closes accounts and opens what answers again.
     *
     * @param taking accounts of the channel that had room for messages when these were claimed
     */
    Pauses note(List<Answered> answered, Set<String> taking) {
        // By name, so that two claims lock accounts in one order.
        Map<String, List<Answered>> byAccount = answered.stream()
                .collect(Collectors.groupingBy(
                        one -> one.message().account().name(), TreeMap::new, Collectors.toList()));
        Map<String, Duration> outages = new TreeMap<>();
        Set<String> asked = new TreeSet<>();
        Set<String> gone = new TreeSet<>();
        Set<String> open = new TreeSet<>(taking);
        byAccount.forEach((account, own) -> {
            if (closeAsAsked(account, own, gone)) {
                asked.add(account);
                open.remove(account);
            }
            if (own.stream().anyMatch(AccountNews::isAnswer)) {
                closures.answered(account);
            }
            if (own.stream().anyMatch(AccountNews::isAway)) {
                open.remove(account);
                closeAway(account, own, gone).ifPresent(time -> outages.put(account, time));
            }
        });
        return new Pauses(outages, asked, gone, open);
    }

    /**
     * For the longest time that any of the answers asked for, or for our own where none said how long; false where none asked. To
     * wait no time, or until a moment that has passed, is to say nothing: a 429 is never met with the next call at once.
     */
    private boolean closeAsAsked(String account, List<Answered> own, Set<String> gone) {
        // Nobody is taken now: then it is not about one mailbox or another.
        boolean isEveryone =
                own.size() >= MANY && own.stream().allMatch(AccountNews::isDeferred) && putOff.firstTime(own) >= MANY;
        Reason why = isEveryone ? Reason.DEFERRED : Reason.THROTTLED;
        List<Answered> asking =
                isEveryone ? own : own.stream().filter(AccountNews::isThrottled).toList();
        Optional<Duration> usual =
                asking.stream().map(one -> backOff(one.message().tries())).min(Comparator.naturalOrder());
        Optional<Duration> time = asking.stream()
                .map(one -> ((SendResult.NotSent) one.result()).retryAfter())
                .filter(asked -> asked != null && asked.toMillis() > 0)
                .max(Comparator.naturalOrder())
                .or(() -> usual);
        if (time.isPresent() && !closures.close(account, time.get(), why, code(own, why))) {
            gone.add(account);
        }
        return time.isPresent();
    }

    /** For how long it is away as a whole; empty where only some messages were not taken. */
    private Optional<Duration> closeAway(String account, List<Answered> own, Set<String> gone) {
        String code = code(own, Reason.VENDOR_DOWN);
        boolean isAway = own.stream().allMatch(one -> isAway(one) || isLeaseOver(one));
        // One message alone proves nothing of its account, unless the account was away before.
        Optional<Duration> outage = isAway ? closures.outage(account, code, own.size() > 1) : Optional.empty();
        if (outage.isEmpty() && !closures.close(account, FIRST_RETRY, Reason.VENDOR_DOWN, code)) {
            gone.add(account);
        }
        return outage;
    }

    private static String code(List<Answered> own, Reason reason) {
        return own.stream()
                .filter(one -> isNotSent(one, reason))
                .map(one -> ((SendResult.NotSent) one.result()).vendorCode())
                .findFirst()
                .orElse("");
    }

    /** Whether the vendor said something, whatever it was. */
    private static boolean isAnswer(Answered one) {
        return isThrottled(one)
                || isDeferred(one)
                || !(one.result() instanceof SendResult.NotSent || one.result() instanceof SendResult.Unknown);
    }

    private static boolean isThrottled(Answered one) {
        return isNotSent(one, Reason.THROTTLED);
    }

    private static boolean isDeferred(Answered one) {
        return isNotSent(one, Reason.DEFERRED);
    }

    private static boolean isAway(Answered one) {
        return isNotSent(one, Reason.VENDOR_DOWN);
    }

    private static boolean isLeaseOver(Answered one) {
        return isNotSent(one, Reason.LEASE_OVER);
    }

    private static boolean isNotSent(Answered one, Reason reason) {
        return one.result() instanceof SendResult.NotSent not && not.reason() == reason;
    }

    private static Duration backOff(int tries) {
        Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(MOST_DOUBLINGS, tries));
        return pause.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : pause;
    }

    private static Duration longer(Duration a, @Nullable Duration b) {
        return b != null && b.compareTo(a) > 0 ? b : a;
    }
}
