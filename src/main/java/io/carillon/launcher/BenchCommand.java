package io.carillon.launcher;

import io.carillon.launcher.bench.Bench;
import io.carillon.launcher.bench.BenchPlan;
import io.carillon.launcher.bench.BenchReport;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.DataFolder;
import io.carillon.launcher.local.FolderLock;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.LaunchSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./carillon bench}: measures an installation of its own on this machine and prints a table. */
@Command(
        name = "bench",
        description =
                "Measures sending, import, freeze and more on this machine, and prints each figure beside its aim.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    private static final int LEAST = 100;
    private static final int MOST = 5_000_000;
    private static final int MOST_RUNS = 20;
    private static final String GREETING = "220";
    private static final int PATIENCE_MILLIS = 5_000;

    @Option(
            names = "--only",
            split = ",",
            completionCandidates = Names.class,
            description = "Only these lines; all without it: ${COMPLETION-CANDIDATES}.")
    List<String> names = new ArrayList<>();

    @Option(names = "--recipients", defaultValue = "1000000", description = "The large audience (${DEFAULT-VALUE}).")
    int recipients;

    @Option(
            names = "--runs",
            defaultValue = "3",
            description = "Runs of each figure after the warm-up (${DEFAULT-VALUE}).")
    int runs;

    @Option(
            names = "--large-runs",
            paramLabel = "RUNS",
            description = "Runs of what takes minutes, import and large (as --runs).")
    @Nullable
    Integer largeRuns;

    @Option(
            names = "--smtp",
            paramLabel = "HOST:PORT",
            description = "Where mails go, on loopback; a sink of its own without it.")
    @Nullable
    String smtp;

    @Option(names = "--json", paramLabel = "FILE", description = "Where the table is written to as JSON.")
    @Nullable
    Path json;

    @Option(
            names = "--profile",
            paramLabel = "FOLDER",
            description = "Record the app (JFR) and tell PostgreSQL's dearest statements; slows everything a little.")
    @Nullable
    Path profile;

    @Option(names = "--seed", defaultValue = "2026", description = "Of all that is made up (${DEFAULT-VALUE}).")
    long seed;

    /** Of all that is measured. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Bench.names().iterator();
        }
    }

    @Override
    public Integer call() {
        if (recipients < LEAST || recipients > MOST) {
            throw new LaunchFailure("--recipients is " + recipients + ": give " + LEAST + " to " + MOST + ".");
        }
        int large = largeRuns == null ? runs : largeRuns;
        checkRuns("--runs", runs);
        checkRuns("--large-runs", large);
        names.stream().filter(name -> !Bench.names().contains(name)).findFirst().ifPresent(unknown -> {
            throw new LaunchFailure(
                    "\"" + unknown + "\" is not measured: give some of " + String.join(", ", Bench.names()) + ".");
        });
        if (json != null) {
            requireWritable(json);
        }
        LaunchSettings settings = LaunchSettings.from(System.getenv());
        BenchPlan plan =
                new BenchPlan(names, recipients, runs, large, smtp == null ? null : loopback(smtp), seed, profile);
        BenchReport report = measure(settings, plan);
        if (json != null) {
            report.write(json);
        }
        return report.isWhole() ? 0 : 1;
    }

    private BenchReport measure(LaunchSettings settings, BenchPlan plan) {
        Path benches = settings.folder().root().resolve("bench");
        // What one that is at work lives in would be emptied under it.
        FolderLock lock = FolderLock.tryTake(new DataFolder(benches))
                .orElseThrow(() ->
                        new LaunchFailure("another bench is at work in " + benches + "; wait for its end, or stop it"));
        try {
            return new Bench(settings, Console.standard(), plan)
                    .run(DataFolder.emptied(benches.resolve("installation")));
        } finally {
            lock.close();
        }
    }

    /** Before anything is measured: else an hour's figures could not be kept. */
    static void requireWritable(Path file) {
        Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
        if (Files.isDirectory(file) || (Files.exists(file) ? !Files.isWritable(file) : !Files.isWritable(folder))) {
            throw new LaunchFailure(
                    "--json is \"" + file + "\", which cannot be written: give a file in a folder that is there.");
        }
    }

    private static void checkRuns(String option, int runs) {
        if (runs < 1 || runs > MOST_RUNS) {
            throw new LaunchFailure(option + " is " + runs + ": give 1 to " + MOST_RUNS + ".");
        }
    }

    /** The address, if it is one of this machine at which a mail server answers: the bench never writes to real people. */
    static InetSocketAddress loopback(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        String port = text.substring(colon + 1);
        if (!host.isEmpty() && port.matches("\\d{1,5}") && Integer.parseInt(port) <= 65_535) {
            InetSocketAddress address = new InetSocketAddress(host, Integer.parseInt(port));
            if (address.getAddress() != null && address.getAddress().isLoopbackAddress()) {
                requireGreeting(text, address);
                return address;
            }
        }
        throw new LaunchFailure("--smtp is \"" + text + "\": give an address of this machine, such as 127.0.0.1:2525.");
    }

    /** Before anything is measured: else mails would wait for that server for the better part of an hour. */
    private static void requireGreeting(String text, InetSocketAddress address) {
        try (Socket server = new Socket()) {
            server.connect(address, PATIENCE_MILLIS);
            server.setSoTimeout(PATIENCE_MILLIS);
            byte[] code = server.getInputStream().readNBytes(GREETING.length());
            if (!GREETING.equals(new String(code, StandardCharsets.US_ASCII))) {
                throw new LaunchFailure(
                        "--smtp is \"" + text + "\", where no mail server greets with " + GREETING + ".");
            }
        } catch (IOException nobody) {
            throw new LaunchFailure(
                    "--smtp is \"" + text + "\", where no mail server answers (" + nobody.getMessage()
                            + "): start it first.",
                    nobody);
        }
    }
}
