package io.carillon.profile.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.database.Sql;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An import that was broken off is taken up again and adds up, and two processes never import at once. */
class BrokenOffTest {
    private static final int PEOPLE = 12_000;
    private final Importer importer = new Importer();

    @Test
    void goesOnWhereItBrokeOffAndAddsUp() {
        long id = importer.receive(file(), Map.of());
        // Seven portions are read; then of each lane only the first of two chunks of people is begun, or of one of
        // them.
        AtomicInteger left = new AtomicInteger(8);
        breakOff(id, left);
        assertThat(importer.people.number("select count(*) from profile")).isIn(5_000L, 10_000L);
        assertThat(importer.view(id).state()).isEqualTo("running");

        assertThat(importer.worker().importNext()).isTrue();
        ImportView job = importer.view(id);
        assertThat(job.state()).isEqualTo("completed");
        assertThat(List.of(job.rowsRead(), job.created(), job.updated(), job.unchanged(), job.rejected()))
                .containsExactly(12_001L, 12_000L, 0L, 0L, 1L);
        assertThat(importer.findings(job)).containsExactly("2 external_id rejected missing_external_id");
    }

    @Test
    void twoProcessesImportOneFileOnceAndInTheOrderOfReceipt() {
        long first = importer.receive(file(), Map.of());
        long second = importer.receive("external_id,name\nP1,later\n".getBytes(StandardCharsets.UTF_8), Map.of());
        List<CompletableFuture<Void>> processes = IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.runAsync(() -> untilDone(importer.worker())))
                .toList();
        processes.forEach(CompletableFuture::join);
        assertThat(importer.view(first).created()).isEqualTo(PEOPLE);
        assertThat(importer.view(second).updated()).isEqualTo(1);
        assertThat(importer.text("select name from profile where external_id = 'P1'"))
                .isEqualTo("later");
    }

    @Test
    void aFileThatAnotherProcessHasIsWaitedForADayHoweverLongItIsKnown() throws IOException {
        byte[] csv = "external_id,name\nP1,known\n".getBytes(StandardCharsets.UTF_8);
        long monthly = importer.receive(csv, Map.of());
        importer.worker.importNext();
        importer.people.sql.update("update import_job set started_at = now() - interval '40 days'");
        long again = importer.receive(csv, Map.of());
        // It is in the folder of the process that took it.
        for (Path file : files()) {
            Files.delete(file);
        }

        assertThat(importer.worker.importNext()).isFalse();
        assertThat(importer.view(monthly).state()).isEqualTo("completed");
        assertThat(importer.view(again).state()).isEqualTo("waiting");

        importer.people.sql.update(
                "update import_job set started_at = now() - interval '25 hours' where id = ?", again);
        importer.worker.importNext();
        assertThat(importer.view(again).state()).isEqualTo("failed");
    }

    @Test
    void whatIsLeftInTheFolderGoesWhenNoImportNeedsIt() throws IOException {
        importer.receive("external_id\nP1\n".getBytes(StandardCharsets.UTF_8), Map.of());
        Path needed = files().get(0);
        Path left = Files.writeString(importer.folder.resolve("left.csv"), "x");
        Path forgotten = Files.writeString(importer.folder.resolve("forgotten.csv"), "x");
        Path cutOff = Files.writeString(importer.folder.resolve("cut-off.csv.part"), "x");
        Path arriving = Files.writeString(importer.folder.resolve("arriving.csv.part"), "x");
        for (Path old : List.of(needed, left, cutOff)) {
            Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        }

        importer.spool().sweep(importer.jobs.spooled());

        assertThat(files())
                .containsExactlyInAnyOrder(needed, forgotten, arriving)
                .doesNotContain(left, cutOff);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(importer.folder)) {
            return files.toList();
        }
    }

    @Test
    void waitsUntilAProcessThatLostOneSessionIsThroughInTheOther() {
        long id = importer.receive(file(), Map.of());
        importer.people.sql.with(connection -> {
            try (ImportSession straggler = ImportSession.on(connection, 1)) {
                assertThat(straggler.tryLock()).isTrue();
                assertThat(importer.worker().importNext()).isFalse();
                assertThat(importer.view(id).state()).isEqualTo("waiting");
            }
            return null;
        });
        assertThat(importer.worker().importNext()).isTrue();
        assertThat(importer.view(id).created()).isEqualTo(PEOPLE);
    }

    @Test
    void leavesTheSessionAsItWas() {
        importer.people.sql.with(connection -> {
            try (ImportSession session = ImportSession.on(connection, 0)) {
                assertThat(session.tryLock()).isTrue();
                StagingTables.create(session);
            }
            assertThat(connection.getAutoCommit()).isTrue();
            try (var statement = Sql.prepare(
                            connection, "select count(*) from pg_class where relpersistence = 't' and relkind = 'r'");
                    var rows = statement.executeQuery()) {
                rows.next();
                assertThat(rows.getInt(1)).isZero();
            }
            return null;
        });
    }

    private void untilDone(ImportWorker worker) {
        while (importer.people.number("select count(*) from import_job where state = 'running'") > 0) {
            worker.importNext();
            Thread.onSpinWait();
        }
    }

    private void breakOff(long id, AtomicInteger left) {
        importer.people.sql.with(first -> importer.people.sql.with(second -> {
            try (ImportSession session = ImportSession.on(first, 0);
                    ImportSession other = ImportSession.on(second, 1);
                    Lanes lanes = new Lanes(List.of(session, other))) {
                assertThat(session.tryLock() && other.tryLock()).isTrue();
                ImportJob job = importer.jobs.waiting(session).stream()
                        .filter(j -> j.id() == id)
                        .findFirst()
                        .orElseThrow();
                Path file = importer.spool().path(job.file());
                ImportRun run = new ImportRun(lanes, job, importer.people.vault, () -> left.decrementAndGet() < 0);
                assertThat(run.run(file)).isFalse();
                return null;
            } catch (java.io.IOException broken) {
                throw new java.io.UncheckedIOException(broken);
            }
        }));
    }

    private static byte[] file() {
        StringBuilder csv = new StringBuilder("external_id,name\n,nobody\n");
        for (int i = 0; i < PEOPLE; i++) {
            csv.append('P').append(i).append(",n").append(i).append('\n');
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }
}
