package io.carillon.delivery.settle;

import io.carillon.channel.Closures;
import io.carillon.channel.Reason;
import io.carillon.channel.VendorAccount;
import io.carillon.delivery.dispatch.Blocks;
import io.carillon.delivery.dispatch.PacedAccounts;
import io.carillon.delivery.ledger.BatchWait;
import io.carillon.delivery.ledger.BatchWait.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** In words for operators: what a batch's rows wait for, and what has to be mended where a channel is stopped. */
final class WaitTexts {
    private final List<BatchPlanner.Wait> waits;
    private final List<Blocks.Block> stopped;
    private final Map<String, Closures.Closure> closed;
    private final Map<String, List<Closures.Closure>> closedChannels;
    private final Map<String, List<VendorAccount>> paced;
    private final List<String> texts = new ArrayList<>();
    private final List<BatchWait> found = new ArrayList<>();

    /**
     * @param closed accounts that are closed now
     * @param closedChannels channels on which every account is closed
     * @param paced accounts for whose rate people wait now, by channel
     */
    WaitTexts(
            List<BatchPlanner.Wait> waits,
            List<Blocks.Block> stopped,
            Map<String, Closures.Closure> closed,
            Map<String, List<Closures.Closure>> closedChannels,
            Map<String, List<VendorAccount>> paced) {
        this.waits = waits;
        this.stopped = stopped;
        this.closed = closed;
        this.closedChannels = closedChannels;
        this.paced = paced;
    }

    /** Reads what these rows wait for; called once, before the other methods. */
    WaitTexts read(List<BatchPlanner.Group> groups) {
        for (Blocks.Block block : stopped) {
            String what = block.channel() + " stopped at " + block.account() + ": "
                    + block.reason().text(Locale.ENGLISH)
                    + (block.vendorCode().isEmpty() ? "" : " (" + block.vendorCode() + ")") + ". "
                    + block.reason().fix(Locale.ENGLISH) + ". Next try " + toTheSecond(block.probeAt());
            long people = waits.stream()
                    .filter(wait -> block.isWhatStops(wait.channel(), wait.account()))
                    .mapToLong(BatchPlanner.Wait::people)
                    .sum();
            // Told also where nobody waits for it any more.
            texts.add(people == 0 ? what : what + ", " + people(people));
            note(new BatchWait(
                    block.channel(),
                    Kind.MENDING,
                    block.account(),
                    block.reason().id(),
                    block.vendorCode(),
                    people,
                    block.probeAt()));
        }
        for (BatchPlanner.Group group : groups) {
            long waiting = group.waiting() - group.inFlight();
            switch (group.state()) {
                case "sent" ->
                    add(group.channel() + " receipts" + until(group), of(group, Kind.RECEIPTS, waiting, group.last()));
                case "unknown" ->
                    add(group.channel() + " doubts" + until(group), of(group, Kind.DOUBTS, waiting, group.last()));
                case "held" ->
                    add(
                            group.channel() + " " + group.reason() + opens(group),
                            of(group, Kind.WINDOW, waiting, group.next()));
                default -> addPending(group, waiting);
            }
            // Handed to a sender that has not answered: it does soon, or its process is gone and its lease runs out.
            add(group.channel() + " senders' answers", of(group, Kind.SENDERS, group.inFlight(), null));
        }
        return this;
    }

    /** All of it in words. */
    String text() {
        return String.join("; ", texts);
    }

    /** For whom and what people wait. */
    List<BatchWait> people() {
        return found;
    }

    /** Why rows wait or channels are stopped, as ids, for searching. */
    List<String> reasons(List<BatchPlanner.Group> groups) {
        Stream<String> rows = groups.stream().map(BatchPlanner.Group::reason).filter(reason -> !reason.isEmpty());
        Stream<Reason> ours = Stream.of(
                        waits.stream().flatMap(wait -> Stream.ofNullable(wait.reason())),
                        waits.stream()
                                .flatMap(wait -> Stream.ofNullable(wait.account()))
                                .flatMap(account -> Stream.ofNullable(closed.get(account)))
                                .map(Closures.Closure::reason),
                        closedChannels.values().stream().flatMap(List::stream).map(Closures.Closure::reason),
                        stopped.stream().map(Blocks.Block::reason),
                        paced.isEmpty() ? Stream.<Reason>of() : Stream.of(Reason.RATE_LIMIT))
                .flatMap(Function.identity());
        return Stream.concat(rows, ours.map(Reason::id)).distinct().sorted().toList();
    }

