package io.carillon.launcher.bench;

import io.carillon.launcher.local.Console;
import java.util.ArrayList;
import java.util.List;

/** The lines known so far; each is printed as soon as it is known. For one thread. */
final class Results {
    private final Console console;
    private final List<Line> lines = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    Results(Console console) {
        this.console = console;
    }

    void add(Line line) {
        lines.add(line);
        console.line("  " + line.text());
    }

    /** Something could not be measured, or was measured of less than it says. */
    void fail(String name, String why) {
        failures.add(name + ": " + why);
        console.line("  " + name + ": " + why);
    }

    /** A figure of a campaign that did not send to everybody is not the one that was asked for. */
    void requireAllReached(String name, List<Sent> sent) {
        for (Sent one : sent) {
            if (!one.missing().isEmpty()) {
                fail(name, "not everybody of campaign " + one.run() + " was sent to" + one.missing());
            }
        }
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }
}
