package io.carillon.launcher.local;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Looks programs up the way a shell does. */
public final class Programs {
    private Programs() {}

    public static Optional<Path> find(String name) {
        return find(name, System.getenv().getOrDefault("PATH", ""));
    }

    /**
     * @param searchPath folders divided by the system's path separator
     */
    static Optional<Path> find(String name, String searchPath) {
        return Arrays.stream(searchPath.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder).resolve(name))
                .filter(Programs::isRunnable)
                .findFirst();
    }

    static boolean isRunnable(Path program) {
        return Files.isRegularFile(program) && Files.isExecutable(program);
    }
}
