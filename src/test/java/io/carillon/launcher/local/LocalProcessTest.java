package io.carillon.launcher.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProcessTest {
    @TempDir
    private Path folder;

    private final Lines lines = new Lines();

    @AfterEach
    void stopWhatRuns() {
        new PidFile(folder, "part").live().ifPresent(entry -> entry.identity().stop(Duration.ofSeconds(5)));
    }

    @Test
    void startsAProcessThatWritesIntoItsLogAndIsStoppedByItsNumber() throws Exception {
        LocalProcess part =
                part(List.of("sh", "-c", "echo hello $GREETED; touch ready; exec sleep 600"), Map.of("GREETED", "you"));

        part.start();
        ProcessIdentity identity = part.identity().orElseThrow();

        assertThat(Files.readString(folder.resolve("part.log"))).contains("hello you");
        assertThat(part.isAlive()).isTrue();
        part.stop();
        assertThat(part.isAlive()).isFalse();
        assertThat(identity.isAlive()).isFalse();
        assertThat(folder.resolve("part.pid")).doesNotExist();
    }

    @Test
    void takesOverTheOneThatAKilledLauncherLeft() {
        List<String> command = List.of("sh", "-c", "touch ready; exec sleep 600");
        LocalProcess first = part(command, Map.of());
        first.start();
        ProcessIdentity left = first.identity().orElseThrow();

        LocalProcess second = part(command, Map.of());
        second.start();

        assertThat(second.identity()).contains(left);
        assertThat(lines.all()).contains("runs already");
    }

    @Test
    void stopsALeftOverThatWasStartedWithOtherSettings() {
        List<String> command = List.of("sh", "-c", "touch ready; exec sleep 600");
        LocalProcess first = part(command, Map.of("PORT", "1"));
        first.start();
        ProcessIdentity old = first.identity().orElseThrow();

        LocalProcess second = part(command, Map.of("PORT", "2"));
        second.start();

        assertThat(old.isAlive()).isFalse();
        assertThat(second.identity()).isPresent().isNotEqualTo(Optional.of(old));
        assertThat(lines.all()).contains("an older one is left over (process " + old.pid() + ")");
    }

    @Test
    void neverTakesAStrangerForItsOwnProcess() {
        PidFile file = new PidFile(folder, "part");
        long stranger = ProcessHandle.current().pid();
        Instant startedAt =
                ProcessHandle.current().info().startInstant().orElseThrow().minus(Duration.ofHours(1));
        file.write(new PidFile.Entry(new ProcessIdentity(stranger, startedAt), "whatever"));

        assertThat(file.live()).isEmpty();
        new ProcessIdentity(stranger, startedAt).stop(Duration.ofSeconds(1));
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void takesATornPidFileForNone() throws Exception {
        Files.writeString(folder.resolve("part.pid"), "12");

        assertThat(new PidFile(folder, "part").live()).isEmpty();
    }

    @Test
    void showsTheEndOfTheLogOfAProcessThatDiesWhileStarting() {
        LocalProcess part = part(List.of("sh", "-c", "echo no room left; exit 3"), Map.of());

        assertThatThrownBy(part::start)
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("ended while starting")
                .hasMessageContaining("no room left");
    }

    @Test
    void saysWhatAProcessThatIsNeverReadyWaitsFor() {
        Readiness never = new Readiness() {
            @Override
            public boolean isReady() {
                return false;
            }

            @Override
            public String waitsFor() {
                return "a first call to be answered";
            }
        };
        LocalProcess.Plan plan = plan(List.of("sh", "-c", "exec sleep 600"), Map.of(), never);
        LocalProcess part = new LocalProcess(
                new LocalProcess.Plan(
                        plan.name(),
                        plan.command(),
                        plan.environment(),
                        plan.program(),
                        plan.log(),
                        plan.ports(),
                        never,
                        Duration.ofMillis(200)),
                folder,
                lines.console());

        assertThatThrownBy(part::start)
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("is not ready after")
                .hasMessageContaining("it waits for a first call to be answered");
    }

    @Test
    void saysWhichProgramIsMissing() {
        LocalProcess part = new LocalProcess(
                plan(List.of(folder.resolve("missing").toString()), Map.of(), () -> true), folder, lines.console());

        assertThatThrownBy(part::start)
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining(folder.resolve("missing") + " is missing or may not be run");
    }

    private LocalProcess part(List<String> command, Map<String, String> environment) {
        Readiness isReady = () -> Files.exists(folder.resolve("ready"));
        List<String> inFolder = List.of(command.get(0), command.get(1), "cd '" + folder + "' && " + command.get(2));
        return new LocalProcess(plan(inFolder, environment, isReady), folder, lines.console());
    }

    private LocalProcess.Plan plan(List<String> command, Map<String, String> environment, Readiness isReady) {
        return new LocalProcess.Plan(
                "part",
                command,
                environment,
                Path.of("/bin/sh"),
                folder.resolve("part.log"),
                List.of(),
                isReady,
                Duration.ofSeconds(20));
    }
}
