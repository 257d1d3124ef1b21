package io.carillon.delivery.settle;

import io.carillon.channel.Reason;
import io.carillon.database.Sql;
import io.carillon.delivery.dispatch.Blocks;
import io.carillon.delivery.ledger.Moment;
import io.carillon.outbox.Outbox;
import io.carillon.outbox.OutboxCommand;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what a batch's rows wait for, writes its stage, and tells the run when a stage has passed. Joins the caller's transaction. */
@ApplicationScoped
public class BatchPlanner {
    private final Sql sql;
    private final Outbox outbox;
    private final Blocks blocks;

    public BatchPlanner(Sql sql, Outbox outbox, Blocks blocks) {
        this.sql = sql;
        this.outbox = outbox;
        this.blocks = blocks;
    }

    private record Group(
            String state,
            String channel,
            String reason,
            long due,
            long waiting,
            long inFlight,
            @Nullable Instant next,
            @Nullable Instant last) {}

    BatchPlan plan(long run, int batch, Moment moment) {
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
        List<BatchPlan.ChannelDue> due = due(groups);
        Instant next = nextWake(run, groups, now);
        boolean isOpen = groups.stream().anyMatch(group -> group.due() + group.waiting() > 0);
        String stage = !due.isEmpty() ? "sending" : isOpen ? "waiting" : "done";
        write(run, batch, stage, next);
        List<Blocks.Block> stopped = blocks.of(run);
        return new BatchPlan(
                stage,
                due,
                moment.forWorkflow(next),
                waitsFor(groups, stopped),
                reasons(groups, stopped),
                channels(groups));
    }

    /** The earliest row, and the run's end while rows could still expire. */
    private @Nullable Instant nextWake(long run, List<Group> groups, Instant now) {
        java.util.stream.Stream<Instant> rows = groups.stream().map(Group::next).filter(java.util.Objects::nonNull);
        boolean mayExpire = groups.stream()
                .anyMatch(group ->
                        group.state().equals("pending") || group.state().equals("held"));
        if (mayExpire) {
            Instant end = sql.one("select ends_at from run where id = ?", row -> Sql.instant(row, "ends_at"), run);
            rows = java.util.stream.Stream.concat(
                    rows, java.util.stream.Stream.of(end).filter(now::isBefore));
        }
        return rows.min(Instant::compareTo).orElse(null);
    }

    BatchPlan paused(long run, int batch) {
        return new BatchPlan("paused", List.of(), null, "resume", List.of(Reason.PAUSED.id()), List.of());
    }

    private static List<BatchPlan.ChannelDue> due(List<Group> groups) {
        java.util.Map<String, Long> byChannel = new java.util.LinkedHashMap<>();
        groups.stream()
                .filter(group -> group.due() > 0 && !group.channel().isEmpty())
                .filter(group ->
                        group.state().equals("pending") || group.state().equals("held"))
                .forEach(group -> byChannel.merge(group.channel(), group.due(), Long::sum));
        List<BatchPlan.ChannelDue> due = new ArrayList<>();
        byChannel.forEach((channel, people) -> due.add(new BatchPlan.ChannelDue(channel, people)));
        return due;
    }

    private static List<String> channels(List<Group> groups) {
        return groups.stream()
                .filter(group -> !group.channel().isEmpty())
                .map(Group::channel)
                .distinct()
                .sorted()
                .toList();
    }

    private static List<String> reasons(List<Group> groups, List<Blocks.Block> stopped) {
        return java.util.stream.Stream.concat(
                        groups.stream().map(Group::reason).filter(reason -> !reason.isEmpty()),
                        stopped.stream().map(block -> block.reason().id()))
                .distinct()
                .sorted()
                .toList();
    }

    /** In words for operators: what rows wait for, and what has to be mended where a channel is stopped. */
    private static String waitsFor(List<Group> groups, List<Blocks.Block> stopped) {
        List<String> parts = new ArrayList<>();
        for (Blocks.Block block : stopped) {
            parts.add(block.channel() + " stopped at " + block.account() + ": "
                    + block.reason().text(Locale.ENGLISH) + " (" + block.vendorCode() + "). "
                    + block.reason().fix(Locale.ENGLISH) + ". Next try " + toTheSecond(block.probeAt()));
        }
        for (Group group : groups) {
            String what = switch (group.state()) {
                case "sent" -> "receipts" + until(group);
                case "unknown" -> "doubts" + until(group);
                case "held" -> group.reason();
                default -> "next try";
            };
            add(parts, group.channel() + " " + what, group.waiting() - group.inFlight());
            // Handed to a sender that has not answered: it does soon, or its process is gone and its lease runs out.
            add(parts, group.channel() + " senders' answers", group.inFlight());
        }
        return String.join("; ", parts);
    }

    /** When the last of the group is waited for no longer. */
    private static String until(Group group) {
        Instant last = group.last();
        return last == null ? "" : " until " + toTheSecond(last);
    }

    private static Instant toTheSecond(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static void add(List<String> parts, String what, long people) {
        if (people > 0) {
            parts.add(what + ", " + people + (people == 1 ? " person" : " people"));
        }
    }

    private void write(long run, int batch, String stage, @Nullable Instant next) {
        String before = sql.one(
                "select stage from batch where run_id = ? and no = ? for update", row -> row.getString(1), run, batch);
        // The first sending wave is over for good once it was over: a later fallback does not take a place again.
        String after = before.equals("waiting") && stage.equals("sending") ? "waiting" : stage;
        sql.update("""
                update batch set stage = ?, next_wake_at = ?, started_at = coalesce(started_at, clock_timestamp()),
                                 updated_at = clock_timestamp() where run_id = ? and no = ?""", after, next, run, batch);
        if (!after.equals(before) && !after.equals("sending")) {
            outbox.add(OutboxCommand.RUN, String.valueOf(run));
        }
    }
}
