package io.carillon.delivery.view;

import io.carillon.channel.Closures;
import io.carillon.channel.Reason;
import io.carillon.database.Sql;
import io.carillon.delivery.dispatch.Blocks;
import io.carillon.delivery.dispatch.PacedAccounts;
import io.carillon.delivery.ledger.BatchWait;
import io.carillon.delivery.ledger.BatchWaits;
import io.carillon.delivery.ledger.RunPlans;
import io.carillon.delivery.run.RunLinks;
import io.carillon.message.Forms;
import io.carillon.outbox.Outbox;
import io.carillon.problem.Problem;
import io.carillon.problem.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A run's figures as REST shows them. Reads only. */
@ApplicationScoped
public class RunViews {
    private static final Duration SLOW_COMMAND = Duration.ofSeconds(10);

    private final Sql sql;
    private final Figures figures;
    private final Blocks blocks;
    private final Closures closures;
    private final PacedAccounts pacedAccounts;
    private final BatchWaits batchWaits;
    private final RunLinks links;
    private final RunGaps gaps;
    private final Outbox outbox;
    private final RunPlans plans;

    public RunViews(
            Sql sql,
            Figures figures,
            Blocks blocks,
            Closures closures,
            PacedAccounts pacedAccounts,
            BatchWaits batchWaits,
            RunLinks links,
            RunGaps gaps,
            Outbox outbox,
            RunPlans plans) {
        this.sql = sql;
        this.figures = figures;
        this.blocks = blocks;
        this.closures = closures;
        this.pacedAccounts = pacedAccounts;
        this.batchWaits = batchWaits;
        this.links = links;
        this.gaps = gaps;
        this.outbox = outbox;
        this.plans = plans;
    }

    /**
     * Figures of a moment.
     *
     * @param startsAt from when on it sends, within its window; null where it never ran
     * @param endsAt when whoever is left is not sent to any more; null where it never ran
     * @param blocked channels that stand still until something is mended
     * @param closedAccounts accounts the run may use that are closed for a time and open again by themselves
     * @param pacedAccounts accounts for whose rate limit people of the run wait at this moment
     * @param waits what people wait for, as their batches were last planned
     * @param commandWaitsSince since when Temporal has not taken a command of the run, if for ten seconds
     */
    public record ProgressView(
            long id,
            String name,
            String state,
            String stage,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            Figures.Sum sum,
            List<Figures.ChannelFigures> channels,

            @Schema(
                    description =
                            "planned: not begun; sending: in their first wave, only a few at once; waiting: through with it, or"
                                    + " slowed down by a rate: they send what becomes due; done")
            Map<String, Long> batches,

            List<BlockedView> blocked,
            List<Closures.View> closedAccounts,
            List<PacedAccounts.View> pacedAccounts,
            List<WaitView> waits,

            @Schema(
                    description =
                            "Since when a command of the run waits to be handed to Temporal; null where none has waited for"
                                    + " ten seconds. Temporal is away then: ask /q/health/ready")
            @Nullable
            Instant commandWaitsSince,

            Map<String, String> links) {}

    /**
     * People who wait for one and the same.
     *
     * @param until when the first of them is looked at again; of receipts and doubts, when the last of them is given up
     */
    public record WaitView(
            String channel,

            @Schema(
                    enumeration = {"receipts", "doubts", "window", "senders", "mending", "account", "rate", "retry"},
                    description =
                            "receipts: reports of what vendors accepted; doubts: of what they may have accepted; window: the"
                                    + " time at which they may be sent to; senders: have them in hand, or, with"
                                    + " the reason same_address, somebody with their address; mending: see blocked; account: is"
                                    + " closed for a time; rate: our own limit of an account; retry: another try, after the reason")
            String waitsFor,

            @Nullable String account,
            @Nullable String reason,
            String vendorCode,
            String text,
            long people,
            @Nullable Instant until) {
        /** A time that is over says nothing any more. */
        static WaitView of(BatchWait wait, long people, Instant now, Locale language) {
            String id = wait.kind().name().toLowerCase(Locale.ROOT);
            String text = Texts.text(language, "wait." + id);
            String reason = wait.reason();
            return new WaitView(
                    wait.channel(),
                    id,
                    wait.account(),
                    reason,
                    wait.vendorCode(),
                    reason == null ? text : text + ": " + Reason.of(reason).text(language),
                    people,
                    wait.until() == null || wait.until().isBefore(now) ? null : wait.until());
        }
    }

