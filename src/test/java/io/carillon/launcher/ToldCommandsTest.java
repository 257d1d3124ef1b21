package io.carillon.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands that the README, the help and the script tell are those that there are. */
class ToldCommandsTest {
    private static final Pattern COMMAND =
            Pattern.compile("\\./carillon ([a-z]+)((?: --?[a-z-]+(?: [\\w/][\\w.:,+/-]*)?)*)");
    /** What the script does without the launcher. */
    private static final List<String> OF_THE_SCRIPT = List.of("test", "help");

    @Test
    void everyCommandWithItsOptionsIsUnderstood() throws IOException {
        // In brackets stand the options that may be left out.
        String told = (Files.readString(Path.of("README.md")) + Files.readString(Path.of("carillon")))
                .replaceAll("[\\[\\]]", "");
        List<MatchResult> commands = COMMAND.matcher(told).results().toList();

        assertThat(commands).hasSizeGreaterThan(15);
        for (MatchResult command : commands) {
            if (!OF_THE_SCRIPT.contains(command.group(1))) {
                String line = command.group(1) + sample(command.group(2));
                assertThatCode(() -> Launcher.commands().parseArgs(line.split(" ")))
                        .as(line)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void theScriptHandsOverEveryCommandOfTheLauncher() throws IOException {
        String script = Files.readString(Path.of("carillon"));
        TreeSet<String> handed = new TreeSet<>();
        Pattern.compile("(?m)^    ([a-z |]+)\\) find_java")
                .matcher(script)
                .results()
                .forEach(line -> handed.addAll(Arrays.asList(line.group(1).split(" \\| "))));

        TreeSet<String> known =
                new TreeSet<>(Launcher.commands().getSubcommands().keySet());
        // Picocli's own; and what only the script asks.
        known.removeAll(List.of("help", "temporal"));
        assertThat(handed).isEqualTo(known);
    }

    /** As somebody would type it: a letter or word that stands for a number is one. */
    private static String sample(String options) {
        return options.replace(" N", " 3");
    }
}
