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
 * @param samples progress answers that were held against the rows while it ran
 * @param wrongSums what of them did not hold
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

    /** Of a round that could not be played, which does not hold. */
    static Report notPlayed(String round, String why) {
        return new Report(
                round,
                new Audit(0, 0, 0, 0, 0, 0, List.of()),
                0,
                List.of(),
                0,
                0,
                0,
                Duration.ZERO,
                List.of("not played: " + why));
    }

    /** Both together, as parts of one round. */
    Report and(Report other) {
        return new Report(
                round,
                audit.and(other.audit),
                samples + other.samples,
                joined(wrongSums, other.wrongSums),
                faults + other.faults,
                faultsAsked + other.faultsAsked,
                unknownBound + other.unknownBound,
                took.plus(other.took),
                joined(breaches, other.breaches));
    }

    /** The same of a round of that name, with these breaches. */
    Report of(String name, List<String> others) {
        return new Report(
                name, audit, samples, wrongSums, faults, faultsAsked, unknownBound, took, List.copyOf(others));
    }

    private static List<String> joined(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

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
            problems.add("sums that do not hold: " + wrongSums);
        }
        if (samples == 0) {
            problems.add("no sum was looked at");
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
