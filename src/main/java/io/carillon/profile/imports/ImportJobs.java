package io.carillon.profile.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.access.Audit;
import io.carillon.database.Page;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The jobs and their findings, as rows. Thread-safe. */
@ApplicationScoped
public class ImportJobs {
    private static final String SELECT = """
            select j.id, actor, file_name, case when waits then 'waiting' else state end as state,
                   case when waits then
                       (select min(first.id) from import_job first where first.state = 'running' and first.id < j.id) end as waits_for,
                   options, rows_read, created, updated, unchanged, rejected, notes, error, started_at, finished_at
              from import_job j
              cross join lateral (select state = 'running' and rows_read = 0 and options->'begun' is null as waits) turn""";

    private final Sql sql;
    private final Audit audit;

    public ImportJobs(Sql sql, Audit audit) {
        this.sql = sql;
        this.audit = audit;
    }

    /** Adds a job for a file that is on disk; it waits for its turn. */
    @Transactional
    public long add(String actor, @Nullable String fileName, ImportOptionsRequest request, ImportFile file) {
        ObjectNode options = OptionsReader.JSON.createObjectNode();
        options.set("request", OptionsReader.JSON.valueToTree(request));
        options.set("file", OptionsReader.JSON.valueToTree(file));
        long id = sql.one(
                "insert into import_job (actor, file_name, state, options) values (?, ?, 'running', ?::jsonb) returning id",
                row -> row.getLong(1),
                actor,
                fileName,
                options.toString());
        audit.record(actor, "import", "import:" + id, Map.of("bytes", file.bytes(), "sha256", file.sha256()));
        return id;
    }

    /** A job as it is now. */
    public Optional<ImportView> find(long id, Locale language) {
        Optional<ImportView> job = sql.first(SELECT + " where j.id = ?", row -> view(row, language), id);
        return job.map(view -> view.with(counts(id)));
    }

    /** The jobs, the latest first. */
    public Page<ImportView> list(@Nullable String cursor, int limit, Locale language) {
        long before = cursor == null ? Long.MAX_VALUE : Page.positionNumber(cursor);
        List<ImportView> found = sql.list(
                SELECT + " where j.id < ? order by j.id desc limit ?", row -> view(row, language), before, limit + 1);
        return Page.of(found, limit, view -> String.valueOf(view.id()));
    }

    /** What is to mend in the file, by line. */
    public Page<ImportFindingView> findings(long id, @Nullable String cursor, int limit, Locale language) {
        String[] after = Page.position(cursor, "0:0").split(":", 2);
        List<ImportFindingView> found = sql.list(
                "select id, line, column_name, severity, reason from import_finding"
                        + " where job_id = ? and (line, id) > (?, ?) order by line, id limit ?",
                row -> ImportFindingView.of(row, language),
                id,
                number(after, 0),
                number(after, 1),
                limit + 1);
        return Page.of(found, limit, view -> view.line() + ":" + view.id());
    }

    /** The jobs that are not done, in the order in which they came. */
    List<ImportJob> waiting(ImportSession session) {
        return session.list(
                "select j.id, j.actor, j.options, j.started_at,"
                        + " (select min(o.started_at) from import_job o"
                        + "   where o.options->'file'->>'sha256' = j.options->'file'->>'sha256') as received_at"
                        + " from import_job j where j.state = 'running' order by j.id",
                ImportJobs::job);
    }

    /** The names of the files that are needed yet. */
    Set<String> spooled() {
        return Set.copyOf(sql.list(
                "select options->'file'->>'spool' from import_job where state = 'running'", row -> row.getString(1)));
    }

    /** Its turn has come. */
    void begin(ImportSession session, long id) {
        session.run("update import_job set options = jsonb_set(options, '{begun}', 'true') where id = ?", id);
        session.commit();
    }

    /** The file cannot be imported. */
    void fail(ImportSession session, long id, MalformedFile why) {
        ObjectNode error = OptionsReader.JSON.createObjectNode();
        error.put("fault", why.fault().id()).put("line", why.line()).put("detail", why.detail());
        session.run(
                "update import_job set state = 'failed', error = ?, finished_at = now() where id = ?",
                error.toString(),
                id);
        session.commit();
    }

    /** It broke off for a reason of our own; answers how often so far. */
    long brokeOff(ImportSession session, long id) {
        session.run(
                "update import_job set options = jsonb_set(options, '{tries}',"
                        + " to_jsonb(coalesce((options->>'tries')::int, 0) + 1)) where id = ?",
                id);
        session.commit();
        return session.number("select (options->>'tries')::bigint from import_job where id = ?", id);
    }

    private List<ImportView.Count> counts(long id) {
        return sql.list(
                "select severity, reason, count(*) as n from import_finding where job_id = ? group by 1, 2 order by 1, 2",
                row -> new ImportView.Count(row.getString("severity"), row.getString("reason"), row.getLong("n")),
                id);
    }

    private static ImportJob job(ResultSet row) throws SQLException {
        try {
            JsonNode options = OptionsReader.JSON.readTree(row.getString("options"));
            Instant receivedAt = Objects.requireNonNull(Sql.instant(row, "received_at"));
            ImportOptionsRequest request =
                    OptionsReader.JSON.treeToValue(options.get("request"), ImportOptionsRequest.class);
            return new ImportJob(
                    row.getLong("id"),
                    row.getString("actor"),
                    OptionsCheck.of(request, Instant.MAX),
                    OptionsReader.JSON.treeToValue(options.get("file"), ImportFile.class),
                    Objects.requireNonNull(Sql.instant(row, "started_at")),
                    receivedAt,
                    IntStream.range(0, Lane.COUNT)
                            .mapToObj(lane ->
                                    options.path(ImportJob.appliedKey(lane)).asLong())
                            .toList());
        } catch (JsonProcessingException foreign) {
            throw new IllegalStateException("The options of import " + row.getLong("id") + " are unreadable", foreign);
        }
    }

    private static ImportView view(ResultSet row, Locale language) throws SQLException {
        try {
            String error = row.getString("error");
            return new ImportView(
                    row.getLong("id"),
                    row.getString("state"),
                    row.getObject("waits_for", Long.class),
                    row.getString("file_name"),
                    row.getString("actor"),
                    row.getLong("rows_read"),
                    row.getLong("created"),
                    row.getLong("updated"),
                    row.getLong("unchanged"),
                    row.getLong("rejected"),
                    null,
                    OptionsReader.JSON.readTree(row.getString("notes")),
                    error == null ? null : ImportView.Error.of(OptionsReader.JSON.readTree(error), language),
                    Objects.requireNonNull(Sql.instant(row, "started_at")),
                    Sql.instant(row, "finished_at"),
                    "/api/imports/" + row.getLong("id") + "/findings");
        } catch (JsonProcessingException foreign) {
            throw new IllegalStateException("The row of import " + row.getLong("id") + " is unreadable", foreign);
        }
    }

    private static long number(String[] parts, int index) {
        try {
            return index < parts.length ? Long.parseLong(parts[index]) : 0;
        } catch (NumberFormatException notOurs) {
            return Page.positionNumber("!");
        }
    }
}
