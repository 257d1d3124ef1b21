package io.carillon.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's commands that print and end: each through the script, where they take long with fewer people. */
class CommandLinesIT {
    private static final Pattern ASKED = Pattern.compile("`(--round R\\d --recipients )\\d+( --seed \\d+)` chooses");

    @TempDir
    Path folder;

    @Test
    void keysAndDependenciesArePrintedAsTheReadmeSays() throws Exception {
        try (Installation installation = new Installation(folder)) {
            assertThat(Readme.read().text()).contains("`./carillon keys`", "`./carillon dependencies`", "`--purl`");

            assertThat(installation.run("keys").ended()).contains("CARILLON_CIPHER_KEY='{", "CARILLON_HASH_KEY='");
            assertThat(installation.run("dependencies").ended()).contains("temporal-sdk");
            assertThat(installation.run("dependencies", "--purl").ended())
                    .contains("pkg:maven/io.temporal/temporal-sdk@");
            assertThat(installation.run("help").ended()).contains("CARILLON_PORT 8080");
        }
    }

    @Test
    void aRoundOfTheDrillHoldsAndPrintsItsTable() throws Exception {
        try (Installation installation = new Installation(folder)) {
            var asked = ASKED.matcher(Readme.read().prose());
            assertThat(asked.find()).isTrue();
            List<String> options = List.of((asked.group(1) + "1000" + asked.group(2)).split(" "));

            String printed = installation
                    .run("drill", options.get(0), "R6", options.get(2), options.get(3), options.get(4), options.get(5))
                    .ended();

            assertThat(printed).containsPattern("(?m)^R6 +1,0\\d\\d .*✔$");
        }
    }
}