    /** A channel stopped by trouble on our side, and what to mend. */
    public record BlockedView(
            String channel,
            String account,
            String reason,
            String vendorCode,
            String text,
            String fix,
            Instant since,
            Instant nextProbe) {}

    /** What came of a run. */
    public record ResultView(
            long id,
            String name,
            String state,
            long durationSeconds,
            long people,
            List<Figures.ChannelFigures> channels,
            Figures.WentOn wentOn,
            NotReached notReached,
            List<RunGaps.WorthClosing> worthClosing,
            Figures.Sum sum,
            Map<String, String> links) {}

    /** People with no accepted message, by reason; each with its text. */
    public record NotReached(long total, Map<String, Long> byReason, Map<String, String> texts) {}

    private record Row(
            String name,
            String state,
            @Nullable Instant frozenAt,
            Instant launchedAt,
            @Nullable Instant closedAt,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            Instant now,
            boolean hasRun) {
        boolean isPaused() {
            return state.equals("paused");
        }
    }

    /** Figures now. */
    public ProgressView progress(long run, Locale language) {
        Row row = row(run);
        Map<String, Long> batches = batches(run, row);
        boolean isGoing = row.closedAt() == null && !row.isPaused();
        List<PacedAccounts.View> paced = isGoing ? pacedAccounts.ofRun(run, language) : List.of();
        return new ProgressView(
                run,
                row.name(),
                row.state(),
                stage(row, batches, !paced.isEmpty()),
                row.startsAt(),
                row.endsAt(),
                figures.sum(run),
                figures.channels(run),
                batches,
                row.closedAt() == null ? blocked(run, language) : List.of(),
                row.closedAt() == null ? closed(run, language) : List.of(),
                paced,
                isGoing ? waits(run, row.now(), language) : List.of(),
                row.closedAt() == null ? commandWaitsSince(run, row.now()) : null,
                links(run, row.hasRun()));
    }

    private @Nullable Instant commandWaitsSince(long run, Instant now) {
        Instant since = outbox.waitsSince(run);
        return since == null || since.isAfter(now.minus(SLOW_COMMAND)) ? null : since;
    }

    /** The result so far; final when the run is closed. */
    public ResultView result(long run, Locale language) {
        Row row = row(run);
        Figures.Sum sum = figures.sum(run);
        Instant end = row.closedAt() == null ? row.now() : row.closedAt();
        return new ResultView(
                run,
                row.name(),
                row.state(),
                Duration.between(row.launchedAt(), end).toSeconds(),
                sum.audience(),
                figures.channels(run),
                figures.wentOn(run),
                notReached(sum, language),
                gaps.worthClosing(run, language),
                sum,
                links(run, row.hasRun()));
    }

    /** The message as the launch froze it; none of a draft that was cancelled. */
    Forms forms(long run) {
        return row(run).hasRun() ? plans.of(run).forms() : new Forms("", List.of());
    }

    /** Answers 404 where there is no such run, nor a draft that was cancelled. */
    public void requireRun(long run) {
        row(run);
    }

    private Row row(long run) {
        return sql.first(
                        """
                        select name, state, frozen_at, launched_at, closed_at, starts_at, ends_at, clock_timestamp() as now, true as has_run
                          from run where id = ?
                        union all
                        -- a draft that was cancelled: over at once, and nobody was in it
                        select name, 'cancelled', null, cancelled_at, cancelled_at, null, null, clock_timestamp(), false
                          from campaign where id = ? and cancelled_at is not null""",
                        found -> new Row(
                                found.getString("name"),
                                found.getString("state"),
                                Sql.instant(found, "frozen_at"),
                                Objects.requireNonNull(Sql.instant(found, "launched_at")),
                                Sql.instant(found, "closed_at"),
                                Sql.instant(found, "starts_at"),
                                Sql.instant(found, "ends_at"),
                                Objects.requireNonNull(Sql.instant(found, "now")),
                                found.getBoolean("has_run")),
                        run,
                        run)
                .orElseThrow(() -> missing(run));
    }

    private RuntimeException missing(long run) {
        boolean isDraft = sql.first("select 1 as one from campaign where id = ?", row -> true, run)
                .orElse(false);
        return isDraft
                ? Problem.conflict("not-launched", "Not launched", Texts.here("run.draft", run))
                : Problem.notFound("campaign", run);
    }

