package io.carillon.launcher.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopRequestTest {
    private static final long OWN = ProcessHandle.current().pid();

    @TempDir
    private Path pids;

    @Test
    void isForTheProcessThatIsAskedOnly() {
        StopRequest request = new StopRequest(pids);
        assertThat(request.isFor(OWN)).isFalse();

        request.leaveFor(ProcessIdentity.of(OWN).orElseThrow());

        assertThat(new StopRequest(pids).isFor(OWN)).isTrue();
        assertThat(request.isFor(OWN + 1)).isFalse();
        request.delete();
        assertThat(request.isFor(OWN)).isFalse();
    }

    @Test
    void aNoteForAnEarlierProcessOfThisNumberIsForNobody() {
        ProcessIdentity own = ProcessIdentity.of(OWN).orElseThrow();
        StopRequest request = new StopRequest(pids);
        request.leaveFor(new ProcessIdentity(OWN, own.startedAt().minus(Duration.ofHours(1))));

        assertThat(request.isFor(OWN)).isFalse();
    }
}
