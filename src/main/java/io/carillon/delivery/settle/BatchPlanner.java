package io.carillon.delivery.settle;

import io.carillon.channel.Closures;
import io.carillon.channel.Reason;
import io.carillon.channel.VendorAccount;
import io.carillon.database.Sql;
import io.carillon.delivery.dispatch.Blocks;
import io.carillon.delivery.dispatch.PacedAccounts;
import io.carillon.delivery.ledger.BatchWait;
import io.carillon.delivery.ledger.BatchWaits;
import io.carillon.delivery.ledger.Moment;
import io.carillon.delivery.ledger.RunPlan;
import io.carillon.outbox.Outbox;
import io.carillon.outbox.OutboxCommand;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a batch's rows wait for, writes its stage, and tells the run when a stage has passed. Joins the caller's transaction. */
@ApplicationScoped
public class BatchPlanner {
    private final Sql sql;
    private final Outbox outbox;
    private final Blocks blocks;
    private final ClosedChannels closedChannels;
    private final Closures closures;
    private final PacedAccounts pacedAccounts;
    private final BatchWaits batchWaits;

    public BatchPlanner(
            Sql sql,
            Outbox outbox,
            Blocks blocks,
            ClosedChannels closedChannels,
            Closures closures,
            PacedAccounts pacedAccounts,
            BatchWaits batchWaits) {
        this.sql = sql;
        this.outbox = outbox;
        this.blocks = blocks;
        this.closedChannels = closedChannels;
        this.closures = closures;
        this.pacedAccounts = pacedAccounts;
        this.batchWaits = batchWaits;
    }

    /**
     * Rows of one state, channel and reason.
     *
     * @param waiting how many are due later, those in flight too
     */
    record Group(
            String state,
            String channel,
            String reason,
            long due,
            long waiting,
            long inFlight,
            @Nullable Instant next,
            @Nullable Instant last) {}

    /**
     * Rows that go on later on their channel.
     *
     * @param account the one that could not take them when they were last looked at, or turned them away; null for another try anywhere
     * @param reason what the vendor said to their last message; null where an account is waited for
     * @param next when the first of them is tried again
     */
    record Wait(
            String channel,
            @Nullable String account,
            @Nullable Reason reason,
            String vendorCode,
            long people,
            Instant next) {}

    BatchPlan plan(RunPlan plan, int batch, Moment moment) {
        long run = plan.id();
        Instant now = moment.now();
        List<Group> groups = sql.list(
                """
                select d.state, coalesce(d.channel, '') as channel, coalesce(d.reason, '') as reason,
                       count(*) filter (where d.due_at <= ?) as due, count(*) filter (where d.due_at > ?) as waiting,
                       count(*) filter (where d.due_at > ? and d.state = 'pending' and exists (select 1 from attempt a
                           where a.run_id = d.run_id and a.delivery_id = d.id and a.state = 'in_flight')) as in_flight,
                       min(d.due_at) filter (where d.due_at > ?) as next, max(d.due_at) filter (where d.due_at > ?) as last
                  from delivery d where d.run_id = ? and d.batch_no = ? and d.due_at is not null group by 1, 2, 3""",
                row -> new Group(
                        row.getString("state"),
                        row.getString("channel"),
                        row.getString("reason"),
                        row.getLong("due"),
                        row.getLong("waiting"),
                        row.getLong("in_flight"),
                        Sql.instant(row, "next"),
                        Sql.instant(row, "last")),
                now,
                now,
                now,
                now,
                now,
                run,
                batch);
        List<String> pending = pending(groups);
        Map<String, List<Closures.Closure>> closed = closedChannels.among(pending, plan.purpose());
        Map<String, List<VendorAccount>> paced = new LinkedHashMap<>(pacedAccounts.of(run));
        paced.keySet().retainAll(pending);
        List<BatchPlan.ChannelDue> due = due(groups, paced);
        // What is due only where every account is closed leaves nothing: the batch gives its place to another.
        boolean isSending = due.stream().anyMatch(channel -> !closed.containsKey(channel.channel()));
        boolean isOpen = groups.stream().anyMatch(group -> group.due() + group.waiting() > 0);
        String stage = isSending ? "sending" : isOpen ? "waiting" : "done";
        Instant next = nextWake(run, groups, isSending ? Map.of() : closed, now);
        // A dispatch that waits for its rate looks after its rows, and tells so for as long as it lives.
        boolean isPaced = due.stream().anyMatch(channel -> paced.containsKey(channel.channel()));
        WaitTexts texts = new WaitTexts(waits(run, batch, groups, now), blocks.of(run), closures.now(), closed, paced)
                .read(groups);
        write(run, batch, stage, isPaced ? now.plus(PacedAccounts.LOOKED_AFTER) : next, texts.people());
        // What stops a channel of the run stops nobody of a batch that is through.
        return new BatchPlan(
                stage,
                due,
                moment.forWorkflow(next),
                isOpen ? texts.text() : "",
                isOpen ? texts.reasons(groups) : List.of(),
                channels(groups));
    }

