package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchSettings;
import io.carillon.orchestration.Histories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job on real parts: PostgreSQL, Temporal's own server, the sandbox's vendors and the packaged app, killed in the middle. */
class EndToEndIT {
    private static final int PEOPLE = 1_860;
    private static final int KILLS = 2;

    @TempDir
    Path folder;

    @Test
    void aCampaignKilledInTheMiddleEndsWithEverybodyOnce() throws Exception {
        LaunchSettings settings = LaunchSettings.from(System.getenv());
        Console console = Console.standard();
        KillRound round = new KillRound(KILLS);
        Round.Stage stage = new Round.Stage(settings, folder.resolve("data"), PEOPLE, 7, console);
        Map<String, String> small = Map.of("CARILLON_MICRO_BATCH", Integer.toString(CampaignRound.MICRO_BATCH));

        try (Ground ground = Ground.start(settings, stage.folder(), small, 1, console)) {
            Report report = round.play(stage, ground);

            console.line(Report.head());
            console.line(report.line());
            assertThat(report.problems()).isEmpty();
            assertThat(report.audit().messages()).isGreaterThan(PEOPLE / 3);
            assertThatAppAgrees(ground, report);
            assertThatHistoriesReplay(ground);
        }
    }

    /** What REST says at the end is what was audited, by its own recount too. */
    private static void assertThatAppAgrees(Ground ground, Report report) {
        JsonNode result = ground.api().get("/api/campaigns/1/result");
        JsonNode reconciliation = ground.api().get("/api/campaigns/1/reconciliation");

        assertThat(result.path("people").asLong()).isEqualTo(report.audit().people());
        assertThat(result.path("sum").path("holds").asBoolean()).isTrue();
        assertThat(result.path("sum").path("pending").asLong()).isZero();
        assertThat(reconciliation.path("agrees").asBoolean()).isTrue();
        assertThat(reconciliation.path("doubled").asLong()).isZero();
    }

    /** The histories that the server wrote, kills and all, fit the code; they are left where the next release can take them. */
    private static void assertThatHistoriesReplay(Ground ground) throws Exception {
        Path kept = Files.createDirectories(Path.of("target", "histories"));
        String address = "127.0.0.1:" + ground.settings().ports().temporal();

        List<String> replayed = Histories.fetchAndReplay(address, kept);

        assertThat(replayed).contains("campaign:1", "campaign:1:batch:0001");
    }
}
