package io.carillon.launcher.drill;

import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A clock for single processes, moved while they run: libfaketime, loaded before the C library, adds to every time they ask for
 * what stands in a file. The machine's clock stays as it is, and so does the time that only counts from the start.
 */
final class FakeClock {
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private final Path library;
    private final Path file;

    private FakeClock(Path library, Path file) {
        this.library = library;
        this.file = file;
        set(Duration.ZERO);
    }

    /** One that is right, moved by a file in that folder; empty where the library is not installed. */
    static Optional<FakeClock> in(Path folder) {
        return library(Path.of("/usr/lib")).map(library -> new FakeClock(library, folder.resolve("clock")));
    }

    /** The library, in that folder or one of those in it. */
    static Optional<Path> library(Path libraries) {
        try (Stream<Path> triplets = Files.list(libraries)) {
            return Stream.concat(Stream.of(libraries), triplets.sorted())
                    .map(place -> place.resolve(LIBRARY))
                    .filter(Files::isRegularFile)
                    .findFirst();
        } catch (IOException noLibraries) {
            return Optional.empty();
        }
    }

    /** What a process has to find in its environment. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                // Read again each second, so that it can be moved.
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // Else waits on the time that only counts are taken for waits on the clock, and end at once.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0",
                "NO_FAKE_STAT",
                "1");
    }

    /** Moves it to so much after the machine's; processes see it within two seconds. */
    void set(Duration ahead) {
        try {
            Path fresh = file.resolveSibling("clock.new");
            Files.writeString(fresh, String.format(Locale.ROOT, "%+d\n", ahead.toSeconds()));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException refused) {
            throw new LaunchFailure(
                    "The clock's file " + file + " cannot be written: " + refused.getMessage(), refused);
        }
    }

    /** Whether that process has it loaded. */
    boolean isIn(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "maps"))
                    .contains(library.getFileName().toString());
        } catch (IOException gone) {
            return false;
        }
    }
}
