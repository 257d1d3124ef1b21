package io.carillon.delivery.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.database.Sql;
import io.carillon.delivery.ledger.RunLock;
import io.carillon.segment.Compilation;
import io.carillon.segment.SegmentCompiler;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Freezes a run's audience: one delivery a person with batch and zone, in one transaction under a lock of its own, so that a run can
 * be paused or cancelled meanwhile. A run that is frozen already is left as it is, so the call may be repeated.
 */
@ApplicationScoped
public class Freezer {
    private static final Logger LOG = Logger.getLogger(Freezer.class);
    // Batches are small enough to show progress in small campaigns, and large enough to keep Temporal's share of the
    // work low.
    private static final int SMALL_AUDIENCE = 20_000;
    private static final int SMALL_BATCH = 2_000;
    private static final int LARGE_BATCH = 5_000;
    private static final int LONGEST_SECONDS = 3_000;

    /**
     * A large audience is sorted in memory. A small one of many people is looked up person by person, which the planner thinks dearer than
     * it is with its costs for disks that turn.
     */
    private static final String ROOM =
            "select set_config('work_mem', '64MB', true), set_config('random_page_cost', '1.1', true)";

    private final Sql sql;
    private final ObjectMapper json;
    private final Event<AudienceFrozen> frozen;

    public Freezer(Sql sql, ObjectMapper json, Event<AudienceFrozen> frozen) {
        this.sql = sql;
        this.json = json;
        this.frozen = frozen;
    }

    private record Unfrozen(String rule, String zone, boolean isFrozen) {}

    /** Freezes; answers how many batches the run has. Begins a transaction of its own, as tens of millions take longer than a request. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    @TransactionConfiguration(timeout = LONGEST_SECONDS)
    public int freeze(long run) {
        RunLock.freezing(sql, run);
        Unfrozen row = sql.one(
                "select pinned -> 'segment' as rule, zone, frozen_at is not null as is_frozen from run where id = ?",
                found -> new Unfrozen(found.getString("rule"), found.getString("zone"), found.getBoolean("is_frozen")),
                run);
        if (!row.isFrozen()) {
            // A little shorter, so that it is not the transaction that ends first.
            sql.patiently(Duration.ofSeconds(LONGEST_SECONDS - 60), () -> insertAudience(run, row));
        }
        return sql.one("select batches from run where id = ?", found -> found.getInt("batches"), run);
    }

    private void insertAudience(long run, Unfrozen row) {
        Compilation.Compiled rule = compiled(run, read(row.rule()));
        List<@Nullable Object> binds = new ArrayList<>();
        Collections.addAll(binds, row.zone());
        binds.addAll(rule.binds());
        Collections.addAll(binds, SMALL_AUDIENCE, SMALL_BATCH, LARGE_BATCH, run);
        sql.run(ROOM);
        int audience = sql.update(AUDIENCE.formatted(rule.where()), binds.toArray());
        int batches = sql.update("""
                insert into batch (run_id, no, zone, people)
                select run_id, batch_no, case when min(zone) = max(zone) then min(zone) else '' end, count(*)
                  from delivery where run_id = ? group by run_id, batch_no""", run);
        sql.update("""
                update run set frozen_at = clock_timestamp(), audience = ?, batches = ? where id = ?""", audience, batches, run);
        frozen.fire(new AudienceFrozen(run));
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

    /**
     * A zone that fills batches gets its own; what is left over of all zones shares batches. Everybody's place follows from their place in
     * their zone, and from how many people the zones before it have: nothing but that is sorted.
     */
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
            ), lined as materialized (
                select id, zone, row_number() over (partition by zone order by id) - 1 as place from people
            ), crowds as (
                select zone, count(*) as crowd from lined group by zone
            ), sized as (
                select zone, crowd, (case when sum(crowd) over () < ? then ? else ? end)::bigint as size from crowds
            ), laid as (
                select zone, size, crowd / size * size as own,
                       (sum(crowd / size * size) over before - crowd / size * size)::bigint as own_from,
                       (sum(crowd / size * size) over () + sum(crowd %% size) over before - crowd %% size)::bigint as shared_from
                  from sized window before as (order by zone)
            ), placed as (
                select n.id, n.zone, l.size,
                       case when n.place < l.own then l.own_from + n.place else l.shared_from + n.place - l.own end as place
                  from lined n join laid l on l.zone = n.zone
            )
            insert into delivery (run_id, batch_no, id, profile_id, zone, due_at)
            select r.id, n.place / n.size + 1, n.place + 1, n.id, n.zone, r.starts_at
              from placed n cross join run r where r.id = ?""";
}
