package io.carillon.launcher.bench;

import io.carillon.launcher.local.LocalPostgres;
import io.carillon.launcher.local.LocalProcess;
import io.carillon.launcher.local.ProcessIdentity;
import io.carillon.launcher.local.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How much processor time each part of an installation has used since its start, this process among them, from the kernel's own
 * books. Says where time goes, and says it also on a machine that others use.
 *
 * @param seconds by part
 */
record Cpu(Map<String, Double> seconds) {
    // What /proc counts in, on every Linux that Java runs on.
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER = 11;
    private static final int ENDED_CHILDREN_SYSTEM = 14;

    /** As of now. Empty where there is no {@code /proc}. */
    static Cpu of(List<Service> parts) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (Service part : parts) {
            process(part).ifPresent(identity -> seconds.put(part.name(), withChildren(identity.pid())));
        }
        // Without children: the parts are among them.
        seconds.put("bench", own(ProcessHandle.current().pid(), USER + 1));
        return new Cpu(seconds);
    }

    /** What was used since. */
    Cpu since(Cpu before) {
        Map<String, Double> more = new LinkedHashMap<>();
        seconds.forEach((part, used) -> more.put(part, used - before.seconds.getOrDefault(part, 0.0)));
        return new Cpu(more);
    }

    /** All parts together. */
    double total() {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The shares of the parts in words, such as {@code app 52 %, PostgreSQL 31 %}. */
    String shares() {
        double total = Math.max(total(), 1 / TICKS_PER_SECOND);
        return seconds.entrySet().stream()
                .map(part -> part.getKey() + " " + Math.round(100 * part.getValue() / total) + " %")
                .collect(Collectors.joining(", "));
    }

    private static Optional<ProcessIdentity> process(Service part) {
        if (part instanceof LocalPostgres postgres) {
            return postgres.process();
        }
        return part instanceof LocalProcess process ? process.identity() : Optional.empty();
    }

    /** Of the process, its children that live (a server process for each connection) and those that have ended. */
    private static double withChildren(long pid) {
        return own(pid, ENDED_CHILDREN_SYSTEM)
                + ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::children)
                        .mapToDouble(child -> own(child.pid(), USER + 1))
                        .sum();
    }

    private static double own(long pid, int last) {
        return fields(pid).map(fields -> sum(fields, last)).orElse(0.0);
    }

    private static double sum(String[] fields, int last) {
        double ticks = 0;
        for (int i = USER; i <= last; i++) {
            ticks += Double.parseDouble(fields[i]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** The fields behind the name, which may hold blanks itself. */
    private static Optional<String[]> fields(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "stat"))) {
            return lines.findFirst()
                    .map(line -> line.substring(line.lastIndexOf(')') + 2).split(" "))
                    .filter(fields -> fields.length > ENDED_CHILDREN_SYSTEM);
        } catch (IOException goneOrNotLinux) {
            return Optional.empty();
        }
    }
}
