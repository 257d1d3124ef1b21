package io.carillon.launcher.local;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What the libraries of the launcher log is not for its user: they are told what matters in sentences. */
public final class QuietLogs {
    // Held, because the log manager keeps a logger without handlers only as long as somebody refers to it.
    private static final List<Logger> QUIET = List.of(Logger.getLogger("io.zonky"), Logger.getLogger("org.postgresql"));

    private QuietLogs() {}

    public static void install() {
        QUIET.forEach(logger -> logger.setLevel(Level.OFF));
    }
}
