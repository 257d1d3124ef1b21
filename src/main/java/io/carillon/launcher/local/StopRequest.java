package io.carillon.launcher.local;

import java.nio.file.Path;

/**
 * The note that {@code down} leaves for a launcher before it sends the signal, so that an end that was asked for is told from one
 * that was not: only then is the exit code the launcher's own.
 */
public final class StopRequest {
    private static final String NAME = "stop";

    private final PidFile note;

    /**
     * @param pids the folder of the pid files
     */
    public StopRequest(Path pids) {
        this.note = new PidFile(pids, NAME);
    }

    /** Asks that launcher, and no later one that gets its number. */
    public void leaveFor(ProcessIdentity launcher) {
        note.write(new PidFile.Entry(launcher, NAME));
    }

    /** Whether the process of this number is asked. */
    boolean isFor(long pid) {
        return note.live().filter(entry -> entry.identity().pid() == pid).isPresent();
    }

    public void delete() {
        note.delete();
    }
}
