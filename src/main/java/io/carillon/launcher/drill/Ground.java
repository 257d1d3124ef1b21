package io.carillon.launcher.drill;

import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.local.AppBuild;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.DataFolder;
import io.carillon.launcher.local.DatabaseAddress;
import io.carillon.launcher.local.FolderLock;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.LaunchSettings;
import io.carillon.launcher.local.LocalPorts;
import io.carillon.launcher.local.LocalProcess;
import io.carillon.launcher.local.Service;
import io.carillon.launcher.local.Stack;
import io.carillon.launcher.local.TemporalNamespace;
import io.carillon.vault.TinkVault;
import io.carillon.vault.Vault;
import io.carillon.vault.VaultKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A whole installation for one round: its own data folder and ports, PostgreSQL, Temporal's server, the sandbox and the app
 * as processes that can be killed one by one. Nothing restarts by itself. For one thread; {@link #close} stops all of it.
 */
public final class Ground implements AutoCloseable {
    private static final String APP = "app";
    private static final Duration CLOSE_AT_MOST = LocalProcess.STOP_GRACE;
    private static final Set<String> ELSEWHERE = Set.of(
            "CARILLON_DATABASE_",
            "CARILLON_TEMPORAL_",
            "CARILLON_PUBLIC_URL",
            "CARILLON_SANDBOX_",
            "CARILLON_MODE",
            "CARILLON_CIPHER_KEY",
            "CARILLON_HASH_KEY");
    private static final Set<String> OF_THE_MACHINE = Set.of("CARILLON_TEMPORAL_CLI", "CARILLON_TEMPORAL_RELEASES");

    private final LaunchSettings settings;
    private final int processes;
    private final Console console;
    private final Stack stack;
    private final FolderLock lock;
    private final Thread stopOnSignal;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Ground(LaunchSettings settings, int processes, Console console) {
        this.lock = FolderLock.tryTake(settings.folder())
                .orElseThrow(() -> new LaunchFailure(
                        "Another drill works in " + settings.folder().root() + "."));
        this.settings = settings;
        this.processes = processes;
        this.console = console;
        this.stack = new Stack(settings, console);
        Thread owner = Thread.currentThread();
        this.stopOnSignal = new Thread(() -> leaveNothing(owner), "stop-ground");
        Runtime.getRuntime().addShutdownHook(stopOnSignal);
    }

    /** Ctrl-C: whoever plays here is interrupted and closes; if that takes too long the parts are stopped under its hands. */
    private void leaveNothing(Thread owner) {
        owner.interrupt();
        try {
            if (!closed.await(CLOSE_AT_MOST.toSeconds(), TimeUnit.SECONDS)) {
                stack.stop();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Starts one.
     *
     * @param outer what this machine has: checkout, caches, where Temporal is
     * @param folder an empty folder for its data
     * @param extra settings of the app for this round
     * @param processes app processes
     */
    public static Ground start(
            LaunchSettings outer, Path folder, Map<String, String> extra, int processes, Console console) {
        return start(outer, folder, extra, new Apps(processes, AppBuild.own(outer)), console);
    }

    /**
     * App processes to start with.
     *
     * @param count how many
     * @param build of all of them
     */
    public record Apps(int count, AppBuild build) {}

    /** As above, with app processes of a certain build. */
    static Ground start(LaunchSettings outer, Path folder, Map<String, String> extra, Apps apps, Console console) {
        Map<String, String> environment = new HashMap<>(outer.environment());
        environment.keySet().removeIf(Ground::isElsewhere);
        environment.putAll(extra);
        LaunchSettings own = new LaunchSettings(
                outer.checkout(),
                new DataFolder(folder).create(),
                outer.cache(),
                LocalPorts.free(),
                Map.copyOf(environment));
        Ground ground = new Ground(own, apps.count(), console);
        try {
            ground.stack.start(apps.count(), apps.build(), true);
            return ground;
        } catch (RuntimeException failed) {
            ground.close();
            throw failed;
        }
    }

    /** Whether a setting leads out of this ground: rounds kill servers and send to vendors, only to those of their own. */
    private static boolean isElsewhere(String variable) {
        return ELSEWHERE.stream().anyMatch(variable::startsWith) && !OF_THE_MACHINE.contains(variable);
    }

    /** The app over REST as its users reach it, through what stands in front if there is something, by the first token it wrote. */
    public CarillonApi api() {
        return api(settings.publicUrl());
    }

    /** One of several app processes, from 0. */
    public CarillonApi api(int process) {
        return api(settings.apiUrl(process));
    }

    /** Where the app processes listen, the first one first. */
    List<Integer> appPorts() {
        return IntStream.range(0, processes)
                .mapToObj(process -> settings.ports().app() + process * Stack.PORT_STEP)
                .toList();
    }

    /** How many workflows Temporal finds by a query of its search attributes. */
    long workflows(String query) {
        return TemporalNamespace.of(settings, console).count(query);
    }

    private CarillonApi api(String url) {
        try {
            return new CarillonApi(
                    url, Optional.of(Files.readString(settings.folder().token()).strip()));
        } catch (IOException missing) {
            throw new LaunchFailure(
                    "The app wrote no token to " + settings.folder().token(), missing);
        }
    }

    /** The sandbox over REST. */
    public CarillonApi sandbox() {
        return new CarillonApi(settings.sandboxUrl(), Optional.empty());
    }

    /** Where everything is. */
    public LaunchSettings settings() {
        return settings;
    }

    /** The installation's keys: by them the audit finds an address's rows. */
    Vault vault() {
        return new TinkVault(
                new VaultKeys(key("CARILLON_CIPHER_KEY", "cipher-key.json"), key("CARILLON_HASH_KEY", "hash-key")));
    }

    private String key(String variable, String file) {
        return LaunchSettings.given(settings.environment(), variable).orElseGet(() -> {
            try {
                return Files.readString(settings.folder().root().resolve("keys").resolve(file))
                        .strip();
            } catch (IOException missing) {
                throw new LaunchFailure("The installation's keys cannot be read: " + missing.getMessage(), missing);
            }
        });
    }

    /** Where the ledger is. */
    public DatabaseAddress database() {
        return stack.database();
    }

    /** The first app process. */
    public Service app() {
        return part(APP);
    }

    /** All parts in the order in which they were started. */
    public List<Service> parts() {
        return stack.services();
    }

    /** A part by its name: {@code app}, {@code app-2}, {@code Temporal}, {@code PostgreSQL}, {@code sandbox}. */
    public Service part(String name) {
        return stack.services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no part " + name));
    }

    /** An app process of that build in the place of the one with this number, from 0; not started yet. */
    Service app(int index, AppBuild build) {
        return stack.app(index, build);
    }

    /** Kills the part as a crash would, and starts it again. */
    public void killAndRestart(String name) {
        Service part = part(name);
        part.kill();
        console.say(name, "killed (SIGKILL)");
        part.start();
    }

    @Override
    public void close() {
        // Interrupted by a signal perhaps; what follows must wait undisturbed.
        Thread.interrupted();
        stack.stop();
        lock.close();
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(stopOnSignal);
        } catch (IllegalStateException ending) {
            // It is that hook which waits for this.
            console.say("Carillon", "stopped");
        }
    }
}
