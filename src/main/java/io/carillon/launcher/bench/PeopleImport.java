package io.carillon.launcher.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.Pause;
import io.carillon.launcher.local.SandboxAccounts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An import of one file, watched from outside.
 *
 * @param rows that went in
 * @param seconds from the first byte posted to the app's word that it is done
 * @param marks when each third of the rows was in, in seconds
 */
record PeopleImport(long rows, double seconds, List<Double> marks) {
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int PARTS = 3;

    /** Posts the file and waits until all rows are in. */
    static PeopleImport of(CarillonApi api, Path file, long rows) {
        String query = "?fileName=people.csv&region=CN&appScope=" + SandboxAccounts.PUSH_APP + "&wechatAppid="
                + SandboxAccounts.WECHAT_APPID;
        Instant began = Instant.now();
        String place = api.postFile("/api/imports" + query, "text/csv", file)
                .location()
                .orElseThrow(() -> new LaunchFailure("The app took the import but did not say where to watch it."));
        double[] marks = new double[PARTS];
        JsonNode job = api.get(place);
        while (!isOver(job)) {
            mark(marks, job.path("created").asLong(), rows, began);
            Pause.of(LOOK);
            job = api.get(place);
        }
        mark(marks, rows, rows, began);
        long created = job.path("created").asLong();
        if (created != rows) {
            throw new LaunchFailure("Of " + rows + " people " + created + " went in: " + job);
        }
        Instant finished = Instant.parse(job.path("finishedAt").asText());
        return new PeopleImport(
                rows,
                Clocks.seconds(began, finished),
                IntStream.range(0, PARTS).mapToObj(i -> marks[i]).toList());
    }

    private static void mark(double[] marks, long in, long rows, Instant began) {
        for (int i = 0; i < PARTS; i++) {
            if (marks[i] == 0 && in * PARTS >= rows * (i + 1)) {
                marks[i] = Clocks.seconds(began, Instant.now());
            }
        }
    }

    private static boolean isOver(JsonNode job) {
        String state = job.path("state").asText();
        return state.equals("completed") || state.equals("failed");
    }

    /** Rows a second over all. */
    double perSecond() {
        return rows / seconds;
    }

    /** Rows a second of each third, in words. */
    String thirds() {
        double before = 0;
        List<String> rates = new ArrayList<>();
        for (double mark : marks) {
            rates.add(Line.number(rows / (double) PARTS / Math.max(mark - before, 0.001)));
            before = mark;
        }
        return String.join(", ", rates);
    }
}
