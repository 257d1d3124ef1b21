package io.carillon.launcher.drill;

import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchSettings;
import java.nio.file.Path;

/** One fault round: starts what it needs, breaks it, and says what became of the people. */
public interface Round {

    /** What it is called on the command line, such as {@code R1}. */
    String name();

    /** What it does, in a sentence. */
    String story();

    /** Whether it mounts something, which nobody else on the machine shall see. */
    default boolean needsOwnMounts() {
        return false;
    }

    /** Plays it; blocks until everything it started is stopped. */
    Report play(Stage stage);

    /**
     * Where and how large.
     *
     * @param outer this machine's checkout, caches and Temporal
     * @param folder an empty folder
     * @param recipients how many people the campaign's audience has at least
     * @param seed of everything that is random
     */
    record Stage(LaunchSettings outer, Path folder, int recipients, long seed, Console console) {

        /** How many customers are made up, so that the campaign's segment finds that many of them. */
        int customers() {
            return Audience.customers(recipients, seed);
        }
    }
}
