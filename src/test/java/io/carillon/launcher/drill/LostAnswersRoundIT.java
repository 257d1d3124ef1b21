package io.carillon.launcher.drill;

import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short form of the round whose vendors take messages without an answer. It has a ground of its own: Twilio's list tells the same text
 * to the same person in the same minute not apart.
 */
class LostAnswersRoundIT {
    private static final int PEOPLE = 930;

    @TempDir
    Path folder;

    @Test
    void whatVendorsTookWithoutAnAnswerIsFoundByAsking() {
        Console console = Console.standard();
        Round.Stage stage = new Round.Stage(LaunchSettings.from(System.getenv()), folder, PEOPLE, 11, console);

        RoundsAssert.holds(new LostAnswersRound().play(stage), console, PEOPLE);
    }
}
