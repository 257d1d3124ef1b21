package io.carillon.launcher.local;

import java.nio.file.Path;

/** The Java that runs us, for the processes we start. */
final class Jvm {
    /** The log manager of the app's libraries has to be there before anything logs. */
    static final String LOG_MANAGER = "-Djava.util.logging.manager=org.jboss.logmanager.LogManager";

    private Jvm() {}

    static String program() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
