package io.carillon.outbox;

import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Adds commands in the caller's transaction, and hands them to a relay, which carries the same command for the same target once.
 * One that waits already is added all the same: it may be carried out before the caller's transaction ends, and then tells of nothing
 * that the caller did. Used by many threads and processes.
 */
@ApplicationScoped
public class Outbox {
    /** A relay that has not come back after this long is taken for dead, and its commands are handed out again. */
    private static final Duration RELAY_LEASE = Duration.ofSeconds(30);

    /** SQL: whether a command is due and with no relay. None waits for longer than half a minute: where one seems to, the clock was set back. */
    private static final String FREE = """
            ((due_at <= clock_timestamp() or due_at > clock_timestamp() + interval '1 minute')
                       and (taken_at is null or abs(extract(epoch from clock_timestamp() - taken_at)) > ?))""";

    private final Sql sql;

    public Outbox(Sql sql) {
        this.sql = sql;
    }

    /** Among so many rows those of one command are found, so that what many asked for is carried out once. */
    private static final int MOST_LOOKED_AT = 10_000;

    /** A command handed to a relay, which several may have asked for. */
    public record Taken(List<Long> ids, OutboxCommand command, String target, int tries) {}

    /** Adds a command, to be relayed once the caller's transaction has committed. */
    public void add(OutboxCommand command, String target) {
        addAll(command, List.of(target));
    }

    /** Adds the same command for many targets. */
    public void addAll(OutboxCommand command, List<String> targets) {
        sql.update(
                "insert into outbox (command, target) select ?, t from unnest(?) t",
                command.id(),
                targets.toArray(String[]::new));
    }

    /** Adds a command where none such waits, for what is committed long since: may be called again and again. Commits by itself. */
    public void remind(OutboxCommand command, List<String> targets) {
        sql.update("""
                insert into outbox (command, target) select ?, t from unnest(?) t
                 where not exists (select 1 from outbox o where o.command = ? and o.target = t and o.taken_at is null)""", command.id(), targets.toArray(String[]::new), command.id());
    }

    /** Hands out waiting commands, oldest first; they are this caller's for half a minute. Commits by itself. */
    public List<Taken> take(int most) {
        return sql.list(
                """
                with waiting as (
                    select id, command, target from outbox
                     where FREE
                     order by id limit ?
                ), oldest as (
                    select array_agg(id) as ids from waiting group by command, target order by min(id) limit ?
                ), mine as (
                    select id from outbox where id in (select unnest(ids) from oldest)
                       -- what another relay did since the rows were looked at
                       and FREE
                     order by id for update skip locked
                ), taken as (
                    update outbox o set taken_at = clock_timestamp(), tries = tries + 1
                      from mine where o.id = mine.id
                    returning o.id, o.command, o.target, o.tries
                )
                select array_agg(id) as ids, command, target, max(tries) as tries from taken group by 2, 3 order by min(id)""".replace("FREE", FREE),
                row -> new Taken(
                        List.of((Long[]) row.getArray("ids").getArray()),
                        OutboxCommand.of(row.getString("command")),
                        row.getString("target"),
                        row.getInt("tries")),
                RELAY_LEASE.toSeconds(),
                MOST_LOOKED_AT,
                most,
                RELAY_LEASE.toSeconds());
    }

    /** A command was carried out. */
    public void done(Taken taken) {
        sql.update("delete from outbox where id = any (?)", (Object) ids(taken));
    }

    /** A command could not be carried out; it comes again later. */
    public void failed(Taken taken, String error) {
        Duration pause = Duration.ofSeconds(Math.min(30, 1L << Math.min(5, taken.tries())));
        sql.update("""
                update outbox set taken_at = null, error = ?, due_at = clock_timestamp() + ? * interval '1 second'
                 where id = any (?)""", error, pause.toSeconds(), ids(taken));
    }

    private static Long[] ids(Taken taken) {
        return taken.ids().toArray(Long[]::new);
    }

    /** Since when the oldest command about a run, or one of its batches, waits; null where none does. */
    public @Nullable Instant waitsSince(long run) {
        return sql.first(
                        "select created_at from outbox where target = ? or target like ? order by created_at limit 1",
                        row -> Objects.requireNonNull(Sql.instant(row, "created_at")),
                        String.valueOf(run),
                        run + "/%")
                .orElse(null);
    }

    /** How many commands wait, and since when the oldest does; for health and metrics. */
    public Waiting waiting() {
        return sql.one(
                "select count(*) as n, coalesce(min(created_at), clock_timestamp()) as since from outbox",
                row -> new Waiting(row.getLong("n"), Objects.requireNonNull(Sql.instant(row, "since"))));
    }

    /** What waits. */
    public record Waiting(long commands, Instant since) {}
}
