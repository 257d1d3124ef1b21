package io.carillon.launcher.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All that was measured, on what, and how it can be kept. */
public final class BenchReport {
    private static final JsonMapper JSON = new JsonMapper();

    private final Instant at;
    private final Map<String, String> machine;
    private final BenchPlan plan;
    private final List<Line> lines;
    private final List<String> failures;

    BenchReport(Instant at, Map<String, String> machine, BenchPlan plan, Results results) {
        this.at = at;
        this.machine = machine;
        this.plan = plan;
        this.lines = results.lines();
        this.failures = results.failures();
    }

    /** Whether everything that was asked for could be measured, whatever came out. */
    public boolean isWhole() {
        return failures.isEmpty();
    }

    /** Writes it as one JSON object. */
    public void write(Path file) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("at", at.toString());
        report.put("machine", machine);
        report.put("measured", plan.names());
        report.put("smtp", plan.smtp() == null ? null : plan.describe().get("mail to"));
        report.put("isProfiled", plan.profile() != null);
        report.put("recipients", plan.recipients());
        report.put("runs", plan.runs());
        report.put("largeRuns", plan.largeRuns());
        report.put("seed", plan.seed());
        report.put("lines", lines.stream().map(BenchReport::json).toList());
        report.put("failures", failures);
        try {
            Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
        } catch (IOException refused) {
            throw new LaunchFailure("The file " + file + " cannot be written: " + refused.getMessage(), refused);
        }
    }

    private static Map<String, Object> json(Line line) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", line.name());
        json.put("unit", line.unit());
        json.put("median", line.spread().median());
        json.put("min", line.spread().min());
        json.put("max", line.spread().max());
        json.put("values", line.spread().values());
        if (line.aim().kind() != Aim.Kind.NONE) {
            json.put("aim", line.aim().kind().name().toLowerCase(Locale.ROOT));
            json.put("bound", line.aim().bound());
            json.put("isMet", line.aim().isMetBy(line.spread().median()));
        }
        json.put("note", line.note());
        return json;
    }
}
