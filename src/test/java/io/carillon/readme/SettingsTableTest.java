package io.carillon.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's settings table against what the code reads. */
class SettingsTableTest {
    private static final Pattern VARIABLE = Pattern.compile("CARILLON_[A-Z_]*[A-Z]");
    /** Between our own processes: nobody sets them by hand. */
    private static final Set<String> OWN = Set.of(
            "CARILLON_CHECKOUT",
            "CARILLON_DRILL_MOUNTS_OUTSIDE",
            "CARILLON_POSTGRES_LIBRARIES",
            "CARILLON_SANDBOX_DATA",
            "CARILLON_SANDBOX_HOOKS",
            "CARILLON_SANDBOX_SEED",
            "CARILLON_SANDBOX_SET",
            "CARILLON_SANDBOX_SMTP_PORT",
            "CARILLON_TEMPORAL_METRICS_PORT");
    /** Defaults that the table says in words. */
    private static final Set<String> IN_WORDS = Set.of(
            "CARILLON_DATABASE_URL",
            "CARILLON_DATABASE_USER",
            "CARILLON_DATABASE_PASSWORD",
            "CARILLON_PUBLIC_URL",
            "CARILLON_IMPORTS_FOLDER",
            "CARILLON_IMPORTS_LARGEST_FILE_BYTES");

    private final Readme readme = Readme.read();
    private final Map<String, String> read = Settings.ofTheApp();
    private final Map<String, String> told = told();

    @Test
    void theTableHasEverySettingThatTheAppReadsAndNoOther() {
        assertThat(told.keySet()).containsExactlyInAnyOrderElementsOf(read.keySet());
    }

    @Test
    void theTableTellsTheDefaultsThatTheCodeHas() {
        read.forEach((variable, given) -> {
            if (!IN_WORDS.contains(variable)) {
                String shown = told.get(variable);
                assertThat(shown)
                        .as(variable)
                        .isIn(given.isEmpty() ? List.of("–", "made once", "shipped") : List.of(plain(given)));
            }
        });
    }

    @Test
    void whatAKillLeavesInDoubtIsToldAsTheSettingsMakeIt() {
        int claim = Integer.parseInt(told.get("CARILLON_MICRO_BATCH"));
        int dispatches = Integer.parseInt(told.get("CARILLON_TEMPORAL_DISPATCHES"));

        assertThat(readme.text())
                .contains(String.format(Locale.ROOT, "%d × %d = %,d a channel", claim, dispatches, claim * dispatches));
    }

    @Test
    void helpTellsEveryVariableOfTheLauncher() throws IOException {
        String script = Files.readString(Path.of("carillon"));
        String help = script.substring(script.indexOf("<<'TEXT'"), script.indexOf("\nTEXT\n"));

        Set<String> unknown = new TreeSet<>(inMainSources());
        unknown.removeAll(read.keySet());
        unknown.removeAll(OWN);
        unknown.removeIf(help::contains);

        assertThat(unknown).isEmpty();
    }

    @Test
    void everyVariableThatTheReadmeAndTheHelpNameIsOneThatTheCodeKnows() throws IOException {
        Set<String> known = new TreeSet<>(inMainSources());
        known.addAll(read.keySet());
        Set<String> named = new TreeSet<>(variables(readme.text()));
        named.addAll(variables(Files.readString(Path.of("carillon"))));

        named.removeIf(name -> known.contains(name) || known.stream().anyMatch(one -> one.startsWith(name + "_")));

        assertThat(named).isEmpty();
    }

    /** Variables and defaults as the table tells them; {@code _X} stands for the first name's beginning and X. */
    private Map<String, String> told() {
        Map<String, String> all = new HashMap<>();
        for (List<String> row : readme.table("key")) {
            List<String> names = names(Readme.code(row.get(0)));
            List<String> defaults =
                    Arrays.stream(row.get(1).replace("`", "").split(", ")).toList();
            assertThat(defaults.size()).as(row.toString()).isIn(1, names.size());
            for (int i = 0; i < names.size(); i++) {
                String before = all.put(names.get(i), defaults.get(Math.min(i, defaults.size() - 1)));
                assertThat(before).as("told twice: " + names.get(i)).isNull();
            }
        }
        return all;
    }

    private static List<String> names(List<String> shown) {
        List<String> names = new ArrayList<>();
        String first = shown.get(0);
        for (String name : shown) {
            names.add(name.startsWith("_") ? first.substring(0, first.lastIndexOf('_')) + name : name);
        }
        return names;
    }

    /** As people write it. */
    private static String plain(String given) {
        return given.startsWith("PT") ? given.substring(2).toLowerCase(Locale.ROOT) : given;
    }

    private static Set<String> inMainSources() throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.addAll(variables(Files.readString(file)));
            }
        }
        return found;
    }

    private static Set<String> variables(String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }
}