    private void addPending(BatchPlanner.Group group, long waiting) {
        String channel = group.channel();
        List<VendorAccount> slow = paced.getOrDefault(channel, List.of());
        // Those who are due wait for it as well.
        String first = slow.isEmpty() ? "" : slow.get(0).name();
        long told = 0;
        boolean isClosed = closedChannels.containsKey(channel);
        if (isClosed) {
            addDueAtClosed(group);
        }
        long dueAtFirst = slow.isEmpty() || isClosed ? 0 : group.due();
        for (BatchPlanner.Wait wait : waits) {
            if (!wait.channel().equals(channel)) {
                continue;
            }
            told += wait.people();
            if (stopped.stream().noneMatch(block -> block.isWhatStops(channel, wait.account()))) {
                // Who is due has not been turned away.
                boolean isFirst = wait.reason() == null && first.equals(wait.account());
                addWait(wait, wait.people() + (isFirst ? dueAtFirst : 0));
                dueAtFirst = isFirst ? 0 : dueAtFirst;
            }
        }
        if (dueAtFirst > 0) {
            add(
                    channel + ": " + PacedAccounts.words(slow),
                    new BatchWait(
                            channel,
                            Kind.RATE,
                            slow.size() == 1 ? first : null,
                            Reason.RATE_LIMIT.id(),
                            "",
                            dueAtFirst,
                            null));
        }
        // Nobody was asked about them yet: somebody else has their address, and has been sent to.
        add(
                channel + " answer to others at the same address",
                new BatchWait(channel, Kind.SENDERS, null, Reason.SAME_ADDRESS.id(), "", waiting - told, group.next()));
    }

    /** Due, but whoever could take them is closed. */
    private void addDueAtClosed(BatchPlanner.Group group) {
        List<Closures.Closure> closures = Objects.requireNonNull(closedChannels.get(group.channel()));
        Closures.Closure first = Collections.min(closures, Comparator.comparing(Closures.Closure::until));
        String words = closures.stream().map(one -> one.words(Locale.ENGLISH)).collect(Collectors.joining("; "));
        add(
                group.channel() + ": " + words,
                new BatchWait(
                        group.channel(),
                        Kind.ACCOUNT,
                        first.account(),
                        first.reason().id(),
                        first.vendorCode(),
                        group.due(),
                        first.until()));
    }

    private void addWait(BatchPlanner.Wait wait, long people) {
        String channel = wait.channel();
        String account = wait.account();
        Closures.Closure closure = account == null ? null : closed.get(account);
        if (closure != null) {
            add(
                    channel + ": " + closure.words(Locale.ENGLISH),
                    new BatchWait(
                            channel,
                            Kind.ACCOUNT,
                            account,
                            closure.reason().id(),
                            closure.vendorCode(),
                            people,
                            closure.until()));
            return;
        }
        Reason said = wait.reason();
        if (said != null) {
            String code = wait.vendorCode().isEmpty() ? "" : " (" + wait.vendorCode() + ")";
            add(
                    channel + (account == null ? "" : " at " + account) + " next try " + toTheSecond(wait.next())
                            + " after: " + said.text(Locale.ENGLISH) + code,
                    new BatchWait(channel, Kind.RETRY, account, said.id(), wait.vendorCode(), people, wait.next()));
            return;
        }
        Optional<VendorAccount> slow = paced.getOrDefault(channel, List.of()).stream()
                .filter(one -> one.name().equals(account))
                .findFirst();
        add(
                channel + slow.map(one -> ": " + PacedAccounts.words(one)).orElse(" at " + account),
                new BatchWait(
                        channel,
                        slow.isPresent() ? Kind.RATE : Kind.ACCOUNT,
                        account,
                        slow.isPresent() ? Reason.RATE_LIMIT.id() : null,
                        "",
                        people,
                        slow.isPresent() ? null : wait.next()));
    }

    private static BatchWait of(BatchPlanner.Group group, Kind kind, long people, @Nullable Instant until) {
        String reason = group.reason().isEmpty() ? null : group.reason();
        return new BatchWait(group.channel(), kind, null, reason, "", people, until);
    }

    /** When it is for the first of the group, whose zones may differ. */
    private static String opens(BatchPlanner.Group group) {
        Instant next = group.next();
        return next == null ? "" : " opens " + toTheSecond(next);
    }

    /** When the last of the group is waited for no longer. */
    private static String until(BatchPlanner.Group group) {
        Instant last = group.last();
        return last == null ? "" : " until " + toTheSecond(last);
    }

    private static Instant toTheSecond(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private void add(String what, BatchWait wait) {
        if (wait.people() > 0) {
            texts.add(what + ", " + people(wait.people()));
            note(wait);
        }
    }

    private void note(BatchWait wait) {
        if (wait.people() > 0) {
            found.add(wait);
        }
    }

    private static String people(long people) {
        return people + (people == 1 ? " person" : " people");
    }
}
