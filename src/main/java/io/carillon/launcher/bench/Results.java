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

    /** Something could not be measured. */
    void fail(String name, String why) {
        failures.add(name + ": " + why);
        console.line("  " + name + " could not be measured: " + why);
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }
}
