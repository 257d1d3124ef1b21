package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A process sees the clock move, and this one does not. */
class FakeClockTest {
    @TempDir
    Path folder;

    @Test
    void isNowhereWithoutTheLibrary() throws Exception {
        assertThat(FakeClock.library(folder)).isEmpty();

        Path library = folder.resolve("some-triplet/faketime/libfaketimeMT.so.1");
        Files.createDirectories(library.getParent());
        Files.writeString(library, "");
        assertThat(FakeClock.library(folder)).contains(library);
    }

    /** A user's machine may lack the library; the one that decides what lands has to have it. */
    static boolean isAsked() {
        return "true".equals(System.getenv("CI"))
                || FakeClock.library(Path.of("/usr/lib")).isPresent();
    }

    @Test
    @EnabledIf("isAsked")
    void movesTheClockOfWhoHasItsEnvironment() throws Exception {
        FakeClock clock = FakeClock.in(folder).orElseThrow(() -> new AssertionError("apt-get install libfaketime"));

        assertThat(seen(clock)).isBetween(now().minusSeconds(60), now().plusSeconds(60));
        clock.set(Duration.ofHours(1));
        assertThat(seen(clock)).isBetween(now().plusSeconds(3_540), now().plusSeconds(3_660));
        clock.set(Duration.ofHours(-1));
        assertThat(seen(clock)).isBetween(now().minusSeconds(3_660), now().minusSeconds(3_540));
    }

    private static Instant now() {
        return Instant.now();
    }

    private static Instant seen(FakeClock clock) throws Exception {
        ProcessBuilder date = new ProcessBuilder("date", "+%s");
        date.environment().putAll(clock.environment());
        String said = new String(date.start().getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return Instant.ofEpochSecond(Long.parseLong(said.strip()));
    }
}
