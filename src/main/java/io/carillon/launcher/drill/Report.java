package io.carillon.launcher.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came of a round.
 *
 * @param round its name
 * @param audit ledger against vendors
 * @param samples progress answers whose sum was checked while it ran
 * @param wrongSums those that did not add up
 * @param faults how many faults took place
 * @param faultsAsked how many were to take place
 * @param unknownBound how many doubts are allowed
 * @param took from launch to the end
 * @param breaches what else did not hold, in a sentence each
 */
public record Report(
        String round,
        Audit audit,
        int samples,
        List<String> wrongSums,
        int faults,
        int faultsAsked,
        long unknownBound,
        Duration took,
        List<String> breaches) {

    /** Whether the round holds. */
    public boolean holds() {
        return problems().isEmpty();
    }

    /** Why it does not hold; empty if it does. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>(breaches);
        if (!audit.holds()) {
            problems.add("ledger and vendors differ: " + audit.examples());
        }
        if (!wrongSums.isEmpty()) {
            problems.add("sums that do not add up: " + wrongSums);
        }
        if (faults < faultsAsked) {
            problems.add("only " + faults + " of " + faultsAsked + " faults took place before the end");
        }
        if (audit.unknown() > unknownBound) {
            problems.add(audit.unknown() + " doubts, at most " + unknownBound + " are allowed");
        }
        return problems;
    }

    /** The line of the table. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%-10s %,9d %,9d %6d %8d %11d %8d %9d %7d %8.1f s  %s",
                round,
                audit.people(),
                audit.messages(),
                audit.lost(),
                audit.doubled(),
                audit.unreported(),
                audit.unknown(),
                samples,
                faults,
                took.toMillis() / 1000.0,
                holds() ? "✔" : "✘");
    }

    /** The table's head. */
    public static String head() {
        return "round         people  messages   lost  doubled  unreported  unknown  sum looks  faults       took";
    }
}
