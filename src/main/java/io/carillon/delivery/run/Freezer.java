package io.carillon.delivery.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.database.Sql;
import io.carillon.segment.Compilation;
import io.carillon.segment.SegmentCompiler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Freezes a run's audience: one delivery a person with batch and zone, in one transaction under a lock of the run's row. A run
 * that is frozen already is left as it is, so the call may be repeated.
 */
@ApplicationScoped
public class Freezer {
    private static final Logger LOG = Logger.getLogger(Freezer.class);
    // Batches are small enough to show progress in small campaigns, and large enough to keep Temporal's share of the
    // work low.
    private static final int SMALL_AUDIENCE = 20_000;
    private static final int SMALL_BATCH = 2_000;
    private static final int LARGE_BATCH = 5_000;

    private final Sql sql;
    private final ObjectMapper json;

    public Freezer(Sql sql, ObjectMapper json) {
        this.sql = sql;
        this.json = json;
    }

    private record Unfrozen(String rule, String zone, boolean isFrozen, String state) {}

    /** Freezes; answers how many batches the run has. */
    @Transactional
    public int freeze(long run) {
        Unfrozen row = sql.one(
                "select pinned -> 'segment' as rule, zone, frozen_at is not null as is_frozen, state from run where id = ? for update",
                found -> new Unfrozen(
                        found.getString("rule"),
                        found.getString("zone"),
                        found.getBoolean("is_frozen"),
                        found.getString("state")),
                run);
        if (!row.isFrozen()) {
            insertAudience(run, row);
        }
        return sql.one("select batches from run where id = ?", found -> found.getInt("batches"), run);
    }

    private void insertAudience(long run, Unfrozen row) {
        Compilation.Compiled rule = compiled(run, read(row.rule()));
        List<@Nullable Object> binds = new ArrayList<>();
        Collections.addAll(binds, row.zone());
        binds.addAll(rule.binds());
        Collections.addAll(binds, SMALL_AUDIENCE, SMALL_BATCH, LARGE_BATCH, run);
        int audience = sql.update(AUDIENCE.formatted(rule.where()), binds.toArray());
        int batches = sql.update("""
                insert into batch (run_id, no, zone, people)
                select run_id, batch_no, case when min(zone) = max(zone) then min(zone) else '' end, count(*)
                  from delivery where run_id = ? group by run_id, batch_no""", run);
        sql.update("""
                update run set frozen_at = clock_timestamp(), audience = ?, batches = ? where id = ?""", audience, batches, run);
        // Rows that no statistics know of yet are looked for with plans made for an empty table.
        sql.run("analyze delivery");
        LOG.infof("run %d frozen: %d people in %d batches", run, audience, batches);
    }

    private static Compilation.Compiled compiled(long run, JsonNode rule) {
        if (SegmentCompiler.compile(rule, "/segment") instanceof Compilation.Compiled compiled) {
            return compiled;
        }
        throw new IllegalStateException("The pinned segment rule of run " + run + " does not compile any more");
    }

    private JsonNode read(String rule) {
        try {
            return json.readTree(rule);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("The pinned segment rule cannot be read", broken);
        }
    }

    /** A zone that fills batches gets its own; what is left over of all zones shares batches. */
    private static final String AUDIENCE = """
            with zones as materialized (select name from pg_timezone_names),
            people as (
                select p.id, coalesce(own.name, its.name, ?) as zone
                  from profile p
                  left join zones own on own.name = p.time_zone
                  left join lateral (select a.zone from address a
                                      where a.profile_id = p.id and a.kind = 'phone' and a.status = 'active' and a.zone is not null
                                      order by a.id limit 1) phone on own.name is null
                  left join zones its on its.name = phone.zone
                 where p.merged_into is null and p.erased_at is null and (%s)
            ), sized as (
                select id, zone, case when count(*) over () < ? then ? else ? end as size,
                       row_number() over (partition by zone order by id) - 1 as place, count(*) over (partition by zone) as crowd
                  from people
            ), grouped as (
                select id, zone, size, case when place < crowd / size * size then place / size end as own_batch from sized
            ), chunked as (
                select id, zone, own_batch,
                       coalesce(own_batch, (row_number() over (partition by own_batch is null order by zone, id) - 1) / size) as chunk
                  from grouped
            ), numbered as (
                select id, zone,
                       dense_rank() over (order by own_batch is null, case when own_batch is not null then zone end, chunk) as batch_no
                  from chunked
            )
            insert into delivery (run_id, batch_no, id, profile_id, zone, due_at)
            select r.id, n.batch_no, row_number() over (order by n.batch_no, n.id), n.id, n.zone, r.starts_at
              from numbered n cross join run r where r.id = ? order by n.batch_no, n.id""";
}
