package io.carillon.launcher.drill;

import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Holds that nothing personal or secret stands where an operator reads: in the logs of every part but the sandbox, which plays vendors and
 * of course knows addresses, and in all that Temporal keeps. What vendors answer when they fail, and servers when they break off, gets there
 * too. For one thread.
 */
final class Leaks {
    /** Some thirty spellings of each fit in memory; what leaks one customer's address leaks those of many. */
    private static final long MOST_CUSTOMERS = 4_000;

    private final Ground ground;

    Leaks(Ground ground) {
        this.ground = ground;
    }

    /**
     * Addresses and names of everybody, of a large audience of one in so many, in clear and encrypted, and every secret of the installation.
     *
     * @param more other secrets, each with what it is
     */
    Needles needles(Map<String, String> more) {
        Needles needles = new Needles();
        Path customers = ground.settings().folder().demo().resolve("customers.csv");
        int every = every(customers);
        needles.addPeople(customers, every);
        needles.addSecrets(ground.settings());
        needles.addCiphers(ground.database(), every);
        more.forEach((secret, kind) -> needles.add(kind, secret));
        try {
            String token = Files.readString(ground.settings().folder().token()).strip();
            needles.forgetPublic(new FuzzProbes(ground, token).text("/q/openapi"));
        } catch (IOException missing) {
            throw new LaunchFailure("The first token cannot be read: " + missing.getMessage(), missing);
        }
        return needles;
    }

    private static int every(Path customers) {
        try (Stream<String> lines = Files.lines(customers)) {
            return (int) (1 + lines.count() / MOST_CUSTOMERS);
        } catch (IOException unreadable) {
            throw new LaunchFailure(
                    "The file " + customers + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Searches logs and histories; goes on with what else there is to be searched. */
    LeakScan scan(Needles needles) {
        LeakScan scan = new LeakScan(needles);
        scan.lookAtLogs(ground.settings().folder().log("app").getParent());
        new Histories(ground).all().forEach(told -> scan.look("Temporal " + told.workflow(), told.text()));
        return scan;
    }

    /** What a round left behind, in a sentence for each leak. */
    List<String> found(Console console) {
        return told(scan(needles(Map.of())), console);
    }

    /** What was found, in a sentence for each leak. */
    static List<String> told(LeakScan scan, Console console) {
        console.say("leaks", scan.summary());
        List<String> leaks = new ArrayList<>();
        scan.found().forEach(leak -> leaks.add("leak: " + leak));
        if (scan.leaks() > scan.found().size()) {
            leaks.add("leaks in all: " + scan.leaks());
        }
        return leaks;
    }
}
