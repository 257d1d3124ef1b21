package io.carillon.launcher.drill;

import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A mount namespace of this process and its children alone: what is mounted in it nobody else on the machine sees, and it is
 * gone with the last process in it. A process enters one by being started anew under {@code unshare --mount}.
 */
public final class OwnMounts {
    /** Names the namespace that was left, so that nobody who merely has the variable takes it for its own. */
    private static final String LEFT = "CARILLON_DRILL_MOUNTS_OUTSIDE";

    private static final Path NAMESPACE = Path.of("/proc/self/ns/mnt");
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private OwnMounts() {}

    /** Whether mounts made here are seen by nobody else. */
    static boolean areOwn() {
        String left = System.getenv(LEFT);
        return left != null && !left.equals(namespace());
    }

    /** Whether this process has none, and could get one. */
    public static boolean areMissing() {
        return !areOwn() && missing().isEmpty();
    }

    /** What is missing to get one, as a sentence; empty if nothing is. */
    static String missing() {
        if (!Files.exists(NAMESPACE)) {
            return "mount namespaces are Linux's alone";
        }
        return run(List.of("unshare", "--mount", "--propagation", "private", "true"), Map.of()) == 0
                ? ""
                : "unshare --mount is refused: it takes root (or CAP_SYS_ADMIN) and the program unshare of util-linux";
    }

    /** Runs this very command again in a namespace of its own; blocks, and answers its exit code. */
    public static int enter() {
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private", "--"));
        command.addAll(ownCommand());
        return run(command, Map.of(LEFT, namespace()));
    }

    /** Puts an empty file system of that many bytes at a folder. */
    static void mount(Path folder, long bytes) {
        requireOwn();
        try {
            Files.createDirectories(folder);
        } catch (IOException refused) {
            throw new LaunchFailure("The folder " + folder + " cannot be made: " + refused.getMessage(), refused);
        }
        List<String> command =
                List.of("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + bytes, "carillon-drill", folder.toString());
        if (run(command, Map.of()) != 0) {
            throw new LaunchFailure("A file system of " + bytes + " bytes cannot be mounted at " + folder + ".");
        }
    }

    static void unmount(Path folder) {
        requireOwn();
        run(List.of("umount", "--lazy", folder.toString()), Map.of());
    }

    private static void requireOwn() {
        if (!areOwn()) {
            throw new IllegalStateException("The machine's own mounts are not to be touched");
        }
    }

    private static String namespace() {
        try {
            return Files.readSymbolicLink(NAMESPACE).toString();
        } catch (IOException unreadable) {
            throw new LaunchFailure("The mount namespace cannot be read at " + NAMESPACE, unreadable);
        }
    }

    private static List<String> ownCommand() {
        try {
            String line = new String(Files.readAllBytes(COMMAND_LINE), StandardCharsets.UTF_8);
            return List.of(line.substring(0, line.length() - 1).split("\0", -1));
        } catch (IOException unreadable) {
            throw new LaunchFailure("The own command line cannot be read at " + COMMAND_LINE, unreadable);
        }
    }

    private static int run(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            Thread stop = new Thread(process::destroy, "stop-inner");
            Runtime.getRuntime().addShutdownHook(stop);
            return process.waitFor();
        } catch (IOException missing) {
            return -1;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("The drill was stopped.", stopped);
        }
    }
}
