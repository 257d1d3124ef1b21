package io.carillon.launcher.bench;

import io.carillon.launcher.local.DataFolder;
import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What was measured on, as it stands on top of the table. */
final class Machine {
    private static final long SECONDS = 30;

    private Machine() {}

    /**
     * Names and values in the order in which they are printed.
     *
     * @param app where the app that is measured lies
     */
    static Map<String, String> describe(Path checkout, DataFolder app, String postgres, String temporal) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put(
                "cores",
                Runtime.getRuntime().availableProcessors()
                        + found("/proc/cpuinfo", "model name")
                                .map(model -> " (" + model + ")")
                                .orElse(""));
        lines.put(
                "memory",
                found("/proc/meminfo", "MemTotal").map(Machine::gigabytes).orElse("unknown"));
        lines.put(
                "load before",
                firstLine("/proc/loadavg").map(line -> line.split(" ")[0]).orElse("unknown"));
        lines.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        lines.put("app", "heap of up to " + Memory.largest(app) + " MB");
        lines.put("postgresql", postgres);
        lines.put("temporal", temporal);
        lines.put("carillon", commit(checkout));
        return lines;
    }

    private static String commit(Path checkout) {
        try {
            String commit = output("git", "-C", checkout.toString(), "rev-parse", "--short", "HEAD")
                    .strip();
            boolean isChanged = !output("git", "-C", checkout.toString(), "status", "--porcelain")
                    .isBlank();
            return commit + (isChanged ? " with changes" : "");
        } catch (LaunchFailure noGit) {
            return "no commit known";
        }
    }

    private static String gigabytes(String kilobytes) {
        double size = Double.parseDouble(kilobytes.replaceAll("\\D", "")) / (1 << 20);
        return String.format(Locale.ROOT, "%.1f GiB", size);
    }

    /** The value behind a name in one of the kernel's files; empty where there is no such file. */
    static Optional<String> found(String file, String name) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    private static Optional<String> firstLine(String file) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.findFirst();
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    /** What a program prints; a {@link LaunchFailure} if it cannot be run or says no. */
    static String output(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new LaunchFailure(String.join(" ", command) + " failed: " + text);
            }
            return text;
        } catch (IOException missing) {
            throw new LaunchFailure(command[0] + " cannot be run: " + missing.getMessage(), missing);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("The bench was stopped.", stopped);
        }
    }
}