    /** While the run is paused nothing leaves, so no batch is sending either. */
    private Map<String, Long> batches(long run, Row row) {
        Map<String, Long> batches = figures.batches(run);
        long sending = Objects.requireNonNull(batches.get("sending"));
        batches.put("paused", row.isPaused() ? sending : 0);
        batches.put("sending", row.isPaused() ? 0 : sending);
        return batches;
    }

    private static boolean isAhead(Row row) {
        Instant startsAt = row.startsAt();
        return startsAt != null && startsAt.isAfter(row.now());
    }

    private static String stage(Row row, Map<String, Long> batches, boolean isPaced) {
        if (row.closedAt() != null) {
            return "closed";
        } else if (row.state().equals("cancelled")) {
            // Nobody is sent to any more; what has left may still be answered.
            return "closing";
        } else if (row.state().equals("scheduled") && isAhead(row)) {
            return "scheduled";
        } else if (row.frozenAt() == null) {
            return "freezing";
        } else if (row.state().equals("scheduled")) {
            return "scheduled";
        } else if (row.isPaused()) {
            return "paused";
        } else if (isPaced || batches.get("planned") + batches.get("sending") > 0) {
            return "sending";
        }
        return batches.get("waiting") > 0 ? "waiting" : "closing";
    }

    private List<BlockedView> blocked(long run, Locale language) {
        return blocks.of(run).stream()
                .map(block -> new BlockedView(
                        block.channel(),
                        block.account(),
                        block.reason().id(),
                        block.vendorCode(),
                        block.reason().text(language),
                        block.reason().fix(language),
                        block.since(),
                        block.probeAt()))
                .toList();
    }

    private List<Closures.View> closed(long run, Locale language) {
        List<String> usable = sql.list("""
                select a.name from vendor_account a join run r on r.id = ?
                 where a.disabled_at is null and (a.purpose is null or a.purpose = r.purpose)
                   and exists (select 1 from run_step s where s.run_id = r.id and s.channel = a.kind)""", row -> row.getString("name"), run);
        return closures.now().values().stream()
                .filter(closure -> usable.contains(closure.account()))
                .sorted(Comparator.comparing(Closures.Closure::account))
                .map(closure -> Closures.View.of(closure, language))
                .toList();
    }

    /** A batch was planned a while ago: what is over since is left out, and nobody waits to be sent to or confirmed who was. */
    private List<WaitView> waits(long run, Instant now, Locale language) {
        Map<String, Long> unsent = figures.unsent(run);
        Map<String, Long> unconfirmed = figures.unconfirmed(run);
        List<WaitView> views = new ArrayList<>();
        for (BatchWait wait : batchWaits.of(run)) {
            boolean isAnswer = wait.kind() == BatchWait.Kind.RECEIPTS || wait.kind() == BatchWait.Kind.DOUBTS;
            Map<String, Long> left = isAnswer ? unconfirmed : unsent;
            long people = Math.min(wait.people(), left.getOrDefault(wait.channel(), 0L));
            boolean isOver = isAnswer && wait.until() != null && wait.until().isBefore(now);
            if (people > 0 && !isOver) {
                views.add(WaitView.of(wait, people, now, language));
                left.computeIfPresent(wait.channel(), (channel, n) -> n - people);
            }
        }
        return views;
    }

    private static NotReached notReached(Figures.Sum sum, Locale language) {
        Map<String, Long> byReason = new LinkedHashMap<>();
        for (String state : new String[] {"skipped", "failed"}) {
            sum.byReason()
                    .getOrDefault(state, Map.of())
                    .forEach((reason, people) -> byReason.merge(reason, people, Long::sum));
        }
        Map<String, String> texts = new LinkedHashMap<>();
        new ArrayList<>(byReason.keySet())
                .forEach(reason -> texts.put(reason, Reason.of(reason).text(language)));
        return new NotReached(
                byReason.values().stream().mapToLong(Long::longValue).sum(), byReason, texts);
    }

    private Map<String, String> links(long run, boolean hasRun) {
        Map<String, String> all = new LinkedHashMap<>();
        String self = "/api/campaigns/" + run;
        all.put("self", self);
        for (String part : List.of("progress", "result", "deliveries", "gaps", "reconciliation")) {
            all.put(part, self + "/" + part);
        }
        if (hasRun) {
            links.temporal(run).map(URI::toString).ifPresent(link -> all.put("temporal", link));
        }
        return all;
    }
}
