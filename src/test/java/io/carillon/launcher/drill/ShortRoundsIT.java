package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Short forms of the fault rounds on real parts; {@code ./carillon drill} plays them in full. Rounds that leave every server up play
 * one after the other on one installation.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShortRoundsIT {
    private static final int PEOPLE = 930;
    private static final long SEED = 11;
    private static final Map<String, String> SETTINGS =
            Map.of("CARILLON_MICRO_BATCH", Integer.toString(CampaignRound.MICRO_BATCH), "CARILLON_PROBE_EVERY", "2s");

    private final LaunchSettings settings = LaunchSettings.from(System.getenv());
    private final Console console = Console.standard();

    // Static, because the shared ground is started before any test is.
    @TempDir
    static Path folder;

    private Ground ground;

    @BeforeAll
    void start() {
        ground = Ground.start(settings, folder.resolve("shared"), SETTINGS, 1, console);
    }

    @AfterAll
    void stop() {
        ground.close();
    }

    @Test
    void nobodyIsLostDoubledOrMovedToADearerChannelWhileVendorsBreak() {
        holds(new VendorsRound(Duration.ofSeconds(5)).play(stage("shared"), ground));
    }

    @Test
    void nothingIsClaimedAfterPauseOrCancelHasAnswered() {
        holds(new CommandsRound(2).play(stage("shared"), ground));
    }

    @Test
    void eightLaunchesAtOnceAndASecondLauncherMakeOneCampaign() {
        holds(new LaunchesRound().play(stage("shared"), ground));
    }

    @Test
    void twoProcessesOfWhichEitherIsKilledSendOnceAndKeepTheRate() {
        holds(new TwoProcessesRound(2).play(stage("two")));
    }

    @Test
    void receiptsManyTimesEarlyLateOrLostLeadExactlyThoseOnWhoWereNotReached() {
        holds(new ReceiptsRound(Duration.ofSeconds(20)).play(stage("receipts")));
    }

    private Round.Stage stage(String name) {
        return new Round.Stage(settings, folder.resolve(name), PEOPLE, SEED, console);
    }

    private void holds(Report report) {
        console.line(Report.head());
        console.line(report.line());
        assertThat(report.problems()).isEmpty();
        assertThat(report.faults()).isPositive();
        assertThat(report.samples()).isPositive();
        assertThat(report.audit().messages()).isGreaterThan(PEOPLE / 3);
    }
}
