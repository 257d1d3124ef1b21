package io.carillon.launcher.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL's own note of who serves a data folder, {@code postmaster.pid}: it outlives a kill, so whether the number in
 * it is really that folder's server is asked of the operating system. See
 * <a href="https://www.postgresql.org/docs/17/storage-file-layout.html">the file layout of a cluster</a>.
 */
final class PostmasterFile {
    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;

    private final Path data;
    private final Path file;

    record Running(ProcessIdentity process, int port) {}

    PostmasterFile(Path data) {
        this.data = data;
        this.file = data.resolve("postmaster.pid");
    }

    /** The server that serves the folder now. */
    Optional<Running> live() {
        try {
            List<String> lines = Files.readAllLines(file);
            long pid = Long.parseLong(lines.get(PID_LINE).strip());
            int port = Integer.parseInt(lines.get(PORT_LINE).strip());
            return ProcessIdentity.of(pid)
                    .filter(process -> servesThisFolder(pid))
                    .map(process -> new Running(process, port));
        } catch (IOException | RuntimeException missingOrTorn) {
            return Optional.empty();
        }
    }

    /**
     * After a kill: waits until the dead server's children are gone, for they hold its shared memory, and removes its note
     * if the number in it belongs to somebody else by now.
     */
    void clearAfterKill(Duration atMost) {
        if (!Files.exists(file)) {
            return;
        }
        Pause.until(() -> ProcessHandle.allProcesses().noneMatch(handle -> servesThisFolder(handle.pid())), atMost);
        try {
            Files.deleteIfExists(file);
        } catch (IOException refused) {
            throw new LaunchFailure(
                    "The file " + file + " is left over and cannot be removed: " + refused.getMessage(), refused);
        }
    }

    // Every process of a server has the data folder as its working folder.
    private boolean servesThisFolder(long pid) {
        Path proc = Path.of("/proc", Long.toString(pid));
        if (Files.isDirectory(Path.of("/proc/self"))) {
            try {
                return Files.readSymbolicLink(proc.resolve("cwd")).equals(data.toRealPath())
                        && Files.readSymbolicLink(proc.resolve("exe"))
                                .toString()
                                .contains("postgres");
            } catch (IOException | SecurityException goneOrForeign) {
                return false;
            }
        }
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().command())
                .filter(command -> command.contains("postgres"))
                .isPresent();
    }
}
