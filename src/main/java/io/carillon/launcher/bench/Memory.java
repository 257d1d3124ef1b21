package io.carillon.launcher.bench;

import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.PidFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The app's memory while something runs: its resident size every half second, and what of the heap is alive whenever it is asked
 * for, by a full collection. The thread that watches ends with {@link #close}.
 */
final class Memory implements AutoCloseable {
    private static final long EVERY_MILLIS = 500;
    private static final double MEGABYTE = 1 << 20;

    private final long process;
    private final List<Double> alive = new ArrayList<>();
    private final Thread thread;
    private volatile double resident;
    private volatile boolean isClosed;

    private Memory(long process) {
        this.process = process;
        this.thread = new Thread(this::watch, "memory");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Watches the first app process of an installation. */
    static Memory of(Path pids) {
        return new Memory(new PidFile(pids, "app")
                .live()
                .orElseThrow(() -> new LaunchFailure("The app does not run"))
                .identity()
                .pid());
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

    /** What was alive at each collection, in MB. */
    List<Double> alive() {
        return List.copyOf(alive);
    }

    /** The largest resident size seen, in MB. */
    double resident() {
        return resident;
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
