package io.carillon.launcher.local;

import java.nio.file.Path;
import java.util.List;

/** The Java that runs us, for the processes we start. */
final class Jvm {
    /** The log manager of the app's libraries has to be there before anything logs. */
    static final String LOG_MANAGER = "-Djava.util.logging.manager=org.jboss.logmanager.LogManager";

    /** Logs and what is printed, whatever the locale; Java 17 knows the names of the streams' encodings by {@code sun.} alone. */
    static final List<String> UTF_8 = List.of(
            "-Dfile.encoding=UTF-8",
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8",
            "-Dsun.stdout.encoding=UTF-8",
            "-Dsun.stderr.encoding=UTF-8");

    private Jvm() {}

    static String program() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
