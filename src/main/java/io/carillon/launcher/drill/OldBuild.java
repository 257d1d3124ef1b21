package io.carillon.launcher.drill;

import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.LaunchSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An earlier commit of this checkout, built in a worktree of its own: by default the last one before there were drills, or the one
 * that {@code CARILLON_DRILL_BEFORE} names. {@link #close} takes the worktree away.
 */
final class OldBuild implements AutoCloseable {
    /** What came with the drills. */
    private static final String FIRST_DRILL = "src/main/java/io/carillon/launcher/drill/Round.java";

    private final Path checkout;
    private final Path folder;

    private OldBuild(Path checkout, Path folder) {
        this.checkout = checkout;
        this.folder = folder;
    }

    /**
     * Builds it; takes minutes. A {@link LaunchFailure} says what is missing.
     *
     * @param folder where, must not exist
     */
    static OldBuild in(LaunchSettings settings, Path folder, Console console) {
        Path checkout = settings.checkout();
        String commit = LaunchSettings.given(settings.environment(), "CARILLON_DRILL_BEFORE")
                .or(() -> beforeDrills(checkout))
                .orElseThrow(
                        () -> new LaunchFailure(
                                "The commit before the drills is not in the history of " + checkout
                                        + ": fetch the whole history (git fetch --unshallow), or name a commit in CARILLON_DRILL_BEFORE."));
        console.say("upgrade", "building " + commit + " in " + folder);
        run(checkout, List.of("git", "worktree", "prune"));
        run(checkout, List.of("git", "worktree", "add", "--detach", folder.toString(), commit));
        OldBuild old = new OldBuild(checkout, folder);
        try {
            old.build(console);
            return old;
        } catch (RuntimeException failed) {
            old.close();
            throw failed;
        }
    }

    /** From the libraries that are here; it may have used others, which are fetched then. */
    private void build(Console console) {
        List<String> build = List.of("mvn", "-q", "-B", "-Dstyle.color=never", "package", "-Dmaven.test.skip=true");
        List<String> offline = new ArrayList<>(build);
        offline.add(1, "-o");
        try {
            run(folder, offline);
        } catch (LaunchFailure missing) {
            console.say("upgrade", "libraries of that commit are not here; Maven fetches them");
            run(folder, build);
        }
    }

    /** The newest commit without drills on the first line of ancestors. */
    private static Optional<String> beforeDrills(Path checkout) {
        Optional<String> first = run(
                        checkout, List.of("git", "log", "--diff-filter=A", "--format=%H", "--", FIRST_DRILL))
                .lines()
                .reduce((newer, older) -> older);
        try {
            return first.map(commit -> run(checkout, List.of("git", "rev-parse", "--verify", "--quiet", commit + "^1"))
                    .strip());
        } catch (LaunchFailure noParent) {
            return Optional.empty();
        }
    }

    Path jar() {
        return folder.resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** The definition of the demo's campaign as that commit has it. */
    Path campaign() {
        return folder.resolve("workflows/demo-campaign.yaml");
    }

    private static String run(Path where, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(where.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new LaunchFailure(
                        String.join(" ", command) + " in " + where + " ended with " + code + ": " + said.strip());
            }
            return said;
        } catch (IOException missing) {
            throw new LaunchFailure(
                    "The program " + command.get(0) + " is needed to build an earlier commit: install it.", missing);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("The drill was stopped.", stopped);
        }
    }

    @Override
    public void close() {
        run(checkout, List.of("git", "worktree", "remove", "--force", folder.toString()));
    }
}
