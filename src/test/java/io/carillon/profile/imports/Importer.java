package io.carillon.profile.imports;

import io.carillon.profile.People;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Imports texts as files, on a database of its own. */
final class Importer {
    final People people = new People();
    final ImportJobs jobs = new ImportJobs(people.sql, people.audit);
    final Path folder = temporary();
    final ImportWorker worker = worker();

    /** Another process on the same database and folder. */
    ImportWorker worker() {
        return new ImportWorker(people.sql, jobs, spool(), people.vault, settings(), List.of());
    }

    ImportView take(String csv) {
        return take(csv, Map.of());
    }

    ImportView take(String csv, Map<String, String> query) {
        return take(csv.getBytes(StandardCharsets.UTF_8), query);
    }

    ImportView take(byte[] csv, Map<String, String> query) {
        long id = receive(csv, query);
        worker.importNext();
        return view(id);
    }

    /** Receives without importing yet. */
    long receive(byte[] csv, Map<String, String> query) {
        Map<String, List<String>> many =
                query.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> List.of(e.getValue())));
        ImportOptionsRequest request = OptionsReader.read(many);
        OptionsCheck.of(request, Instant.now());
        return jobs.add("tester", "people.csv", request, spool().receive(new ByteArrayInputStream(csv)));
    }

    ImportView view(long id) {
        return jobs.find(id, Locale.ENGLISH).orElseThrow();
    }

    /** All findings as {@code line column severity reason}. */
    List<String> findings(ImportView job) {
        return jobs.findings(job.id(), null, 500, Locale.ENGLISH).items().stream()
                .map(f -> f.line() + " " + f.column() + " " + f.severity() + " " + f.reason())
                .toList();
    }

    /** One text of the first row. */
    String text(String query, Object... binds) {
        return people.sql.one(query, row -> String.valueOf(row.getString(1)), binds);
    }

    Spool spool() {
        return new Spool(settings());
    }

    private ImportSettings settings() {
        return new ImportSettings() {
            @Override
            public Path folder() {
                return folder;
            }

            @Override
            public long largestFileBytes() {
                return 100_000_000;
            }

            @Override
            public Duration lookEvery() {
                return Duration.ofSeconds(1);
            }
        };
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("imports");
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
