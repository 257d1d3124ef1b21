package io.carillon.launcher;

import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.QuietLogs;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command behind {@code ./carillon}: a sentence and exit code 1 for what the user has to mend, never a stack trace. */
@Command(
        name = "carillon",
        description = "One message, the first channel that works, never twice.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            DemoCommand.class,
            DrillCommand.class,
            RecoverCommand.class,
            KeysCommand.class,
            BenchCommand.class,
            DependenciesCommand.class,
            TemporalCommand.class,
            CommandLine.HelpCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Launcher {

    private Launcher() {}

    static CommandLine commands() {
        return new CommandLine(new Launcher());
    }

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        QuietLogs.install();
        CommandLine commands = commands();
        commands.setExecutionExceptionHandler((failure, line, parsed) -> {
            if (failure instanceof LaunchFailure) {
                System.err.println("carillon: " + failure.getMessage());
                return 1;
            }
            throw failure;
        });
        System.exit(commands.execute(arguments));
    }
}
