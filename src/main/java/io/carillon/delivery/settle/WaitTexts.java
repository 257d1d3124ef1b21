package io.carillon.delivery.settle;

import io.carillon.channel.Closures;
import io.carillon.channel.VendorAccount;
import io.carillon.delivery.dispatch.Blocks;
import io.carillon.delivery.dispatch.PacedAccounts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** In words for operators: what a batch's rows wait for, and what has to be mended where a channel is stopped. */
final class WaitTexts {
    private WaitTexts() {}

    static String of(
            List<BatchPlanner.Group> groups,
            List<BatchPlanner.Retry> retries,
            List<Blocks.Block> stopped,
            Map<String, List<Closures.Closure>> closed,
            Map<String, List<VendorAccount>> paced) {
        List<String> parts = new ArrayList<>();
        for (Blocks.Block block : stopped) {
            parts.add(block.channel() + " stopped at " + block.account() + ": "
                    + block.reason().text(Locale.ENGLISH) + " (" + block.vendorCode() + "). "
                    + block.reason().fix(Locale.ENGLISH) + ". Next try " + toTheSecond(block.probeAt()));
        }
        for (BatchPlanner.Group group : groups) {
            long waiting = group.waiting() - group.inFlight();
            switch (group.state()) {
                case "sent" -> add(parts, group.channel() + " receipts" + until(group), waiting);
                case "unknown" -> add(parts, group.channel() + " doubts" + until(group), waiting);
                case "held" -> add(parts, group.channel() + " " + group.reason(), waiting);
                default -> addPending(parts, group, waiting, retries, closed, paced);
            }
            // Handed to a sender that has not answered: it does soon, or its process is gone and its lease runs out.
            add(parts, group.channel() + " senders' answers", group.inFlight());
        }
        return String.join("; ", parts);
    }

    private static void addPending(
            List<String> parts,
            BatchPlanner.Group group,
            long waiting,
            List<BatchPlanner.Retry> retries,
            Map<String, List<Closures.Closure>> closed,
            Map<String, List<VendorAccount>> paced) {
        long told = 0;
        for (BatchPlanner.Retry retry : retries) {
            if (retry.channel().equals(group.channel())) {
                String code = retry.vendorCode().isEmpty() ? "" : " (" + retry.vendorCode() + ")";
                add(
                        parts,
                        group.channel() + " next try after: " + retry.reason().text(Locale.ENGLISH) + code,
                        retry.people());
                told += retry.people();
            }
        }
        List<Closures.Closure> closures = closed.getOrDefault(group.channel(), List.of());
        String why =
                closures.stream().map(closure -> closure.words(Locale.ENGLISH)).collect(Collectors.joining("; "));
        List<VendorAccount> slow = paced.getOrDefault(group.channel(), List.of());
        if (why.isEmpty() && !slow.isEmpty()) {
            // Those who are due wait for it as well.
            why = slow.stream().map(PacedAccounts::words).collect(Collectors.joining("; "));
            told -= group.due();
        }
        add(parts, group.channel() + (why.isEmpty() ? " next try" : ": " + why), waiting - told);
    }

    /** When the last of the group is waited for no longer. */
    private static String until(BatchPlanner.Group group) {
        Instant last = group.last();
        return last == null ? "" : " until " + toTheSecond(last);
    }

    private static Instant toTheSecond(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static void add(List<String> parts, String what, long people) {
        if (people > 0) {
            parts.add(what + ", " + people + (people == 1 ? " person" : " people"));
        }
    }
}
