package io.carillon.launcher.bench;

import io.carillon.launcher.local.DataFolder;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.PidFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The app's memory while something runs: its resident size every half second, what of the heap was in use at the most by the JVM's own
 * log of collections, and what of it is alive whenever that is asked for, by a full collection. The thread that watches ends with
 * {@link #close}.
 */
final class Memory implements AutoCloseable {
    private static final Pattern LARGEST = Pattern.compile("-XX:MaxHeapSize=(\\d+)");
    // Such as 123M->45M(384M): in use before a collection, after it, and the size of the heap.
    private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->\\d+M\\(\\d+M\\)");
    private static final long EVERY_MILLIS = 500;
    private static final double MEGABYTE = 1 << 20;

    private final long process;
    private final Path log;
    private final int logged;
    private final List<Double> alive = new ArrayList<>();
    private final Thread thread;
    private volatile double resident;
    private volatile boolean isClosed;

    private Memory(long process, Path log) {
        this.process = process;
        this.log = log;
        jcmd(process, "VM.log", "output=\"" + log + "\"", "what=gc=info");
        this.logged = text(log).length();
        this.thread = new Thread(this::watch, "memory");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Watches the first app process of an installation. */
    static Memory of(DataFolder folder) {
        return new Memory(app(folder), folder.log("app-collections"));
    }

    /** How large the heap of that process may become, in MB. */
    static long largest(DataFolder folder) {
        return largest(jcmd(app(folder), "VM.flags"));
    }

    /** The same, from what a JVM says of its flags. */
    static long largest(String flags) {
        return LARGEST.matcher(flags)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)) / (long) MEGABYTE)
                .findFirst()
                .orElseThrow(() -> new LaunchFailure("The app's JVM does not say how large its heap may be: " + flags));
    }

    private static long app(DataFolder folder) {
        return new PidFile(folder.pids(), "app")
                .live()
                .orElseThrow(() -> new LaunchFailure("The app does not run"))
                .identity()
                .pid();
    }

    /** Collects all garbage of the app and notes what is left. Takes a fraction of a second of the app's time. */
    void collect() {
        alive.add(total(jcmd(process, "GC.class_histogram")) / MEGABYTE);
    }

    /** Asks a Java process something. */
    static String jcmd(long process, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(Long.toString(process));
        command.addAll(List.of(arguments));
        return Machine.output(command.toArray(String[]::new));
    }

    /** The bytes in the last line of a class histogram. */
    static long total(String histogram) {
        String line = histogram
                .lines()
                .filter(candidate -> candidate.startsWith("Total"))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new LaunchFailure("The app's heap cannot be looked at: " + histogram));
        return Long.parseLong(line.strip().split("\\s+")[2]);
    }

    /**
     * The most of each that was seen, in MB.
     *
     * @param alive after a full collection
     * @param used before any collection
     * @param resident of the process
     */
    record Peaks(double alive, double used, double resident) {}

    /** What was seen until now, after one more full collection. */
    Peaks peaks() {
        collect();
        double mostAlive = Collections.max(alive);
        return new Peaks(mostAlive, used(text(log).substring(logged)), resident);
    }

    /** The most that was in use before a collection, by the JVM's log. */
    static double used(String log) {
        return COLLECTION
                .matcher(log)
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .max()
                .orElseThrow(() -> new LaunchFailure("The app's log tells of no collection: " + log));
    }

    private static String text(Path log) {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException refused) {
            throw new LaunchFailure("The file " + log + " cannot be read: " + refused.getMessage(), refused);
        }
    }

    private void watch() {
        while (!isClosed) {
            Machine.found("/proc/" + process + "/status", "VmRSS")
                    .map(text -> Double.parseDouble(text.replaceAll("\\D", "")) / 1024)
                    .ifPresent(size -> resident = Math.max(resident, size));
            try {
                TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
    }
}
