package io.carillon.launcher.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Builds programs of Temporal's from source with Go: minutes on two cores the first time. */
final class GoInstall {
    private static final Pattern GO_VERSION = Pattern.compile("go(\\d+)\\.(\\d+)");
    private static final int GO_MAJOR = 1;
    private static final int GO_MINOR = 25;

    private final Build build;
    private final String searchPath;
    private final Console console;

    /**
     * What to build.
     *
     * @param what it is called in what is printed
     * @param time how long it takes on two cores, in words
     * @param packages their paths with versions; each gives a program of its last part's name
     * @param compiled how many packages the compiler goes through, so that the bar means something
     */
    record Build(String what, String time, List<String> packages, int compiled) {}

    /**
     * @param searchPath where Go is looked for, as {@code PATH}
     */
    GoInstall(Build build, String searchPath, Console console) {
        this.build = build;
        this.searchPath = searchPath;
        this.console = console;
    }

    /** Builds into a folder and gives it back; empty if there is no Go, it is too old, or the build fails. */
    Optional<Path> installInto(Path bin) {
        Optional<Path> go = Programs.find("go", searchPath).filter(this::isNewEnough);
        if (go.isEmpty()) {
            return Optional.empty();
        }
        console.say("Temporal", "building " + build.what() + " with Go: " + build.time() + " on 2 cores, once");
        long began = System.nanoTime();
        try {
            Files.createDirectories(bin);
            if (!run(go.get(), bin)) {
                return Optional.empty();
            }
        } catch (IOException refused) {
            console.say("Temporal", "go cannot be run: " + refused.getMessage());
            return Optional.empty();
        }
        console.say(
                "Temporal",
                "built in " + Durations.words(Duration.ofNanos(System.nanoTime() - began)) + ", kept in " + bin);
        return Optional.of(bin);
    }

    private boolean run(Path go, Path bin) throws IOException {
        List<String> command = new ArrayList<>(List.of(go.toString(), "install", "-v", "-ldflags=-s -w"));
        command.addAll(build.packages());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GOBIN", bin.toString());
        builder.environment().put("CGO_ENABLED", "0");
        Process process = builder.start();
        String lastLine = follow(process);
        try {
            if (process.waitFor() == 0) {
                return true;
            }
            console.say("Temporal", "the build failed: " + lastLine);
            return false;
        } catch (InterruptedException interrupted) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new LaunchFailure("Stopped while " + build.what() + " was built.", interrupted);
        }
    }

    private String follow(Process process) throws IOException {
        String lastLine = "";
        int compiled = 0;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                lastLine = line;
                boolean isDownload = line.startsWith("go: ");
                compiled += isDownload ? 0 : 1;
                console.bar(
                        "Temporal",
                        compiled,
                        build.compiled(),
                        isDownload ? "downloading sources" : compiled + " packages");
            }
        }
        return lastLine;
    }

    private boolean isNewEnough(Path go) {
        try {
            Process version = new ProcessBuilder(List.of(go.toString(), "version"))
                    .redirectErrorStream(true)
                    .start();
            String text = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean isEnough = isNewEnough(text);
            if (!isEnough) {
                console.say("Temporal", "Go is too old to build it (1.25 is needed): " + text.strip());
            }
            return isEnough;
        } catch (IOException refused) {
            return false;
        }
    }

    /**
     * @param text what {@code go version} prints
     */
    static boolean isNewEnough(String text) {
        Matcher version = GO_VERSION.matcher(text);
        if (!version.find()) {
            return false;
        }
        int major = Integer.parseInt(version.group(1));
        return major > GO_MAJOR || (major == GO_MAJOR && Integer.parseInt(version.group(2)) >= GO_MINOR);
    }
}
