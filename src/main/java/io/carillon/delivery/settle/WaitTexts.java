package io.carillon.delivery.settle;

import io.carillon.channel.Closures;
import io.carillon.channel.Reason;
import io.carillon.channel.VendorAccount;
import io.carillon.delivery.dispatch.Blocks;
import io.carillon.delivery.dispatch.PacedAccounts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** In words for operators: what a batch's rows wait for, and what has to be mended where a channel is stopped. */
final class WaitTexts {
    private final List<BatchPlanner.Wait> waits;
    private final List<Blocks.Block> stopped;
    private final Map<String, Closures.Closure> closed;
    private final Map<String, List<VendorAccount>> paced;
    private final List<String> parts = new ArrayList<>();

    /**
     * @param closed accounts that are closed now
     * @param paced accounts for whose rate people wait now, by channel
     */
    WaitTexts(
            List<BatchPlanner.Wait> waits,
            List<Blocks.Block> stopped,
            Map<String, Closures.Closure> closed,
            Map<String, List<VendorAccount>> paced) {
        this.waits = waits;
        this.stopped = stopped;
        this.closed = closed;
        this.paced = paced;
    }

    String of(List<BatchPlanner.Group> groups) {
        for (Blocks.Block block : stopped) {
            String what = block.channel() + " stopped at " + block.account() + ": "
                    + block.reason().text(Locale.ENGLISH) + " (" + block.vendorCode() + "). "
                    + block.reason().fix(Locale.ENGLISH) + ". Next try " + toTheSecond(block.probeAt());
            long people = waits.stream()
                    .filter(wait -> block.isWhatStops(wait.channel(), wait.account()))
                    .mapToLong(BatchPlanner.Wait::people)
                    .sum();
            parts.add(people == 0 ? what : what + ", " + people(people));
        }
        for (BatchPlanner.Group group : groups) {
            long waiting = group.waiting() - group.inFlight();
            switch (group.state()) {
                case "sent" -> add(group.channel() + " receipts" + until(group), waiting);
                case "unknown" -> add(group.channel() + " doubts" + until(group), waiting);
                case "held" -> add(group.channel() + " " + group.reason() + opens(group), waiting);
                default -> addPending(group, waiting);
            }
            // Handed to a sender that has not answered: it does soon, or its process is gone and its lease runs out.
            add(group.channel() + " senders' answers", group.inFlight());
        }
        return String.join("; ", parts);
    }

    /**
     * Why rows wait or channels are stopped, as ids, for searching.
     *
     * @param closedChannels channels on which every account is closed
     */
    List<String> reasons(List<BatchPlanner.Group> groups, Map<String, List<Closures.Closure>> closedChannels) {
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
        long dueAtFirst = slow.isEmpty() ? 0 : group.due();
        for (BatchPlanner.Wait wait : waits) {
            if (!wait.channel().equals(channel)) {
                continue;
            }
            told += wait.people();
            if (stopped.stream().noneMatch(block -> block.isWhatStops(channel, wait.account()))) {
                boolean isFirst = first.equals(wait.account());
                add(channel + why(wait), wait.people() + (isFirst ? dueAtFirst : 0));
                dueAtFirst = isFirst ? 0 : dueAtFirst;
            }
        }
        if (dueAtFirst > 0) {
            add(channel + ": " + PacedAccounts.words(slow.get(0)), dueAtFirst);
        }
        Instant next = group.next();
        add(channel + " next try" + (next == null || told > 0 ? "" : " " + toTheSecond(next)), waiting - told);
    }

    /** What such rows wait for. */
    private String why(BatchPlanner.Wait wait) {
        String account = wait.account();
        if (account == null) {
            String said = Objects.requireNonNull(wait.reason()).text(Locale.ENGLISH);
            String code = wait.vendorCode().isEmpty() ? "" : " (" + wait.vendorCode() + ")";
            return " next try " + toTheSecond(wait.next()) + " after: " + said + code;
        }
        Closures.Closure closure = closed.get(account);
        if (closure != null) {
            return ": " + closure.words(Locale.ENGLISH);
        }
        return paced.getOrDefault(wait.channel(), List.of()).stream()
                .filter(slow -> slow.name().equals(account))
                .findFirst()
                .map(slow -> ": " + PacedAccounts.words(slow))
                .orElse(" at " + account);
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

    private void add(String what, long people) {
        if (people > 0) {
            parts.add(what + ", " + people(people));
        }
    }

    private static String people(long people) {
        return people + (people == 1 ? " person" : " people");
    }
}
