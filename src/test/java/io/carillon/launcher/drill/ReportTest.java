package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void holdsWhenEverythingWasLookedAtAndNothingFound() {
        assertThat(report(1, List.of(), 5, 5).problems()).isEmpty();
    }

    @Test
    void doesNotHoldWithoutASumThatWasLookedAt() {
        assertThat(report(0, List.of(), 0, 0).problems()).containsExactly("no sum was looked at");
    }

    @Test
    void doesNotHoldWithASumThatIsNotOrWithADoubtTooMany() {
        assertThat(report(1, List.of("people sent"), 0, 0).problems()).hasSize(1);
        assertThat(report(1, List.of(), 6, 5).problems()).containsExactly("6 doubts, at most 5 are allowed");
    }

    @Test
    void ofAWholeEachPartHoldsByItself() {
        Report early = report(0, List.of(), 6, 5).of("early", List.of("nothing came early"));
        Report lost = report(9, List.of(), 0, 5).of("lost", List.of());

        assertThat(ReceiptsRound.joined("R5", List.of(early, lost), List.of("other figures"))
                        .problems())
                .containsExactly(
                        "early: nothing came early",
                        "early: no sum was looked at",
                        "early: 6 doubts, at most 5 are allowed",
                        "other figures");
        assertThat(ReceiptsRound.joined("R5", List.of(lost, lost), List.of()).holds())
                .isTrue();
    }

    private static Report report(int samples, List<String> wrongSums, long unknown, long bound) {
        Audit audit = new Audit(10, 10, 0, 0, 0, unknown, List.of());
        return new Report("R", audit, samples, wrongSums, 1, 1, bound, Duration.ofSeconds(1), List.of());
    }
}
