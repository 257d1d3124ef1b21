package io.carillon.launcher.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Virtual environments of Python that are made once in the launcher's cache, each for one package in one version. */
public final class PythonEnvironment {
    private static final Duration CHECK_WITHIN = Duration.ofMinutes(1);
    private static final Duration INSTALL_WITHIN = Duration.ofMinutes(10);
    private static final String HAS_PYTHON = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";

    private PythonEnvironment() {}

    /**
     * A package of PyPI.
     *
     * @param version the only one that will do
     * @param options told to pip beside it
     * @param neededBy who needs it, as a sentence begins
     */
    public record Wanted(String name, String version, List<String> options, String neededBy) {
        private String folder() {
            return name + "-" + version;
        }
    }

    /**
     * Finds or makes one; blocks while pip works.
     *
     * @param part whose line says that something is installed
     * @return its folder; {@link LaunchFailure} says what to install if it cannot be had
     */
    public static Path with(Wanted wanted, Path cache, Console console, String part) {
        Path environment = cache.resolve(wanted.folder());
        // The last thing that the installation writes, so that one broken off is begun anew.
        Path whole = environment.resolve("whole");
        if (!Files.exists(whole)) {
            Path python = python(wanted);
            console.say(
                    part, "installing " + wanted.name() + " " + wanted.version() + " into " + environment + ", once");
            try {
                Files.createDirectories(cache);
                install(wanted, python, environment);
                Files.writeString(whole, wanted.version());
            } catch (IOException refused) {
                throw new LaunchFailure(
                        "The folder " + environment + " cannot be written: " + refused.getMessage(), refused);
            }
        }
        return environment;
    }

    private static Path python(Wanted wanted) {
        return Programs.find("python3")
                .filter(found -> ProgramRun.of(List.of(found.toString(), "-c", HAS_PYTHON), Map.of(), CHECK_WITHIN)
                        .isGood())
                .orElseThrow(() -> new LaunchFailure(wanted.neededBy()
                        + " needs Python 3.10 or newer with its venv module: install python3 and python3-venv,"
                        + " for example: apt-get install python3-venv"));
    }

    private static void install(Wanted wanted, Path python, Path environment) throws IOException {
        List<String> pip = new ArrayList<>(List.of(
                environment.resolve("bin").resolve("pip").toString(), "install", "--disable-pip-version-check"));
        pip.addAll(wanted.options());
        pip.add(wanted.name() + "==" + wanted.version());
        ProgramRun run = ProgramRun.of(
                List.of(python.toString(), "-m", "venv", "--clear", environment.toString()), Map.of(), INSTALL_WITHIN);
        if (run.isGood()) {
            run = ProgramRun.of(pip, Map.of(), INSTALL_WITHIN);
        }
        Path log = environment.resolveSibling(wanted.folder() + ".log");
        Files.writeString(log, run.output());
        if (Thread.currentThread().isInterrupted()) {
            throw new LaunchFailure("Stopped while " + wanted.name() + " was installed.");
        }
        if (!run.isGood()) {
            throw new LaunchFailure(wanted.name() + " " + wanted.version()
                    + " cannot be installed: what pip said stands in " + log
                    + ". PyPI, or a mirror that pip is told of, must be within reach.");
        }
    }
}
