package io.carillon.launcher.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The vendors, played locally: a process that outlives the app. */
final class SandboxProcess {
    static final String NAME = "sandbox";
    // Seconds on a machine of its own; a crowded one has been seen to take four minutes.
    private static final Duration READY_WITHIN = Duration.ofMinutes(10);
    private static final String SEED = "42";

    private SandboxProcess() {}

    static LocalProcess.Plan plan(LaunchSettings settings, SandboxAccounts accounts) {
        LocalPorts ports = settings.ports();
        return new LocalProcess.Plan(
                NAME,
                command(settings),
                // Not as arguments: those are seen by everybody on the machine.
                Map.of("CARILLON_SANDBOX_SET", accounts.sandboxSettings()),
                settings.jar(),
                settings.folder().log(NAME),
                ports(ports),
                () -> HttpProbe.isOk(settings.sandboxUrl() + "/accepted/count"),
                READY_WITHIN);
    }

    private static List<String> command(LaunchSettings settings) {
        List<String> command = new ArrayList<>(List.of(Jvm.program(), "-Xmx384m", Jvm.LOG_MANAGER));
        command.addAll(Jvm.UTF_8);
        command.addAll(List.of(
                "-cp",
                settings.classPath(),
                "io.carillon.sandbox.Sandbox",
                "--port",
                Integer.toString(settings.ports().sandbox()),
                "--smtp-port",
                Integer.toString(settings.ports().smtp()),
                "--data",
                settings.folder().sandbox().toString(),
                "--hooks",
                // Where receipts go that carry no address of their own.
                LaunchSettings.given(settings.environment(), "CARILLON_SANDBOX_HOOKS")
                        .orElse(settings.apiUrl()),
                "--seed",
                SEED));
        return command;
    }

    /** Where it listens. */
    static List<LocalPorts.Named> ports(LocalPorts ports) {
        return List.of(
                new LocalPorts.Named(ports.sandbox(), "the sandbox", "CARILLON_SANDBOX_PORT"),
                new LocalPorts.Named(ports.smtp(), "the sandbox's mail server", "CARILLON_SMTP_PORT"),
                new LocalPorts.Named(ports.aliyun(), "the sandbox's Aliyun", "CARILLON_ALIYUN_PORT"));
    }
}
