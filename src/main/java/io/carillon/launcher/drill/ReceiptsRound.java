package io.carillon.launcher.drill;

import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * R5: the same people and the same campaign four times, each on ground of its own: receipts in order; tripled, shuffled and early,
 * which must end as in order; all of them days after the close, which must end in the same figures and send nothing; and a tenth of them
 * lost, where exactly those go on of whom nothing was heard.
 */
public final class ReceiptsRound implements Round {
    private static final int EXAMPLES = 10;
    /** When every receipt is held nobody hears of anything: then there is nothing to wait for but the deadline. */
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Duration within;

    /**
     * @param within longer than any receipt needs here that is not lost
     */
    public ReceiptsRound(Duration within) {
        this.within = within;
    }

    @Override
    public String name() {
        return "R5";
    }

    @Override
    public String story() {
        return "receipts tripled, shuffled and early, all days after the close, a tenth lost: figures as in order, fallback to exactly"
                + " those not reached";
    }

    @Override
    public Report play(Stage stage) {
        ReceiptsPart inOrder = new ReceiptsPart("in order", List.of(), within);
        ReceiptsPart early = new EarlyReceipts(within);
        ReceiptsPart late = new LateReceipts(DEADLINE);
        ReceiptsPart lost = new LostReceipts(within);
        List<Report> reports = new ArrayList<>();
        List<String> breaches = new ArrayList<>();
        for (ReceiptsPart part : List.of(inOrder, early, late, lost)) {
            Report report = part.play(part(stage, part.name().replaceAll("\\W+", "-")));
            reports.add(report);
        }
        Set<String> doubtful = new TreeSet<>();
        List.of(inOrder, early, late, lost)
                .forEach(part -> doubtful.addAll(part.fates().doubtful()));
        Fates baseline = inOrder.fates().without(doubtful);
        FatesCheck check = new FatesCheck(baseline);
        breaches.addAll(prefixed(inOrder, check.inTime()));
        breaches.addAll(prefixed(early, check.asInOrder(early.fates().without(doubtful))));
        breaches.addAll(prefixed(late, check.afterTheClose(late.fates().without(doubtful))));
        breaches.addAll(prefixed(lost, check.withoutTheLost(lost.fates().without(doubtful), LostReceipts::isLost)));
        return joined(name(), reports, breaches);
    }

    private static Stage part(Stage stage, String folder) {
        try {
            return new Stage(
                    stage.outer(),
                    Files.createDirectories(stage.folder().resolve(folder)),
                    stage.recipients(),
                    stage.seed(),
                    stage.console());
        } catch (IOException refused) {
            throw new LaunchFailure("The folder " + folder + " cannot be made: " + refused.getMessage(), refused);
        }
    }

    private static List<String> prefixed(ReceiptsPart part, List<String> wrong) {
        List<String> some = new ArrayList<>();
        wrong.stream().limit(EXAMPLES).forEach(sentence -> some.add(part.name() + ": " + sentence));
        if (wrong.size() > EXAMPLES) {
            some.add(part.name() + ": and " + (wrong.size() - EXAMPLES) + " more");
        }
        return some;
    }

    /** All together. What a part lacks another has not too much of: each has to hold by itself. */
    static Report joined(String name, List<Report> parts, List<String> breaches) {
        Report whole = parts.get(0);
        List<String> all = new ArrayList<>();
        for (Report part : parts) {
            whole = part == whole ? whole : whole.and(part);
            part.problems().forEach(problem -> all.add(part.round() + ": " + problem));
        }
        all.addAll(breaches);
        return whole.of(name, all);
    }
}
