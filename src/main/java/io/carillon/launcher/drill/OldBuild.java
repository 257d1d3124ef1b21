package io.carillon.launcher.drill;

import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.LaunchSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An earlier commit of this checkout, built in a worktree of its own: the one asked for, or one release back. {@link #close} takes the
 * worktree away.
 */
final class OldBuild implements AutoCloseable {
    /** What came with the fault rounds: before the first release, what was there before them counts as one. */
    private static final String ROUNDS = "src/main/java/io/carillon/launcher/drill/Rounds.java";

    private static final String RELEASES = "v[0-9]*";
    private static final String ACCOUNTS = "src/main/java/io/carillon/launcher/local/AccountsFile.java";
    private static final Pattern VENDOR = Pattern.compile("(?m)^\\s*vendor: (\\w+)$");

    private final Path checkout;
    private final Path folder;

    private OldBuild(Path checkout, Path folder) {
        this.checkout = checkout;
        this.folder = folder;
    }

    /**
     * Builds it; takes minutes. A {@link LaunchFailure} says what is missing.
     *
     * @param asked the commit; empty for one release back
     * @param folder where, must not exist
     */
    static OldBuild in(LaunchSettings settings, String asked, Path folder, Console console) {
        Path checkout = settings.checkout();
        String commit = asked.isEmpty() ? releaseBefore(checkout) : commit(checkout, asked);
        console.say(
                "upgrade",
                "building "
                        + run(checkout, List.of("git", "log", "-1", "--format=%h of %as, %s", commit))
                                .strip() + ", in " + folder);
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

    /** The newest release that this checkout descends from and is not itself; before the first one what was there before the rounds. */
    static String releaseBefore(Path checkout) {
        return tried(checkout, List.of("git", "describe", "--tags", "--abbrev=0", "--match", RELEASES, "HEAD^"))
                .map(release -> commit(checkout, release))
                .or(() -> tried(checkout, List.of("git", "log", "--diff-filter=A", "--format=%H", "--", ROUNDS))
                        .flatMap(added -> added.lines().reduce((newer, older) -> older))
                        .flatMap(first ->
                                tried(checkout, List.of("git", "rev-parse", "--verify", "--quiet", first + "^1"))))
                .orElseThrow(() -> new LaunchFailure("The release before this one is not in the history of " + checkout
                        + ": fetch the whole history (git fetch --unshallow --tags), or name a commit by --old."));
    }

    private static String commit(Path checkout, String name) {
        return tried(
                        checkout,
                        List.of("git", "rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"))
                .orElseThrow(() -> new LaunchFailure("There is no commit \"" + name + "\" in the history of " + checkout
                        + ": give another one by --old."));
    }

    /** What git says, empty if it knows of none. */
    private static Optional<String> tried(Path checkout, List<String> command) {
        try {
            return Optional.of(run(checkout, command).strip()).filter(said -> !said.isEmpty());
        } catch (LaunchFailure none) {
            return Optional.empty();
        }
    }

    /** The vendors that it has accounts for; every vendor of today where it does not say so. */
    Set<String> vendors(Set<String> today) {
        try {
            String source = Files.readString(folder.resolve(ACCOUNTS));
            Set<String> named = VENDOR.matcher(source)
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
            return named.isEmpty() ? today : named;
        } catch (IOException elsewhere) {
            return today;
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
