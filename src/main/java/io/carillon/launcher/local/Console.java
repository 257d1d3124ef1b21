package io.carillon.launcher.local;

import java.io.PrintStream;
import java.util.Locale;

/** What the user sees: one line per step, and a bar that is drawn over where the output is a terminal. Thread-safe. */
public final class Console {
    private static final int BAR_WIDTH = 30;

    private final PrintStream out;
    private final boolean isTerminal;
    private String lastBar = "";

    public Console(PrintStream out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    /** Standard output, as a terminal if there is one. */
    public static Console standard() {
        return new Console(System.out, System.console() != null);
    }

    /** A line of one part's story. */
    public synchronized void say(String part, String text) {
        line(String.format(Locale.ROOT, "%-11s %s", part, text));
    }

    /** A line as it stands. */
    public synchronized void line(String text) {
        endBar();
        out.println(text);
        out.flush();
    }

    /**
     * Draws how far something is. On a terminal over the line before; elsewhere a line for each tenth.
     *
     * @param done how many of {@code total} are through
     * @param text what stands beside the bar
     */
    public synchronized void bar(String part, long done, long total, String text) {
        double share = total <= 0 ? 0 : Math.min(1, (double) done / total);
        int filled = (int) Math.floor(share * BAR_WIDTH);
        String bar = String.format(
                Locale.ROOT,
                "%-11s [%s%s] %3d %%  %s",
                part,
                "█".repeat(filled),
                "░".repeat(BAR_WIDTH - filled),
                (int) Math.floor(share * 100),
                text);
        if (isTerminal) {
            out.print("\r" + bar + "\u001b[K");
            lastBar = bar;
        } else if (!lastBar.equals(part + filled / 3)) {
            out.println(bar);
            lastBar = part + filled / 3;
        }
        out.flush();
    }

    private void endBar() {
        if (isTerminal && !lastBar.isEmpty()) {
            out.println();
            lastBar = "";
        }
    }
}
