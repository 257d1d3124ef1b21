package io.carillon.outbox;

import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Adds commands in the caller's transaction, and hands them to a relay. A command that already waits for the same target is
 * not added again. Used by many threads and processes.
 */
@ApplicationScoped
public class Outbox {
    /** A relay that has not come back after this long is taken for dead, and its commands are handed out again. */
    private static final Duration RELAY_LEASE = Duration.ofSeconds(30);

    private final Sql sql;

    public Outbox(Sql sql) {
        this.sql = sql;
    }

    /** A command handed to a relay. */
    public record Taken(long id, OutboxCommand command, String target, int tries) {}

    /** Adds a command, to be relayed once the caller's transaction has committed. */
    public void add(OutboxCommand command, String target) {
        addAll(command, List.of(target));
    }

    /** Adds the same command for many targets. */
    public void addAll(OutboxCommand command, List<String> targets) {
        sql.update(
                "insert into outbox (command, target) select ?, t from unnest(?) t order by t on conflict do nothing",
                command.id(),
                targets.toArray(String[]::new));
    }

    /** Hands out waiting commands, oldest first; they are this caller's for half a minute. Commits by itself. */
    public List<Taken> take(int most) {
        return sql.list(
                """
                update outbox set taken_at = clock_timestamp(), tries = tries + 1
                 where id in (select id from outbox
                               -- no command waits for longer than half a minute: where one seems to, the clock was set back
                               where (due_at <= clock_timestamp() or due_at > clock_timestamp() + interval '1 minute')
                                 and (taken_at is null or abs(extract(epoch from clock_timestamp() - taken_at)) > ?)
                               order by id limit ? for update skip locked)
                returning id, command, target, tries""",
                row -> new Taken(
                        row.getLong("id"),
                        OutboxCommand.of(row.getString("command")),
                        row.getString("target"),
                        row.getInt("tries")),
                RELAY_LEASE.toSeconds(),
                most);
    }

    /** A command was carried out. */
    public void done(long id) {
        sql.update("delete from outbox where id = ?", id);
    }

    /** A command could not be carried out; it comes again later, unless a newer copy waits already. */
    public void failed(Taken taken, String error) {
        Duration pause = Duration.ofSeconds(Math.min(30, 1L << Math.min(5, taken.tries())));
        int back = sql.update("""
                update outbox o set taken_at = null, error = ?, due_at = clock_timestamp() + ? * interval '1 second'
                 where id = ? and not exists (select 1 from outbox n
                        where n.command = o.command and n.target = o.target and n.taken_at is null)""", error, pause.toSeconds(), taken.id());
        if (back == 0) {
            done(taken.id());
        }
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
