package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.launcher.local.Console;

/** What every round must show. */
final class RoundsAssert {
    private RoundsAssert() {}

    /** Prints the round's line and holds it: nothing found, something broken, somebody looking, and enough sent for it to mean a thing. */
    static void holds(Report report, Console console, int people) {
        console.line(Report.head());
        console.line(report.line());
        assertThat(report.problems()).isEmpty();
        assertThat(report.faults()).isPositive();
        assertThat(report.samples()).isPositive();
        assertThat(report.audit().messages()).isGreaterThan(people / 3);
    }
}
