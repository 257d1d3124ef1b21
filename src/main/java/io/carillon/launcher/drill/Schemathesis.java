package io.carillon.launcher.drill;

import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.Programs;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The schemathesis program, one version of it, in a virtual environment of Python that is made once in the launcher's cache. For one
 * thread.
 */
final class Schemathesis {
    static final String VERSION = "4.32.5";

    private static final Duration INSTALL_WITHIN = Duration.ofMinutes(10);
    private static final Duration RUN_WITHIN = Duration.ofMinutes(60);
    private static final String HAS_PYTHON = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";

    private final Path program;

    private Schemathesis(Path program) {
        this.program = program;
    }

    /** Finds or makes it; {@link LaunchFailure} says what to install if it cannot be had. */
    static Schemathesis in(Path cache, Console console) {
        Path environment = cache.resolve("schemathesis-" + VERSION);
        Path program = environment.resolve("bin").resolve("schemathesis");
        // The last thing that the installation writes, so that one broken off is begun anew.
        Path whole = environment.resolve("whole");
        if (!Files.exists(whole)) {
            install(environment, whole, console);
        }
        return new Schemathesis(program);
    }

    /**
     * Runs it; what it prints goes to a log.
     *
     * @param folder where its files are put and where it works
     * @param environment beside this process's own
     * @return its exit code: 0 nothing found, 1 something found, 2 it could not work
     */
    int run(Path folder, List<String> arguments, Map<String, String> environment) {
        try {
            Files.createDirectories(folder);
            for (String name : List.of("hooks.py", "schemathesis.toml")) {
                copy(name, folder.resolve(name));
            }
        } catch (IOException refused) {
            throw new LaunchFailure("The folder " + folder + " cannot be written: " + refused.getMessage(), refused);
        }
        ProcessBuilder builder = new ProcessBuilder(program.toString());
        builder.command().addAll(arguments);
        builder.environment().putAll(environment);
        builder.environment().put("SCHEMATHESIS_HOOKS", "hooks");
        builder.environment().put("PYTHONPATH", folder.toString());
        return wait(builder.directory(folder.toFile()), folder.resolve("schemathesis.log"), RUN_WITHIN);
    }

    private static void install(Path environment, Path whole, Console console) {
        Path python = Programs.find("python3")
                .filter(found -> quietly(found, "-c", HAS_PYTHON))
                .orElseThrow(() ->
                        new LaunchFailure("The fuzz round needs Python 3.10 or newer with its venv module: install"
                                + " python3 and python3-venv, for example: apt-get install python3-venv"));
        console.say("fuzz", "installing schemathesis " + VERSION + " into " + environment + ", once");
        Path log = environment.resolveSibling("schemathesis-" + VERSION + ".log");
        try {
            Files.createDirectories(environment.getParent());
            ProcessBuilder venv =
                    new ProcessBuilder(python.toString(), "-m", "venv", "--clear", environment.toString());
            ProcessBuilder pip = new ProcessBuilder(
                    environment.resolve("bin").resolve("pip").toString(),
                    "install",
                    "--disable-pip-version-check",
                    "schemathesis==" + VERSION);
            if (wait(venv, log, INSTALL_WITHIN) != 0 || wait(pip, log, INSTALL_WITHIN) != 0) {
                throw new LaunchFailure("schemathesis " + VERSION + " cannot be installed: what pip said stands in "
                        + log + ". PyPI, or a mirror that pip is told of, must be within reach.");
            }
            Files.writeString(whole, VERSION);
        } catch (IOException refused) {
            throw new LaunchFailure(
                    "The folder " + environment + " cannot be written: " + refused.getMessage(), refused);
        }
    }

    private static boolean quietly(Path program, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(program.toString());
        builder.command().addAll(List.of(arguments));
        return wait(builder, null, Duration.ofMinutes(1)) == 0;
    }

    private static int wait(ProcessBuilder builder, @Nullable Path log, Duration atMost) {
        builder.redirectErrorStream(true)
                .redirectOutput(
                        log == null ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        Process process = null;
        try {
            process = builder.start();
            if (!process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
                throw new LaunchFailure(
                        builder.command().get(0) + " had not ended after " + atMost.toMinutes() + " minutes.");
            }
            return process.exitValue();
        } catch (IOException refused) {
            throw new LaunchFailure(builder.command().get(0) + " cannot be run: " + refused.getMessage(), refused);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("The drill was stopped.", stopped);
        } finally {
            if (process != null) {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
            }
        }
    }

    private static void copy(String name, Path to) throws IOException {
        try (InputStream file = Schemathesis.class.getResourceAsStream("/fuzz/" + name)) {
            if (file == null) {
                throw new IllegalStateException("fuzz/" + name + " is not on the class path");
            }
            Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
