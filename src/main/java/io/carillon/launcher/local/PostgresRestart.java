package io.carillon.launcher.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts a running PostgreSQL anew on its files and with the options it was started with, by its own {@code pg_ctl}. */
public final class PostgresRestart {
    private static final Integer ROOT = 0;

    private PostgresRestart() {}

    /**
     * Restarts; blocks until the server is ready.
     *
     * @param server its main process
     * @param environment what it finds in its environment beside ours
     */
    public static void with(ProcessIdentity server, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        try {
            Path proc = Path.of("/proc", Long.toString(server.pid()));
            Path data = Files.readSymbolicLink(proc.resolve("cwd"));
            if (ROOT.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
                // The server refuses to run as root; in a user namespace it does not see that it does.
                command.addAll(List.of("unshare", "-U"));
            }
            command.addAll(List.of(
                    Files.readSymbolicLink(proc.resolve("exe"))
                            .resolveSibling("pg_ctl")
                            .toString(),
                    "-D",
                    data.toString(),
                    "-m",
                    "fast",
                    "-w",
                    "-l",
                    data.resolve("restart.log").toString(),
                    "restart"));
            run(command, environment, data.resolve("pg_ctl.log"));
        } catch (IOException refused) {
            throw new LaunchFailure("PostgreSQL cannot be started anew: " + refused.getMessage(), refused);
        }
    }

    private static void run(List<String> command, Map<String, String> environment, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            int code = builder.start().waitFor();
            if (code != 0) {
                throw new LaunchFailure(
                        "PostgreSQL was not started anew: " + command + " ended with " + code + "; see " + log + ".");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("Stopped while PostgreSQL was started anew.", stopped);
        }
    }
}
