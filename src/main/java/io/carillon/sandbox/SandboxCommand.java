package io.carillon.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The sandbox's command line. Every option may also come from the environment, which keeps secrets out of process lists. */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description = "Plays the vendors on 127.0.0.1 until it is stopped.")
final class SandboxCommand implements Callable<Integer> {
    private static final int HIGHEST_PORT = 65_535;

    @Option(names = "--port", defaultValue = "${env:CARILLON_SANDBOX_PORT:-8090}", description = "HTTP port")
    private int port;

    @Option(
            names = "--data",
            defaultValue = "${env:CARILLON_SANDBOX_DATA:-.carillon/sandbox}",
            description = "where accepted messages are kept")
    private Path data = Path.of(".carillon/sandbox");

    @Option(
            names = "--hooks",
            defaultValue = "${env:CARILLON_SANDBOX_HOOKS:-http://127.0.0.1:8080}",
            description = "where Carillon listens")
    private URI hooks = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--smtp-port",
            defaultValue = "${env:CARILLON_SANDBOX_SMTP_PORT:-2525}",
            description = "port of the mail server")
    private int smtpPort;

    @Option(
            names = "--seed",
            defaultValue = "${env:CARILLON_SANDBOX_SEED:-1}",
            description = "makes faults and people repeatable")
    private long seed;

    @Option(
            names = "--set",
            paramLabel = "key=value",
            description = "a vendor's setting, repeatable; also CARILLON_SANDBOX_SET, separated by ';'")
    private Map<String, String> settings = new HashMap<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs until the process is told to end. */
    @Override
    public Integer call() throws InterruptedException {
        try {
            Sandbox sandbox = Sandbox.start(options());
            Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "sandbox-stop"));
            System.out.println(sandbox.readyLine());
        } catch (SandboxFailure failure) {
            System.err.println(failure.getMessage());
            return 1;
        }
        new CountDownLatch(1).await();
        return 0;
    }

    private SandboxOptions options() {
        Map<String, String> all = fromEnvironment(System.getenv().getOrDefault("CARILLON_SANDBOX_SET", ""));
        all.putAll(settings);
        if (hooks.getHost() == null || !"http".equals(hooks.getScheme())) {
            throw wrong("--hooks must be a URL such as http://127.0.0.1:8080");
        }
        return new SandboxOptions(checked("--port", port), data, hooks, checked("--smtp-port", smtpPort), seed, all);
    }

    private Map<String, String> fromEnvironment(String text) {
        Map<String, String> found = new HashMap<>();
        for (String pair : text.split(";")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                found.put(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip());
            } else if (!pair.isBlank()) {
                throw wrong("CARILLON_SANDBOX_SET must read key=value;key=value");
            }
        }
        return found;
    }

    private int checked(String option, int value) {
        if (value < 0 || value > HIGHEST_PORT) {
            throw wrong(option + " must be a port, 0 to " + HIGHEST_PORT);
        }
        return value;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
