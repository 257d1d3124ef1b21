package io.carillon.launcher.drill;

import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Short forms of fault rounds that leave every server up, one after the other on one installation; {@code ./carillon drill} plays
 * them in full.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(2)
class SharedGroundRoundsIT {
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
        holds(new VendorsRound(Duration.ofSeconds(5)).play(stage(), ground));
    }

    @Test
    void eightLaunchesAtOnceAndASecondLauncherMakeOneCampaign() {
        holds(new LaunchesRound().play(stage(), ground));
    }

    @Test
    void stopsInTheMiddleLeaveNoDoubt() {
        holds(new StopRound(5).play(stage(), ground));
    }

    private void holds(Report report) {
        RoundsAssert.holds(report, console, PEOPLE);
    }

    private Round.Stage stage() {
        return new Round.Stage(settings, folder.resolve("shared"), PEOPLE, SEED, console);
    }
}
