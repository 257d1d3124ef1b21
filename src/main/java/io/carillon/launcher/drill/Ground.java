package io.carillon.launcher.drill;

import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.DataFolder;
import io.carillon.launcher.local.DatabaseAddress;
import io.carillon.launcher.local.FolderLock;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.LaunchSettings;
import io.carillon.launcher.local.LocalPorts;
import io.carillon.launcher.local.Service;
import io.carillon.launcher.local.Stack;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A whole installation for one round: its own data folder and ports, PostgreSQL, Temporal's server, the sandbox and the app
 * as processes that can be killed one by one. Nothing restarts by itself. For one thread; {@link #close} stops all of it.
 */
public final class Ground implements AutoCloseable {
    private static final String APP = "app";
    private static final Duration CLOSE_AT_MOST = Duration.ofSeconds(45);

    private final LaunchSettings settings;
    private final Console console;
    private final Stack stack;
    private final FolderLock lock;
    private final Thread stopOnSignal;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Ground(LaunchSettings settings, Console console) {
        this.lock = FolderLock.tryTake(settings.folder())
                .orElseThrow(() -> new LaunchFailure(
                        "Another drill works in " + settings.folder().root() + "."));
        this.settings = settings;
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
        Map<String, String> environment = new HashMap<>(outer.environment());
        // Rounds kill servers: only those of their own.
        environment.keySet().removeIf(name -> name.startsWith("CARILLON_DATABASE_"));
        environment.remove("CARILLON_TEMPORAL_ADDRESS");
        environment.putAll(extra);
        LaunchSettings own = new LaunchSettings(
                outer.checkout(),
                new DataFolder(folder).create(),
                outer.cache(),
                LocalPorts.free(),
                Map.copyOf(environment));
        Ground ground = new Ground(own, console);
        try {
            ground.stack.start(processes, true);
            return ground;
        } catch (RuntimeException failed) {
            ground.close();
            throw failed;
        }
    }

    /** The app over REST, by the first token it wrote. */
    public CarillonApi api() {
        return api(settings.apiUrl());
    }

    /** One of several app processes, from 0. */
    public CarillonApi api(int process) {
        return api("http://127.0.0.1:" + (settings.ports().app() + process * Stack.PORT_STEP));
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
        try {
            Path keys = settings.folder().root().resolve("keys");
            return new TinkVault(new VaultKeys(
                    Files.readString(keys.resolve("cipher-key.json")).strip(),
                    Files.readString(keys.resolve("hash-key")).strip()));
        } catch (IOException missing) {
            throw new LaunchFailure("The installation's keys cannot be read: " + missing.getMessage(), missing);
        }
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
            console.say("drill", "stopped");
        }
    }
}
