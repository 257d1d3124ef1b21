package io.carillon.readme;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.demo.CarillonApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's way back to a backup, line by line, and {@code up} on what is there then. */
class RestoreIT {
    private static final String DATA = ".carillon";

    @TempDir
    Path folder;

    @Test
    void aBackupIsPutBackRecoveredAndWorkedOn() throws Exception {
        try (Installation installation = new Installation(folder)) {
            installation.run("demo", "--people", "300", "--exit").ended();
            installation
                    .shell("cp -a " + folder + "/data/postgres " + folder + "/backup")
                    .ended();
            List<String> lines = Readme.read().codeLines();
            int first = lines.indexOf("./carillon down");
            String since = OffsetDateTime.now(ZoneOffset.UTC)
                    .truncatedTo(ChronoUnit.SECONDS)
                    .minusHours(1)
                    .toString();

            installation.shell(lines.get(first)).ended();
            installation.shell(here(lines.get(first + 1))).ended();
            assertThat(folder.resolve("data/temporal.db")).doesNotExist();
            List<String> recover = List.of(lines.get(first + 2).split(" "));
            assertThat(recover.subList(0, 3)).containsExactly("./carillon", "recover", "--since");
            installation.up("recover", "--since", since);

            CarillonApi api = api(installation);
            assertThat(api.get("/api/recoveries").path(0).path("since").asText())
                    .isEqualTo(since);
            JsonNode sum = api.get("/api/campaigns/1/result").path("sum");
            installation.down();

            installation.up("up", "--processes", "2");
            assertThat(installation.isReady(1)).isTrue();
            assertThat(api(installation).get("/api/campaigns/1/result").path("sum"))
                    .isEqualTo(sum);
            assertThat(sum.path("holds").asBoolean()).isTrue();
            installation.down();
        }
    }

    private String here(String line) {
        return line.replace(DATA, folder.resolve("data").toString())
                .replace("BACKUP", folder.resolve("backup").toString());
    }

    private static CarillonApi api(Installation installation) throws Exception {
        String token =
                Files.readString(installation.settings().folder().token()).strip();
        return new CarillonApi(installation.settings().apiUrl(), Optional.of(token));
    }
}
