package io.carillon.launcher.drill;

import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.LaunchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A launcher in a process of its own, as a second person would start it on the same data. */
final class SecondLauncher {
    private static final long MINUTES = 3;

    private SecondLauncher() {}

    /** How it ended. */
    record Ended(int code, String said) {
        String firstLine() {
            return said.lines().findFirst().orElse("nothing");
        }
    }

    /** Runs {@code up}; one that is still there after minutes is stopped and has code -1. */
    static Ended up(LaunchSettings of) {
        Path said = of.folder().log("second-launcher");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        of.classPath(),
                        "io.carillon.launcher.Launcher",
                        "up"))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().putAll(environment(of));
        try {
            Process process = builder.start();
            boolean hasEnded = process.waitFor(MINUTES, TimeUnit.MINUTES);
            if (!hasEnded) {
                process.destroy();
                process.waitFor(MINUTES, TimeUnit.MINUTES);
            }
            return new Ended(hasEnded ? process.exitValue() : -1, Files.readString(said));
        } catch (IOException refused) {
            throw new LaunchFailure("A second launcher cannot be started: " + refused.getMessage(), refused);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("The drill was stopped.", stopped);
        }
    }

    private static Map<String, String> environment(LaunchSettings of) {
        Map<String, String> environment = new HashMap<>(of.ports().environment());
        environment.put("CARILLON_CHECKOUT", of.checkout().toString());
        environment.put("CARILLON_HOME", of.folder().root().toString());
        return environment;
    }
}
