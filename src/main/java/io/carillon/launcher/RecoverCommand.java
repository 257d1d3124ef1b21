package io.carillon.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.Counts;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.LaunchSettings;
import io.carillon.launcher.local.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./carillon recover}: as {@code up}, on a database that was restored from a backup. Nothing is sent until runs are resumed. */
@Command(
        name = "recover",
        description =
                "Starts on a database restored from a backup: all runs paused, and whoever may have been sent to since"
                        + " the backup unknown, so that nobody is sent to twice. Then stays until Ctrl-C, as up does.",
        mixinStandardHelpOptions = true)
final class RecoverCommand implements Callable<Integer> {
    private static final String SINCE = "CARILLON_RECOVER_SINCE";
    /** All processes of this command share it, also one that is started again. */
    private static final String REQUEST = "CARILLON_RECOVER_REQUEST";

    @Option(
            names = "--since",
            required = true,
            description = "When the backup was taken, or earlier, such as 2027-09-13T10:00:00+08:00.")
    String since = "";

    @Option(names = "--processes", defaultValue = "1", description = "App processes, 1 to 8 (${DEFAULT-VALUE}).")
    int processes;

    @Override
    public Integer call() {
        requireTime(since);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put(SINCE, since);
        environment.put(REQUEST, UUID.randomUUID().toString());
        LaunchSettings settings = LaunchSettings.from(environment);
        Console console = Console.standard();
        boolean[] isOurs = {false};
        int code = new Session(settings, console).run(new Session.Options(processes, false), session -> {
            isOurs[0] = true;
            sayWhatWasDone(settings, console);
            return session.stayUp();
        });
        if (!isOurs[0]) {
            throw new LaunchFailure(
                    "Nothing was recovered, because Carillon is up on this data. Stop it with ./carillon down,"
                            + " put the backup in place of " + settings.folder().postgres() + ", remove "
                            + settings.folder().temporalDatabase() + "*, and come again.");
        }
        return code;
    }

    private static void requireTime(String text) {
        try {
            OffsetDateTime.parse(text.strip());
        } catch (DateTimeException unreadable) {
            throw new LaunchFailure(
                    "--since is \"" + text
                            + "\": give a time with its offset, such as 2027-09-13T10:00:00+08:00, when the backup was taken or earlier.");
        }
    }

    private static void sayWhatWasDone(LaunchSettings settings, Console console) {
        CarillonApi api = new CarillonApi(settings.apiUrl(), Optional.of(token(settings)));
        JsonNode last = api.get("/api/recoveries").path(0);
        String what = last.path("people").isEmpty()
                ? ": whatever run is open is paused; none of them may have sent to anybody since"
                : ": every open run is paused; resume each with POST /api/campaigns/{id}/resume when you have looked at it";
        console.say("recover", "since " + last.path("since").asText() + what);
        last.path("people").properties().forEach(entry -> {
            JsonNode progress = api.get("/api/campaigns/" + entry.getKey() + "/progress");
            console.say(
                    "campaign",
                    String.format(
                            Locale.ROOT,
                            "%s %s: %s may have been sent to since; %,d unknown, %,d pending",
                            entry.getKey(),
                            progress.path("state").asText(),
                            Counts.people(entry.getValue().asLong()),
                            progress.path("sum").path("unknown").asLong(),
                            progress.path("sum").path("pending").asLong()));
        });
    }

    private static String token(LaunchSettings settings) {
        try {
            return Files.readString(settings.folder().token()).strip();
        } catch (IOException missing) {
            throw new LaunchFailure(
                    "The app's token cannot be read at " + settings.folder().token(), missing);
        }
    }
}
