package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where libfaketime is installed: a process sees the clock move, and this one does not. */
class FakeClockTest {
    @TempDir
    Path folder;

    @Test
    void movesTheClockOfWhoHasItsEnvironment() throws Exception {
        Optional<FakeClock> clock = FakeClock.in(folder);
        assumeTrue(clock.isPresent(), "libfaketime is not installed");

        assertThat(seen(clock.orElseThrow())).isBetween(now().minusSeconds(60), now().plusSeconds(60));
        clock.orElseThrow().set(Duration.ofHours(1));
        assertThat(seen(clock.orElseThrow())).isBetween(now().plusSeconds(3_540), now().plusSeconds(3_660));
        clock.orElseThrow().set(Duration.ofHours(-1));
        assertThat(seen(clock.orElseThrow())).isBetween(now().minusSeconds(3_660), now().minusSeconds(3_540));
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