    private static List<String> pending(List<Group> groups) {
        return groups.stream()
                // Whose window has opened since they were settled waits for the same.
                .filter(group ->
                        group.state().equals("pending") || (group.state().equals("held") && group.due() > 0))
                .filter(group -> !group.channel().isEmpty())
                .filter(group -> group.due() + group.waiting() > group.inFlight())
                .map(Group::channel)
                .distinct()
                .toList();
    }

    /** Asked only where rows wait for another try. */
    private List<Wait> waits(long run, int batch, List<Group> groups, Instant now) {
        if (groups.stream().noneMatch(group -> group.state().equals("pending") && group.waiting() > group.inFlight())) {
            return List.of();
        }
        return sql.list(
                """
                select d.channel, coalesce(d.waits_for, case when last.state = 'blocked' then last.account end) as account,
                       last.reason, coalesce(last.vendor_code, '') as code, count(*) as people,
                       min(d.due_at) as next
                  from delivery d
                  -- of several devices that were sent to together the one that was put off
                  left join lateral (select a.state, a.account, a.reason, a.vendor_code from attempt a
                        where a.run_id = d.run_id and a.delivery_id = d.id and a.kind = d.channel
                        order by a.state = 'in_flight' desc, a.claimed_at desc, a.state in ('not_sent', 'blocked') desc, a.no desc
                        limit 1) last on d.waits_for is null
                 where d.run_id = ? and d.batch_no = ? and d.state = 'pending' and d.due_at > ?
                   and (d.waits_for is not null or last.state in ('not_sent', 'blocked'))
                 group by 1, 2, 3, 4 order by 5 desc, 2, 3, 4""",
                row -> new Wait(
                        row.getString("channel"),
                        row.getString("account"),
                        row.getString("reason") == null ? null : Reason.of(row.getString("reason")),
                        row.getString("code"),
                        row.getLong("people"),
                        Objects.requireNonNull(Sql.instant(row, "next"))),
                run,
                batch,
                now);
    }

    /** The earliest row or account that opens, and the run's end while rows could still expire. */
    private @Nullable Instant nextWake(
            long run, List<Group> groups, Map<String, List<Closures.Closure>> closed, Instant now) {
        Stream<Instant> rows = Stream.concat(
                groups.stream().map(Group::next).filter(Objects::nonNull),
                closed.values().stream().flatMap(List::stream).map(Closures.Closure::until));
        boolean mayExpire = groups.stream()
                .anyMatch(group ->
                        group.state().equals("pending") || group.state().equals("held"));
        if (mayExpire) {
            Instant end = sql.one("select ends_at from run where id = ?", row -> Sql.instant(row, "ends_at"), run);
            rows = Stream.concat(rows, Stream.of(end).filter(now::isBefore));
        }
        return rows.min(Instant::compareTo).orElse(null);
    }

    BatchPlan paused(long run, int batch) {
        return new BatchPlan("paused", List.of(), null, "resume", List.of(Reason.PAUSED.id()), List.of());
    }

    private static List<BatchPlan.ChannelDue> due(List<Group> groups, Map<String, List<VendorAccount>> paced) {
        Map<String, BatchPlan.ChannelDue> byChannel = new LinkedHashMap<>();
        groups.stream()
                .filter(group -> !group.channel().isEmpty())
                .filter(group ->
                        group.state().equals("pending") || group.state().equals("held"))
                .map(group -> new BatchPlan.ChannelDue(
                        group.channel(),
                        group.due(),
                        group.waiting() - group.inFlight(),
                        PacedAccounts.words(paced.get(group.channel()))))
                .forEach(due -> byChannel.merge(due.channel(), due, BatchPlan.ChannelDue::plus));
        return byChannel.values().stream().filter(due -> due.people() > 0).toList();
    }

    private static List<String> channels(List<Group> groups) {
        return groups.stream()
                .filter(group -> !group.channel().isEmpty())
                .map(Group::channel)
                .distinct()
                .sorted()
                .toList();
    }

    private void write(long run, int batch, String stage, @Nullable Instant next, List<BatchWait> waits) {
        String before = sql.one(
                "select stage from batch where run_id = ? and no = ? for update", row -> row.getString(1), run, batch);
        // The first sending wave is over for good once it was over: a later fallback does not take a place again.
        String after = before.equals("waiting") && stage.equals("sending") ? "waiting" : stage;
        sql.update("""
                update batch set stage = ?, next_wake_at = ?, started_at = coalesce(started_at, clock_timestamp()),
                                 updated_at = clock_timestamp(), waits = ?::jsonb where run_id = ? and no = ?""", after, next, batchWaits.text(waits), run, batch);
        if (!after.equals(before) && !after.equals("sending")) {
            outbox.add(OutboxCommand.RUN, String.valueOf(run));
        }
    }
}
