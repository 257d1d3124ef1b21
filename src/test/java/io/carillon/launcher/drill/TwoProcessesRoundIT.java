package io.carillon.launcher.drill;

import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short form of the round with two app processes on one database and one Temporal. */
@Order(3)
class TwoProcessesRoundIT {
    private static final int PEOPLE = 930;

    @TempDir
    Path folder;

    @Test
    void twoProcessesOfWhichEitherIsKilledSendOnceAndKeepTheRate() {
        Console console = Console.standard();
        Round.Stage stage = new Round.Stage(LaunchSettings.from(System.getenv()), folder, PEOPLE, 11, console);

        RoundsAssert.holds(new TwoProcessesRound(2).play(stage), console, PEOPLE);
    }
}
