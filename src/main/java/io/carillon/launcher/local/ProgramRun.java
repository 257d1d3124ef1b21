package io.carillon.launcher.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that ends by itself, run to its end.
 *
 * @param exit its exit code; {@link #TOO_SLOW} if it was ended because its time was over
 * @param output what it printed, both streams
 */
record ProgramRun(int exit, String output) {
    static final int TOO_SLOW = -1;

    boolean isGood() {
        return exit == 0;
    }

    /**
     * Runs it and waits.
     *
     * @param environment added to the launcher's own; secrets go here, for arguments are seen by everybody on the machine
     */
    static ProgramRun of(List<String> command, Map<String, String> environment, Duration atMost) {
        try {
            // A file and not a pipe: a program that hangs would hang whoever reads.
            Path output = Files.createTempFile("carillon-run", ".txt");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .redirectOutput(output.toFile());
                builder.environment().putAll(environment);
                int exit = awaitEnd(builder.start(), atMost);
                return new ProgramRun(exit, new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip());
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException refused) {
            throw new LaunchFailure(command.get(0) + " cannot be run: " + refused.getMessage(), refused);
        }
    }

    private static int awaitEnd(Process process, Duration atMost) {
        try {
            if (process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return TOO_SLOW;
    }
}
