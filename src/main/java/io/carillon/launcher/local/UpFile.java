package io.carillon.launcher.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where what is up listens: the variables that move addresses and the number of app processes, in a file beside the lock while it is held.
 * Another launcher on the same data may have others in its environment, at which nobody answers.
 */
final class UpFile {
    /** What moves an address beside the ports. */
    private static final List<String> OTHERS = List.of(
            "CARILLON_TEMPORAL_ADDRESS", "CARILLON_TEMPORAL_UI", "CARILLON_TEMPORAL_STORE", "CARILLON_PUBLIC_URL");

    private static final String PROCESSES = "processes";

    private final LaunchSettings own;
    private final Path file;

    /**
     * What is up.
     *
     * @param settings our own, with its addresses
     */
    record Found(LaunchSettings settings, int processes) {}

    UpFile(LaunchSettings own) {
        this.own = own;
        this.file = own.folder().root().resolve("up");
    }

    /** Writes down where we are; a line for each variable. */
    void write(int processes) {
        Map<String, String> lines = new HashMap<>(own.ports().environment());
        OTHERS.forEach(variable ->
                LaunchSettings.given(own.environment(), variable).ifPresent(value -> lines.put(variable, value)));
        lines.put(PROCESSES, Integer.toString(processes));
        try {
            DataFolder.writePrivately(
                    file,
                    lines.entrySet().stream()
                            .map(line -> line.getKey() + "=" + line.getValue() + "\n")
                            .sorted()
                            .collect(Collectors.joining()));
        } catch (IOException refused) {
            throw new LaunchFailure("The file " + file + " cannot be written: " + refused.getMessage(), refused);
        }
    }

    /** What the launcher that holds the lock wrote; empty for one that has not come so far. */
    Optional<Found> read() {
        Map<String, String> environment = new HashMap<>(own.environment());
        OTHERS.forEach(environment::remove);
        try {
            for (String line : Files.readAllLines(file)) {
                int equals = line.indexOf('=');
                environment.put(line.substring(0, equals), line.substring(equals + 1));
            }
            int processes = Integer.parseInt(String.valueOf(environment.remove(PROCESSES)));
            return Optional.of(new Found(own.in(environment), processes));
        } catch (IOException | RuntimeException missingOrTorn) {
            return Optional.empty();
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException refused) {
            throw new LaunchFailure("The file " + file + " cannot be removed: " + refused.getMessage(), refused);
        }
    }
}
