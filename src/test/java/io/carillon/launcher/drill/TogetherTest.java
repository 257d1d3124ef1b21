package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.launcher.drill.WorkShares.Begun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TogetherTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final Together together = new Together(List.of("app", "app-2"));

    @Test
    void acceptsTwoProcessesThatShareTheWork() {
        together.up(START, Map.of(1L, "app", 2L, "app-2"));
        together.down(START.plusSeconds(60));

        Map<String, Integer> shares = together.shares(tasks(0, 1, 2, 2, 1, 2));

        assertThat(shares).isEqualTo(Map.of("app", 20, "app-2", 30));
        assertThat(Together.unfair(shares)).isEmpty();
    }

    @Test
    void findsTheProcessThatOnlyStandsBy() {
        together.up(START, Map.of(1L, "app", 2L, "app-2"));
        together.down(START.plusSeconds(60));

        Map<String, Integer> shares = together.shares(tasks(0, 1, 1, 1, 1, 1));

        assertThat(Together.unfair(shares))
                .hasValue("app-2 did less than a tenth while all were up: {app=50, app-2=0}");
    }

    @Test
    void countsOnlyWhatIsDoneWhileBothAreUp() {
        together.up(START, Map.of(1L, "app", 2L, "app-2"));
        together.down(START.plusSeconds(10));
        together.up(START.plusSeconds(30), Map.of(1L, "app", 3L, "app-2"));
        together.down(START.plusSeconds(40));

        List<Begun> tasks = new ArrayList<>(tasks(0, 1));
        // Alone: what the other one does while its like is dead is no share.
        tasks.addAll(tasks(10, 1, 1));
        tasks.addAll(tasks(30, 3));

        assertThat(together.shares(tasks)).isEqualTo(Map.of("app", 10, "app-2", 10));
    }

    @Test
    void saysWhenTooLittleWasDoneToTell() {
        assertThat(Together.unfair(Map.of("app", 5, "app-2", 6)))
                .hasValueSatisfying(said -> assertThat(said).contains("too few"));
    }

    /** A task a second, ten for each number. */
    private static List<Begun> tasks(int from, long... processes) {
        List<Begun> tasks = new ArrayList<>();
        int second = from;
        for (long process : processes) {
            for (int i = 0; i < 10; i++) {
                tasks.add(new Begun(process, START.plusSeconds(second++)));
            }
        }
        return tasks;
    }
}
