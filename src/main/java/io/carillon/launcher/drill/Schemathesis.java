package io.carillon.launcher.drill;

import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.PythonEnvironment;
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

/**
 * The schemathesis program, one version of it, in a virtual environment of Python that is made once in the launcher's cache. For one
 * thread.
 */
final class Schemathesis {
    static final String VERSION = "4.32.5";

    private static final Duration RUN_WITHIN = Duration.ofMinutes(60);

    private final Path program;

    private Schemathesis(Path program) {
        this.program = program;
    }

    /** Finds or makes it; {@link LaunchFailure} says what to install if it cannot be had. */
    static Schemathesis in(Path cache, Console console) {
        PythonEnvironment.Wanted wanted =
                new PythonEnvironment.Wanted("schemathesis", VERSION, List.of(), "The fuzz round");
        return new Schemathesis(PythonEnvironment.with(wanted, cache, console, "fuzz")
                .resolve("bin")
                .resolve("schemathesis"));
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
        return wait(builder.directory(folder.toFile()), folder.resolve("schemathesis.log"));
    }

    private static int wait(ProcessBuilder builder, Path log) {
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        Process process = null;
        try {
            process = builder.start();
            if (!process.waitFor(RUN_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                throw new LaunchFailure(
                        builder.command().get(0) + " had not ended after " + RUN_WITHIN.toMinutes() + " minutes.");
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
