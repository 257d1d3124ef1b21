package io.carillon.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's table of problems against those that the code answers with. */
class ProblemsTableTest {
    private static final String SLUG = "\"([a-z]+(?:-[a-z]+)*)\"";
    private static final Pattern CONFLICT = Pattern.compile("Problem\\.conflict\\(\\s*" + SLUG);
    private static final Pattern WITH_STATUS =
            Pattern.compile("(?:Problem\\.of|Problem\\.retryLater)\\(\\s*(\\d{3}),\\s*" + SLUG);
    private static final Pattern BUILT = Pattern.compile("build\\(\\s*" + SLUG + ",\\s*\"[^\"]+\",\\s*(\\d{3})");
    private static final Pattern BY_STATUS = Pattern.compile("case (\\d{3}) -> new Refusal\\(" + SLUG);
    private static final Pattern ANY_CALL = Pattern.compile("Problem\\.(?:conflict|of|retryLater)\\(");

    @Test
    void theTableHasEveryProblemWithItsStatusAndNoOther() throws IOException {
        assertThat(told()).containsExactlyInAnyOrderEntriesOf(answered());
    }

    @Test
    void everyProblemInTheCodeIsNamedWhereItIsMade() throws IOException {
        for (String source : sources()) {
            long calls = ANY_CALL.matcher(source).results().count();
            long named = CONFLICT.matcher(source).results().count()
                    + WITH_STATUS.matcher(source).results().count();

            assertThat(named).as(source).isEqualTo(calls);
        }
    }

    private static Map<String, String> answered() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (String source : sources()) {
            CONFLICT.matcher(source).results().forEach(call -> found.put(call.group(1), "409"));
            WITH_STATUS.matcher(source).results().forEach(call -> found.put(call.group(2), call.group(1)));
            BUILT.matcher(source).results().forEach(call -> found.put(call.group(1), call.group(2)));
            BY_STATUS.matcher(source).results().forEach(call -> found.put(call.group(2), call.group(1)));
        }
        return found;
    }

    private static Map<String, String> told() {
        Map<String, String> all = new TreeMap<>();
        for (List<String> row : Readme.read().table("type")) {
            List<String> slugs = Readme.code(row.get(0));
            String[] statuses = row.get(1).split(", ");
            assertThat(statuses.length).as(row.toString()).isIn(1, slugs.size());
            for (int i = 0; i < slugs.size(); i++) {
                String before = all.put(slugs.get(i), statuses[Math.min(i, statuses.length - 1)]);
                assertThat(before).as("told twice: " + slugs.get(i)).isNull();
            }
        }
        return all;
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/carillon"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(ProblemsTableTest::read)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new IllegalStateException(file.toString(), unreadable);
        }
    }
}
