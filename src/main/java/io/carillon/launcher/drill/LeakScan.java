package io.carillon.launcher.drill;

import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Searches all that an operator or a stranger can read for what is personal or secret. For one thread. */
final class LeakScan {
    private static final int MOST_SHOWN = 20;
    private static final int AROUND = 60;

    private final List<String> found = new ArrayList<>();
    private Needles needles;
    private int searchedFor;
    private long characters;
    private int workflows;
    private int leaks;

    LeakScan(Needles needles) {
        this.needles = needles;
    }

    /** Searches for others from here on; all that was looked at has to be looked at again. */
    void searchFor(Needles others) {
        searchedFor += needles.count();
        needles = others;
        characters = 0;
        workflows = 0;
    }

    /** Looks at one text. */
    void look(String place, String text) {
        characters += text.length();
        needles.find(text).forEach((needle, at) -> {
            leaks++;
            if (found.size() < MOST_SHOWN) {
                String before = text.substring(Math.max(0, at - AROUND), at).replaceAll("\\s+", " ");
                found.add(needles.kind(needle) + " in " + place + " behind: " + before);
            }
        });
    }

    /** Looks at the logs of the app and of the servers; the sandbox plays vendors, who of course know addresses. */
    void lookAtLogs(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> !path.getFileName().toString().startsWith("sandbox"))
                    .toList()) {
                look("log " + file.getFileName(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
        } catch (IOException unreadable) {
            throw new LaunchFailure(
                    "The logs in " + folder + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Looks at what Temporal keeps of a workflow. */
    void lookAt(Histories.Told workflow) {
        workflows++;
        look("Temporal " + workflow.workflow(), workflow.text());
    }

    /** Of how many workflows something was told. */
    int workflows() {
        return workflows;
    }

    /** How many were found. */
    int leaks() {
        return leaks;
    }

    /** Where some of them stand; never they themselves. */
    List<String> found() {
        return List.copyOf(found);
    }

    /** What was searched, in a sentence. */
    String summary() {
        return "%,d characters and %,d workflows among them searched for %,d addresses, names and secrets: %d found"
                .formatted(characters, workflows, searchedFor + needles.count(), leaks);
    }
}
