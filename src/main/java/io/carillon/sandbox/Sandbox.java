package io.carillon.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import picocli.CommandLine;

/**
 * The sandbox as a process ({@link #main}) or, in tests, as an object: every {@link SandboxVendor} that
 * {@link ServiceLoader} finds, one HTTP server on loopback, one file of accepted messages. Thread-safe once started.
 */
public final class Sandbox implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Sandbox.class);
    /** Nobody beyond this machine can reach it. */
    private static final String HOST = "127.0.0.1";

    private final Vertx vertx;
    private final StandardKit kit;
    private final List<SandboxVendor> vendors;
    private final HttpServer server;
    private final SandboxOptions options;

    private Sandbox(Vertx vertx, StandardKit kit, List<SandboxVendor> vendors, SandboxOptions options) {
        this.vertx = vertx;
        this.kit = kit;
        this.vendors = vendors;
        this.options = options;
        this.server = vertx.createHttpServer(plain());
    }

    /** Nobody opens a web socket here, and to be ready for one costs every request. */
    static HttpServerOptions plain() {
        return new HttpServerOptions()
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
    }

    /** Runs the sandbox until the process is stopped. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new SandboxCommand()).execute(args));
    }

    /**
     * Starts every vendor on the class path; returns once it listens.
     *
     * @throws SandboxFailure when a port or the data folder is taken
     */
    public static Sandbox start(SandboxOptions options) {
        return start(options, vendors(vendor -> true));
    }

    /**
     * Starts these vendors of the class path and no other, so that nobody else's port is opened.
     *
     * @throws SandboxFailure as {@link #start(SandboxOptions)}
     */
    public static Sandbox startOnly(SandboxOptions options, Set<String> names) {
        return start(options, vendors(vendor -> names.contains(vendor.vendor())));
    }

    private static List<SandboxVendor> vendors(Predicate<SandboxVendor> isWanted) {
        List<SandboxVendor> vendors = new ArrayList<>();
        for (SandboxVendor vendor : ServiceLoader.load(SandboxVendor.class)) {
            if (isWanted.test(vendor)) {
                vendors.add(vendor);
            }
        }
        return vendors;
    }

    /** Starts these vendors only. */
    static Sandbox start(SandboxOptions options, List<SandboxVendor> vendors) {
        AcceptedLog log = AcceptedLog.open(options.data());
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        StandardKit kit = new StandardKit(vertx, log, options, names(vendors));
        Sandbox sandbox = new Sandbox(vertx, kit, vendors, options);
        try {
            sandbox.listen();
            return sandbox;
        } catch (RuntimeException failure) {
            sandbox.close();
            throw failure;
        }
    }

    private void listen() {
        Router router = Router.router(vertx);
        SandboxRoutes.mountFirst(router);
        for (SandboxVendor vendor : vendors) {
            vendor.mount(router, kit);
        }
        new SandboxRoutes(kit).mount(router);
        try {
            server.requestHandler(router)
                    .listen(options.port(), HOST)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException taken) {
            throw new SandboxFailure(
                    "The sandbox cannot listen on " + HOST + ":" + options.port() + " ("
                            + taken.getCause().getMessage() + "); stop what uses that port or give another by --port",
                    taken);
        }
    }

    /** The HTTP port it listens on. */
    public int port() {
        return server.actualPort();
    }

    /** Where it listens, without trailing slash. */
    public String url() {
        return "http://" + HOST + ":" + port();
    }

    /** What vendors work with; tests set faults and look up messages through it. */
    public SandboxKit kit() {
        return kit;
    }

    /** The accepted messages. */
    public AcceptedMessages accepted() {
        return kit.messages();
    }

    /** The faults to show. */
    public FaultRules faults() {
        return kit.faults();
    }

    /** Lets the receipts go that {@code RECEIPT_HELD} kept back; answers how many. */
    public int releaseReceipts() {
        return kit.held().release();
    }

    /**
     * The vendor of that class, such as one that opened a port of its own.
     *
     * @throws IllegalArgumentException when it is not here
     */
    public <T extends SandboxVendor> T vendor(Class<T> type) {
        return vendors.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The sandbox has no " + type.getSimpleName()));
    }

    String readyLine() {
        return "Sandbox ready at " + url() + ": " + String.join(", ", names(vendors)) + "; "
                + kit.messages().count() + " messages accepted so far, kept in " + options.data();
    }

    private static List<String> names(List<SandboxVendor> vendors) {
        return vendors.stream().map(SandboxVendor::vendor).sorted().collect(Collectors.toList());
    }

    /** Stops every vendor, then the server, then closes the file. */
    @Override
    public void close() {
        kit.stopHooks();
        for (SandboxVendor vendor : vendors) {
            try {
                vendor.close();
            } catch (RuntimeException failure) {
                LOG.warnf(failure, "Vendor %s did not close", vendor.vendor());
            }
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
        kit.close();
    }
}
