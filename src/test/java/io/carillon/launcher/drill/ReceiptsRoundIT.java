package io.carillon.launcher.drill;

import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short form of the round that plays the same campaign four times, each on ground of its own. */
@Order(1)
class ReceiptsRoundIT {
    private static final int PEOPLE = 930;

    @TempDir
    Path folder;

    @Test
    void receiptsManyTimesEarlyLateOrLostLeadExactlyThoseOnWhoWereNotReached() {
        Console console = Console.standard();
        Round.Stage stage = new Round.Stage(LaunchSettings.from(System.getenv()), folder, PEOPLE, 11, console);

        RoundsAssert.holds(new ReceiptsRound(Duration.ofSeconds(20)).play(stage), console, PEOPLE);
    }
}
