package io.carillon.profile.imports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.carillon.channel.ChannelKind;
import io.carillon.database.DatabaseFailure;
import io.carillon.vault.Vault;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The import of one file, from the first row to the last finding. It may be broken off at any point and begun anew by
 * another process: rows are read and staged again, people that were applied are passed over, findings are written afresh.
 * One thread drives it; rows are judged by several, and written by as many as there are lanes.
 */
final class ImportRun {
    private static final int PEOPLE_A_CHUNK = 5_000;
    private static final int TRIES_A_CHUNK = 5;
    /** Deadlock and serialisation failure: the chunk was rolled back and may simply be tried again. */
    private static final List<String> TRY_AGAIN = List.of("40P01", "40001");

    private final Lanes lanes;
    private final ImportSession session;
    private final ImportJob job;
    private final Vault vault;
    private final BooleanSupplier isStopping;
    private final Findings findings;
    private final ArrayNode notes = JsonNodeFactory.instance.arrayNode();

    ImportRun(Lanes lanes, ImportJob job, Vault vault, BooleanSupplier isStopping) {
        this.lanes = lanes;
        this.session = lanes.first().session();
        this.job = job;
        this.vault = vault;
        this.isStopping = isStopping;
        this.findings = new Findings(session, job.id());
    }

    /**
     * Imports the file.
     *
     * @return false when it was broken off because the process stops
     * @throws MalformedFile when the file cannot be imported; then nothing of it is
     */
    boolean run(Path file) throws IOException {
        begin();
        if (!stage(file)) {
            return false;
        }
        lanes.each(lane -> StagingTables.sort(lane.session()));
        if (!apply() || !findMeetings()) {
            return false;
        }
        complete();
        return true;
    }

    private void begin() {
        lanes.each(lane -> StagingTables.create(lane.session()));
        findings.clear();
        session.run("update import_job set rows_read = 0, rejected = 0 where id = ?", job.id());
        session.commit();
    }

    private boolean stage(Path file) throws IOException {
        String said = job.options().encoding();
        Charset charset = Charset.forName(said == null ? job.file().encoding() : said);
        notes.addObject().put("code", "encoding").put("encoding", charset.name());
        try (CsvSource source = CsvSource.open(file, charset, job.options().separator())) {
            CsvRecord first = source.header();
            Header header = Header.of(
                    first.getFields(),
                    first.getStartingLineNumber(),
                    job.options().columns());
            note(header);
            RowReader reader = new RowReader(context(header), vault);
            return stage(source, reader);
        }
    }

    /** The next rows are judged while the last are written. */
    private boolean stage(CsvSource source, RowReader reader) throws MalformedFile {
        List<Stager> stagers = lanes.all().stream()
                .map(lane -> new Stager(lane.session(), job.options().consent(), job.receivedAt()))
                .toList();
        CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
        try {
            for (List<CsvRecord> rows = source.next(); !rows.isEmpty(); rows = source.next()) {
                if (isStopping.getAsBoolean()) {
                    return false;
                }
                List<ReadRow> read = rows.parallelStream().map(reader::read).toList();
                Lanes.await(written);
                written = lanes.begin(lane -> write(read, lane, stagers.get(lane.no())));
            }
            return true;
        } finally {
            Lanes.await(written);
        }
    }

    private void write(List<ReadRow> read, Lane lane, Stager stager) {
        List<StagedRow> good =
                read.stream().map(ReadRow::row).filter(Objects::nonNull).toList();
        stager.stage(good.stream().filter(lane::holds).toList());
        if (lane.equals(lanes.first())) {
            findings.add(read.stream().flatMap(row -> row.findings().stream()).toList());
            session.run(
                    "update import_job set rows_read = rows_read + ?, rejected = rejected + ? where id = ?",
                    read.size(),
                    read.size() - good.size(),
                    job.id());
        }
        lane.session().commit();
    }

    private RowContext context(Header header) throws MalformedFile {
        boolean hasTokens = header.has(ImportColumn.FCM_TOKEN) || header.has(ImportColumn.APNS_TOKEN);
        String app = hasTokens
                ? Scopes.resolve(session, ChannelKind.PUSH, job.options().appScope(), "appScope")
                : "";
        String wechat = header.has(ImportColumn.WECHAT_OPENID)
                ? Scopes.resolve(session, ChannelKind.WECHAT, job.options().wechatAppid(), "wechatAppid")
                : "";
        if (hasTokens) {
            notes.addObject().put("code", "app_scope").put("scope", app);
        }
        if (header.has(ImportColumn.WECHAT_OPENID)) {
            notes.addObject().put("code", "wechat_appid").put("scope", wechat);
        }
        return new RowContext(
                header, job.options(), app, wechat, job.receivedAt(), new CellCache<>(), new CellCache<>());
    }

    private void note(Header header) {
        if (!header.ignored().isEmpty()) {
            ArrayNode ignored = notes.addObject().put("code", "ignored_columns").putArray("columns");
            header.ignored().forEach(ignored::add);
        }
        session.run("update import_job set notes = ?::jsonb where id = ?", notes.toString(), job.id());
    }

    private boolean apply() {
        lanes.each(lane -> {
            KnownAddresses known = new KnownAddresses(lane.session(), job.source());
            known.find();
            ChunkApplier applier = new ChunkApplier(lane, job, known);
            for (Chunk chunk = chunk(lane, job.applied(lane));
                    chunk != null && !isStopping.getAsBoolean();
                    chunk = chunk(lane, chunk.end())) {
                Chunk next = chunk;
                patiently(lane, () -> applier.apply(next));
            }
            patiently(lane, known::holdForAll);
        });
        return !isStopping.getAsBoolean();
    }

    private static void patiently(Lane lane, Runnable step) {
        for (int tries = 1; ; tries++) {
            try {
                step.run();
                lane.session().commit();
                return;
            } catch (DatabaseFailure failure) {
                if (tries == TRIES_A_CHUNK || !TRY_AGAIN.contains(failure.sqlState())) {
                    throw failure;
                }
                lane.session().rollback();
            }
        }
    }

    private boolean findMeetings() {
        lanes.each(lane -> StagingTables.meet(lane.session()));
        for (Lane lane : lanes.all()) {
            List<Findings.Meeting> meetings = Findings.Meeting.in(lane.session());
            Chunk chunk = meetings.isEmpty() ? null : chunk(lane, 0);
            while (chunk != null) {
                if (isStopping.getAsBoolean()) {
                    return false;
                }
                findings.addMeetings(lane, chunk, meetings);
                chunk = chunk(lane, chunk.end());
            }
        }
        return true;
    }

    private static @Nullable Chunk chunk(Lane lane, long after) {
        List<Chunk> found = lane.session()
                .list(
                        "select min(external_id), max(external_id), max(no) from staged_person where no > ? and no <= ?"
                                + " having count(*) > 0",
                        row -> new Chunk(row.getString(1), row.getString(2), row.getLong(3)),
                        after,
                        after + PEOPLE_A_CHUNK);
        return found.isEmpty() ? null : found.get(0);
    }

    private void complete() {
        if (findings.found() > Findings.MOST) {
            notes.addObject()
                    .put("code", "findings_cut")
                    .put("found", findings.found())
                    .put("kept", Findings.MOST);
        }
        // Without fresh statistics the first look at many new people is planned as if there were none, and takes
        // minutes.
        session.run("analyze profile, profile_tag, address, consent");
        session.run(
                "update import_job set state = 'completed', notes = ?::jsonb, finished_at = now() where id = ?",
                notes.toString(),
                job.id());
        session.commit();
    }
}
