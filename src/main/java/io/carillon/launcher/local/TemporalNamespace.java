package io.carillon.launcher.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is asked of a running Temporal by its command line: whether it serves, and the namespace that the app works in. */
public final class TemporalNamespace {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    // Histories of ended workflows, for whoever looks; the ledger keeps what matters.
    private static final String RETENTION = "72h";
    private static final Pattern COUNT = Pattern.compile("\"count\":\\s*\"?(\\d+)");

    private final Path program;
    private final String name;
    private final List<String> way;

    private TemporalNamespace(Path program, String name, List<String> way) {
        this.program = program;
        this.name = name;
        this.way = way;
    }

    /** That of an installation whose Temporal runs on this machine. */
    public static TemporalNamespace of(LaunchSettings settings, Console console) {
        Path program = TemporalCli.locate(settings, console);
        return settings.isTemporalOnPostgres()
                ? encrypted(settings, program, TemporalServer.certificates(settings))
                : plain(settings, program);
    }

    /** As {@link #of}, spoken to in the clear. */
    static TemporalNamespace plain(LaunchSettings settings, Path program) {
        return new TemporalNamespace(program, name(settings), List.of("--address", TemporalProcess.address(settings)));
    }

    /** As {@link #of}, spoken to by certificates. */
    static TemporalNamespace encrypted(LaunchSettings settings, Path program, TemporalCertificates certificates) {
        return new TemporalNamespace(
                program,
                name(settings),
                List.of(
                        "--address",
                        TemporalProcess.address(settings),
                        "--tls-ca-path",
                        certificates.server().toString(),
                        "--tls-cert-path",
                        certificates.client().toString(),
                        "--tls-key-path",
                        certificates.clientKey().toString()));
    }

    /** The namespace that the settings name. */
    static String name(LaunchSettings settings) {
        return LaunchSettings.given(settings.environment(), "CARILLON_TEMPORAL_NAMESPACE")
                .orElse("default");
    }

    /** Whether the frontend answers that it serves. */
    boolean isServing() {
        return run("operator", "cluster", "health").isGood();
    }

    /** Whether the namespace is there, once it was made where it was missing; false while the server is not ready for that. */
    boolean isThere() {
        return run("operator", "namespace", "describe", "--namespace", name).isGood()
                || run("operator", "namespace", "create", "--namespace", name, "--retention", RETENTION)
                        .isGood();
    }

    /**
     * How many workflows it finds.
     *
     * @param query over search attributes
     */
    public long count(String query) {
        ProgramRun run = run("workflow", "count", "--namespace", name, "--output", "json", "--query", query);
        Matcher count = COUNT.matcher(run.output());
        if (!run.isGood() || !count.find()) {
            throw new LaunchFailure("Temporal does not count workflows by " + query + ": " + run.output());
        }
        return Long.parseLong(count.group(1));
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        command.addAll(way);
        return command;
    }

    /** The command line that asks this about what is in it. */
    public List<String> asking(String... arguments) {
        List<String> command = new ArrayList<>(command(arguments));
        command.addAll(List.of("--namespace", name));
        return command;
    }

    private ProgramRun run(String... arguments) {
        return ProgramRun.of(command(arguments), Map.of("TEMPORAL_DISABLE_UPDATE_CHECK", "1"), ANSWER_WITHIN);
    }
}
