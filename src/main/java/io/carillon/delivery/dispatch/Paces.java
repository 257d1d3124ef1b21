package io.carillon.delivery.dispatch;

import io.carillon.channel.ChannelKind;
import io.carillon.database.Sql;
import io.carillon.outbox.Outbox;
import io.carillon.outbox.OutboxCommand;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What dispatches that wait for their rate know of the rows, and how many of them there are in this process. */
@ApplicationScoped
public class Paces {
    private final Sql sql;
    private final Outbox outbox;
    private final PacedAccounts paced;
    private final Map<ChannelKind, AtomicInteger> waiting = new EnumMap<>(ChannelKind.class);
    private final Lines lines = new Lines();

    public Paces(Sql sql, Outbox outbox, PacedAccounts paced) {
        this.sql = sql;
        this.outbox = outbox;
        this.paced = paced;
        for (ChannelKind channel : ChannelKind.values()) {
            waiting.put(channel, new AtomicInteger());
        }
    }

    /**
     * A batch, as a dispatch that waits sees it.
     *
     * @param isRunning whether the run may send
     * @param isFirstWave whether the batch holds one of its run's places
     * @param next when the first of the rows on this channel is due that an account has to take: now, also since long ago, or when it was
     *     put off to; null when there is none, also where others are held for their window or are tried again later
     * @param putOffFor accounts that could not take some of the rows on this channel when they were last looked at
     * @param elsewhere channels on which rows are due; empty for rows that only have to be settled
     */
    record Standing(
            boolean isRunning,
            boolean isFirstWave,
            @Nullable Instant next,
            Set<String> putOffFor,
            Set<String> elsewhere) {}

    Pacing begin(long run, int batch, ChannelKind channel) {
        return new Pacing(this, new Pacing.Where(run, batch, channel));
    }

    AtomicInteger waiting(ChannelKind channel) {
        return java.util.Objects.requireNonNull(waiting.get(channel));
    }

    /** Who waits for which account. */
    Lines lines() {
        return lines;
    }

    Standing standing(Pacing.Where where, Instant now) {
        return sql.one(
                """
                with open as materialized (
                    select d.state, d.channel, d.due_at, d.waits_for from delivery d
                     where d.run_id = ? and d.batch_no = ? and d.due_at is not null
                       and not exists (select 1 from attempt a
                            where a.run_id = d.run_id and a.delivery_id = d.id and a.state = 'in_flight' offset 0)
                )
                select r.state = 'running' and carillon_now() < r.ends_at as is_running, b.stage = 'sending' as is_first,
                       (select min(due_at) from open where channel = ? and state in ('pending', 'held')
                              and (due_at <= ? or waits_for is not null)) as next,
                       array(select distinct waits_for from open where channel = ? and state in ('pending', 'held')
                              and waits_for is not null) as put_off_for,
                       array(select distinct case when state in ('pending', 'held') then coalesce(channel, '') else '' end from open
                              where due_at <= ? and not (channel = ? and state in ('pending', 'held'))) as elsewhere
                  from run r join batch b on b.run_id = r.id where r.id = ? and b.no = ?""",
                Paces::standing,
                where.run(),
                where.batch(),
                where.channel().id(),
                now,
                where.channel().id(),
                now,
                where.channel().id(),
                where.run(),
                where.batch());
    }

    private static Standing standing(ResultSet row) throws SQLException {
        return new Standing(
                row.getBoolean("is_running"),
                row.getBoolean("is_first"),
                Sql.instant(row, "next"),
                Set.of((String[]) row.getArray("put_off_for").getArray()),
                Set.of((String[]) row.getArray("elsewhere").getArray()));
    }

    /** Whether people of the run wait for a rate on each of these channels. */
    boolean arePaced(long run, Set<String> channels) {
        return !channels.contains("") && paced.of(run).keySet().containsAll(channels);
    }

    void await(Pacing.Where where, Set<String> accounts) {
        paced.await(where.run(), where.channel(), accounts);
    }

    /** Somebody looks after the batch until then. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void lookAgainIn(Duration time, Pacing.Where where) {
        sql.update("""
                update batch set next_wake_at = clock_timestamp() + ? * interval '1 second'
                 where run_id = ? and no = ? and stage in ('sending', 'waiting')""", time.toSeconds(), where.run(), where.batch());
    }

    /** The batch has sent what it could and gives its place to another one of the run. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void giveWay(Pacing.Where where) {
        int given = sql.update(
                "update batch set stage = 'waiting', updated_at = clock_timestamp() where run_id = ? and no = ? and stage = 'sending'",
                where.run(),
                where.batch());
        if (given > 0) {
            outbox.addAll(OutboxCommand.RUN, List.of(String.valueOf(where.run())));
        }
    }
}
