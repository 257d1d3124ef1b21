package io.carillon.launcher.local;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A console whose lines a test can read. */
public final class Lines {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Console console = new Console(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);

    public Console console() {
        return console;
    }

    public String all() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
