package io.carillon.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.Counts;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.SandboxAccounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Brings the customer file into the app and says what came of it. */
public final class DemoImport {
    private static final String PART = "import";

    private final CarillonApi api;
    private final Console console;

    public DemoImport(CarillonApi api, Console console) {
        this.api = api;
        this.console = console;
    }

    /** Posts the file and watches the import until it is through. */
    public void run(Path file, int rows) {
        String query = "?fileName=customers.csv&region=CN&appScope=" + SandboxAccounts.PUSH_APP + "&wechatAppid="
                + SandboxAccounts.WECHAT_APPID;
        String place = api.postFile("/api/imports" + query, "text/csv", file)
                .location()
                .orElseThrow(() -> new LaunchFailure("The app took the import but did not say where to watch it."));
        JsonNode job = api.get(place);
        while (isRunning(job)) {
            console.bar(PART, job.path("rowsRead").asLong(), rows, rows(job));
            Wait.aMoment();
            job = api.get(place);
        }
        if (!job.path("state").asText().equals("completed")) {
            throw new LaunchFailure("The import " + place + " failed: "
                    + job.path("error").path("message").asText(job.path("error").asText()));
        }
        console.say(PART, summary(job) + "  → " + place + "/findings");
    }

    private static boolean isRunning(JsonNode job) {
        return switch (job.path("state").asText()) {
            case "receiving", "waiting", "running" -> true;
            default -> false;
        };
    }

    private static String rows(JsonNode job) {
        return Counts.of(job.path("rowsRead").asLong(), "row", "rows");
    }

    /** What was left out by its reasons, and beside it what went in with a flaw. */
    static String summary(JsonNode job) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %s new, %,d changed, %,d unchanged, %,d rejected",
                rows(job),
                Counts.people(job.path("created").asLong()),
                job.path("updated").asLong(),
                job.path("unchanged").asLong(),
                job.path("rejected").asLong()));
        text.append(findings(job, "rejected", ": "));
        text.append(findings(job, "warning", "; taken with a warning: "));
        return text.toString();
    }

    private static String findings(JsonNode job, String severity, String before) {
        List<String> found = new ArrayList<>();
        job.path("findings").forEach(finding -> {
            if (finding.path("severity").asText().equals(severity)) {
                String reason = finding.path("reason").asText().replace('_', ' ');
                found.add(String.format(
                        Locale.ROOT, "%s %,d", reason, finding.path("count").asLong()));
            }
        });
        return found.isEmpty() ? "" : before + String.join(" · ", found);
    }
}
