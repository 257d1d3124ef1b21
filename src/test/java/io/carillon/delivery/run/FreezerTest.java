package io.carillon.delivery.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** How an audience is laid into batches. */
@QuarkusTest
class FreezerTest extends TownTest {
    @Inject
    Sql sql;

    @Inject
    Freezer freezer;

    @Inject
    RunCommands commands;

    @Inject
    DataSource dataSource;

    private static final List<String> LIMITS = new ArrayList<>();

    /** Stands in the transaction that freezes. */
    @ApplicationScoped
    public static class Bystander {
        @Inject
        Sql sql;

        void frozen(@Observes AudienceFrozen event) {
            LIMITS.add(limits(sql));
        }
    }

    private static String limits(Sql sql) {
        String statement = sql.one("show statement_timeout", row -> row.getString(1));
        int network = sql.with(Connection::getNetworkTimeout);
        return statement + " " + network / 1_000;
    }

    @Test
    void mayTakeLongerThanARequestOnAConnectionThatIsAsBeforeAfterwards() {
        town.people(3);
        LIMITS.clear();
        town.launch("");

        assertThat(LIMITS).containsExactly("49min 3090");
        QuarkusTransaction.requiringNew().run(() -> assertThat(limits(sql)).isEqualTo("2min 150"));
    }

    @Test
    void aRunIsPausedAndCancelledWhileItsAudienceFreezes() throws Exception {
        town.people(3);
        long run = town.launch("");
        sql.update("delete from delivery where run_id = ?", run);
        sql.update("delete from batch where run_id = ?", run);
        sql.update("update run set frozen_at = null where id = ?", run);

        CompletableFuture<Integer> frozen;
        try (Connection other = dataSource.getConnection()) {
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("lock table delivery in share mode");
            }
            frozen = CompletableFuture.supplyAsync(() -> freezer.freeze(run));
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(this::isFreezing);
            assertThat(commands.pause(run, "test")).isEqualTo("paused");
            assertThat(commands.cancel(run, "test")).isEqualTo("cancelled");
            assertThat(frozen).isNotDone();
            other.rollback();
        }

        assertThat(frozen.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        String state = sql.one("select state from run where id = ?", row -> row.getString(1), run);
        assertThat(state).isEqualTo("cancelled");
        town.settle();
        assertThat(town.states()).containsOnly(entry("skipped cancelled", 3L));
    }

    private boolean isFreezing() {
        return sql.one(
                "select exists (select 1 from pg_locks where not granted and relation = 'delivery'::regclass)",
                row -> row.getBoolean(1));
    }

    @Test
    void aZoneThatFillsBatchesHasItsOwnAndWhatIsLeftOfAllZonesSharesTheLast() {
        town.crowd("Asia/Tokyo", 2_100);
        town.crowd("Asia/Shanghai", 4_500);
        town.crowd("Europe/Paris", 1_900);
        town.crowd("America/Lima", 7);
        long run = town.launch("");

        List<String> batches = sql.list(
                "select no, zone, people from batch where run_id = ? order by no",
                row -> row.getInt("no") + " " + row.getString("zone") + " " + row.getInt("people"),
                run);
        assertThat(batches)
                .containsExactly(
                        "1 Asia/Shanghai 2000",
                        "2 Asia/Shanghai 2000",
                        "3 Asia/Tokyo 2000",
                        "4  2000",
                        "5 Europe/Paris 507");
        assertThat(sql.list(
                        "select batch_no, min(id), max(id), count(distinct profile_id), count(distinct id)"
                                + " from delivery where run_id = ? group by 1 order by 1",
                        row -> row.getInt(1) + ": " + row.getLong(2) + " to " + row.getLong(3) + ", " + row.getInt(4)
                                + " people, " + row.getInt(5) + " ids",
                        run))
                .containsExactly(
                        "1: 1 to 2000, 2000 people, 2000 ids",
                        "2: 2001 to 4000, 2000 people, 2000 ids",
                        "3: 4001 to 6000, 2000 people, 2000 ids",
                        "4: 6001 to 8000, 2000 people, 2000 ids",
                        "5: 8001 to 8507, 507 people, 507 ids");
        long elsewhere = sql.one(
                "select count(*) from delivery d join profile p on p.id = d.profile_id"
                        + " where d.run_id = ? and d.zone <> p.time_zone",
                row -> row.getLong(1),
                run);
        assertThat(elsewhere).isZero();
    }

    @Test
    void aLargeAudienceHasLargeBatches() {
        town.crowd("Asia/Shanghai", 20_001);
        long run = town.launch("");

        assertThat(sql.list("select people from batch where run_id = ? order by no", row -> row.getInt(1), run))
                .containsExactly(5_000, 5_000, 5_000, 5_000, 1);
    }

    @Test
    void nobodyIsFrozenTwiceAndAnEmptyAudienceHasNoBatch() {
        long empty = town.launch("");
        assertThat(freezer.freeze(empty)).isZero();

        town.crowd("Asia/Shanghai", 3);
        long run = town.launch("");
        town.crowd("Asia/Tokyo", 3);
        assertThat(freezer.freeze(run)).isEqualTo(1);
        int audience = sql.one("select audience from run where id = ?", row -> row.getInt(1), run);
        assertThat(audience).isEqualTo(3);
    }

    /** Else plans for its rows would be made as for an empty table. */
    @Test
    void thePlannerIsToldOfNewPeople() {
        town.crowd("Asia/Shanghai", 10);
        Instant before =
                sql.one("select clock_timestamp()", row -> row.getTimestamp(1).toInstant());
        town.launch("");

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> isAnalyzedSince(before));
    }

    private boolean isAnalyzedSince(Instant time) {
        return sql.one(
                "select coalesce(last_analyze > ?, false) from pg_stat_user_tables where relname = 'delivery'",
                row -> row.getBoolean(1),
                time);
    }
}
