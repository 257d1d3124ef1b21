package io.carillon.launcher.local;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One {@code up} or {@code demo} in the foreground: holds the data folder's lock, starts the parts, runs what it is for, and
 * stops the parts in order, also on Ctrl-C and when {@code down} asks.
 */
public final class Session {
    /** The name of the launcher's own pid file. */
    public static final String LAUNCHER = "launcher";

    private static final Duration STOP_AT_MOST = Duration.ofMinutes(2);
    private static final Duration START_AT_MOST = Duration.ofMinutes(5);

    private final UpFile upFile;
    private final Console console;
    private final StopRequest stopRequest;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean isStopping;
    private volatile boolean isThrough;
    private LaunchSettings settings;
    private boolean isOwner;
    private int processes = 1;

    /** What a session is for, once everything is up. */
    public interface Work {
        /** Gives the exit code. */
        int run(Session session);
    }

    public Session(LaunchSettings settings, Console console) {
        this.settings = settings;
        this.upFile = new UpFile(settings);
        this.console = console;
        this.stopRequest = new StopRequest(settings.folder().pids());
    }

    /** How to start. */
    public record Options(int processes, boolean refusesLive) {}

    /** Starts everything, works, stops everything. If another launcher has it up already, says where and does no more. */
    public int run(Options options, Work work) {
        Optional<FolderLock> lock = FolderLock.tryTake(settings.folder().create());
        if (lock.isPresent()) {
            return own(lock.get(), options, work);
        }
        join();
        return 0;
    }

    /** As {@link #run}, but works with what another launcher has up, and leaves that up. */
    public int runOrJoin(Options options, Work work) {
        Optional<FolderLock> lock = FolderLock.tryTake(settings.folder().create());
        if (lock.isPresent()) {
            return own(lock.get(), options, work);
        }
        join();
        return work.run(this);
    }

    private int own(FolderLock lock, Options options, Work work) {
        isOwner = true;
        PidFile pidFile = new PidFile(settings.folder().pids(), LAUNCHER);
        ProcessIdentity.of(ProcessHandle.current().pid())
                .ifPresent(own -> pidFile.write(new PidFile.Entry(own, LAUNCHER)));
        upFile.write(options.processes());
        stopRequest.delete();
        stopOnSignal(Thread.currentThread());
        Stack stack = new Stack(settings, console);
        try {
            return startAndWork(stack, options, work);
        } catch (LaunchFailure failure) {
            if (isStopping) {
                return 0;
            }
            throw failure;
        } finally {
            // Interrupted by the signal; what follows must wait undisturbed.
            Thread.interrupted();
            stack.stop();
            pidFile.delete();
            upFile.delete();
            stopRequest.delete();
            lock.close();
            stopped.countDown();
        }
    }

    private int startAndWork(Stack stack, Options options, Work work) {
        long began = System.nanoTime();
        processes = options.processes();
        stack.start(options.processes(), options.refusesLive());
        console.say("Carillon", "up after " + Durations.words(Duration.ofNanos(System.nanoTime() - began)));
        Supervisor supervisor = new Supervisor(stack.services(), console);
        try {
            return work.run(this);
        } finally {
            supervisor.close();
        }
    }

    /** Says where everything is and stays until Ctrl-C or {@code down}. */
    public int stayUp() {
        isThrough = true;
        sayWhere();
        console.line("Ctrl-C stops everything; the data stay.");
        while (!Thread.currentThread().isInterrupted() && !isStopping) {
            Pause.of(Duration.ofSeconds(1));
        }
        return 0;
    }

    /** After {@link #run}: refuses a number of app processes that another launcher's installation does not have. */
    public void requireProcesses(int asked) {
        if (!isOwner && (asked < 1 || asked > Stack.MOST_PROCESSES)) {
            throw new LaunchFailure("--processes is " + asked + ": give 1 to " + Stack.MOST_PROCESSES + ".");
        }
        if (!isOwner && asked != processes) {
            throw new LaunchFailure("--processes is " + asked + ", and what is up has " + processes
                    + ": stop it with ./carillon down, then start it with the number you want.");
        }
    }

    /** Whether this session started the parts, and not another launcher. */
    public boolean isOwner() {
        return isOwner;
    }

    /** Whether Ctrl-C or {@code down} asked for the end. */
    public boolean isStopping() {
        return isStopping;
    }

    /** Our own settings; with the addresses of what is up, once that is another launcher's. */
    public LaunchSettings settings() {
        return settings;
    }

    /** From here on the addresses are those of what is up, whatever our environment says. */
    private void join() {
        upFile.read().ifPresent(found -> {
            settings = found.settings();
            processes = found.processes();
        });
        PidFile pidFile = new PidFile(settings.folder().pids(), LAUNCHER);
        String by = pidFile.live()
                .map(launcher -> " (process " + launcher.identity().pid() + ")")
                .orElse("");
        if (!by.isEmpty() && !isAnswering()) {
            console.line("Carillon is starting, or does not answer" + by + "; this waits until it is up.");
            boolean isUp = Pause.until(() -> isAnswering() || pidFile.live().isEmpty(), START_AT_MOST) && isAnswering();
            if (!isUp) {
                throw new LaunchFailure(
                        "What holds the data folder " + settings.folder().root() + by
                                + " does not come up: look at what it says and at its logs, or end it with ./carillon down");
            }
        }
        console.line("Carillon is already up" + by + ". ./carillon down stops it.");
        sayWhere();
    }

    private boolean isAnswering() {
        return HttpProbe.isOk(settings.apiUrl(0) + "/q/health/live");
    }

    private void sayWhere() {
        for (int i = 0; i < processes; i++) {
            console.line((i == 0 ? "api       " : "          ") + settings.apiUrl(i) + "/q/swagger-ui");
        }
        console.line("temporal  "
                + settings.temporalUi().orElse("127.0.0.1:" + settings.ports().temporal()));
        console.line("sandbox   " + settings.sandboxUrl());
        console.line("token     " + settings.folder().token()
                + (Files.exists(settings.folder().token()) ? "" : " (missing: ./carillon down and up write another)"));
        console.line("logs      " + settings.folder().root().resolve("logs"));
    }

    private void stopOnSignal(Thread worker) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(worker), "stop"));
    }

    private void stop(Thread worker) {
        isStopping = true;
        boolean isAsked = stopRequest.isFor(ProcessHandle.current().pid());
        if (isAsked) {
            console.line("./carillon down asks for the end.");
        }
        worker.interrupt();
        if (awaitStop() && isAsked) {
            console.line("Stopped by ./carillon down" + (isThrough ? "" : " before it was through")
                    + ". The data stay in " + settings.folder().root() + ".");
            // The JVM's own code would be that of a signal.
            Runtime.getRuntime().halt(isThrough ? 0 : 1);
        }
    }

    private boolean awaitStop() {
        try {
            return stopped.await(STOP_AT_MOST.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
