package io.carillon.launcher;

import java.nio.file.Path;

/** The Java that runs us, for the processes we start. */
final class Jvm {
    private Jvm() {}

    static String program() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
