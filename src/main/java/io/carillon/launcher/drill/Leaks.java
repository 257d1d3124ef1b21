package io.carillon.launcher.drill;

import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Holds that nothing personal or secret stands where an operator reads: in the logs of every part but the sandbox, which plays vendors and
 * of course knows addresses, and in all that Temporal keeps. What vendors answer when they fail, and servers when they break off, gets there
 * too. For one thread.
 */
final class Leaks {
    /** Some thirty spellings of each fit in memory. */
    private static final long CUSTOMERS_AT_A_TIME = 4_000;

    private final Ground ground;

    Leaks(Ground ground) {
        this.ground = ground;
    }

    /** What a round left behind, in a sentence for each leak. */
    List<String> found(Console console) {
        return found(console, Map.of(), scan -> {});
    }

    /**
     * Searches logs and histories for the addresses and names of everybody, in clear and encrypted, and for every secret of the
     * installation; goes through them once for each share of the customers.
     *
     * @param secrets other secrets, each with what it is
     * @param more looks at what else there is to be searched
     * @return what was found, in a sentence for each leak
     */
    List<String> found(Console console, Map<String, String> secrets, Consumer<LeakScan> more) {
        List<Histories.Told> histories = new Histories(ground).all();
        Path customers = ground.settings().folder().demo().resolve("customers.csv");
        int shares = shares(customers);
        LeakScan scan = new LeakScan(new Needles());
        for (int number = 0; number < shares; number++) {
            scan.searchFor(needles(customers, new Needles.Share(number, shares), secrets));
            scan.lookAtLogs(ground.settings().folder().log("app").getParent());
            histories.forEach(scan::lookAt);
            more.accept(scan);
        }
        return told(scan, console);
    }

    private Needles needles(Path customers, Needles.Share share, Map<String, String> secrets) {
        Needles needles = new Needles();
        needles.addPeople(customers, share);
        needles.addSecrets(ground.settings());
        needles.addCiphers(ground.database(), share);
        secrets.forEach((secret, kind) -> needles.add(kind, secret));
        try {
            String token = Files.readString(ground.settings().folder().token()).strip();
            needles.forgetPublic(new FuzzProbes(ground, token).text("/q/openapi"));
        } catch (IOException missing) {
            throw new LaunchFailure("The first token cannot be read: " + missing.getMessage(), missing);
        }
        return needles;
    }

    private static int shares(Path customers) {
        try (Stream<String> lines = Files.lines(customers)) {
            return (int) (1 + lines.count() / CUSTOMERS_AT_A_TIME);
        } catch (IOException unreadable) {
            throw new LaunchFailure(
                    "The file " + customers + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** What was found, in a sentence for each leak. */
    static List<String> told(LeakScan scan, Console console) {
        console.say("leaks", scan.summary());
        List<String> leaks = new ArrayList<>();
        scan.found().forEach(leak -> leaks.add("leak: " + leak));
        if (scan.workflows() == 0) {
            leaks.add("Temporal told of no workflow, so nothing of it was searched");
        }
        if (scan.leaks() > scan.found().size()) {
            leaks.add("leaks in all: " + scan.leaks());
        }
        return leaks;
    }
}
