package io.carillon.delivery.run;

import io.carillon.access.Audit;
import io.carillon.campaign.Campaigns;
import io.carillon.database.Sql;
import io.carillon.delivery.dispatch.Blocks;
import io.carillon.delivery.ledger.RunLock;
import io.carillon.outbox.Outbox;
import io.carillon.outbox.OutboxCommand;
import io.carillon.problem.Problem;
import io.carillon.problem.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Pause, resume and cancel. Each is true when the run's row says so: the command waits for the claims that are open and lets no
 * later one through, so that at most the micro-batches already claimed still leave. Repeating a command changes nothing.
 */
@ApplicationScoped
public class RunCommands {
    private static final Logger LOG = Logger.getLogger(RunCommands.class);
    private static final String CANCELLED = "cancelled";

    private final Sql sql;
    private final Outbox outbox;
    private final Blocks blocks;
    private final Audit audit;
    private final Campaigns campaigns;

    public RunCommands(Sql sql, Outbox outbox, Blocks blocks, Audit audit, Campaigns campaigns) {
        this.sql = sql;
        this.campaigns = campaigns;
        this.outbox = outbox;
        this.blocks = blocks;
        this.audit = audit;
    }

    /** Nothing new leaves until {@link #resume}. Answers the run's state. */
    @Transactional
    public String pause(long run, String actor) {
        return change(run, actor, "pause", Set.of("scheduled", "running"), "paused");
    }

    /** Goes on, also with channels that trouble on our side had stopped. Answers the run's state. */
    @Transactional
    public String resume(long run, String actor) {
        RunLock.exclusive(sql, run);
        String state = state(run);
        if (!Set.of("paused", "running").contains(state)) {
            throw notPossible(run, state, "resume", Texts.here("run.resumable"));
        }
        int opened = blocks.openAll(run);
        if (state.equals("running") && opened == 0) {
            return state;
        }
        sql.update(
                "update run set state = case when starts_at > carillon_now() then 'scheduled' else 'running' end where id = ?",
                run);
        return finish(run, actor, "resume");
    }

    /**
     * Whoever was not sent to by now is not sent to; deliveries end as skipped with reason cancelled. A draft ends without ever
     * having a run. Answers the state.
     */
    @Transactional
    public String cancel(long run, String actor) {
        if (campaigns.cancelDraft(run, actor)) {
            LOG.infof("campaign %d: cancelled as a draft by %s", run, actor);
            return CANCELLED;
        }
        return change(run, actor, "cancel", Set.of("scheduled", "running", "paused"), CANCELLED);
    }

    private String change(long run, String actor, String command, Set<String> from, String to) {
        RunLock.exclusive(sql, run);
        String state = state(run);
        if (state.equals(to)) {
            return state;
        }
        if (!from.contains(state)) {
            throw notPossible(
                    run,
                    state,
                    command,
                    new TreeSet<>(from)
                            .stream()
                                    .map(one -> Texts.here("state." + one))
                                    .collect(Collectors.joining(Texts.here("word.or"))));
        }
        sql.update("update run set state = ? where id = ?", to, run);
        return finish(run, actor, command);
    }

    private String finish(long run, String actor, String command) {
        String state = state(run);
        outbox.add(OutboxCommand.RUN, String.valueOf(run));
        List<String> batches = sql.list(
                "select run_id || '/' || no from batch where run_id = ? and stage in ('sending', 'waiting') order by no",
                row -> row.getString(1),
                run);
        outbox.addAll(OutboxCommand.BATCH, batches);
        audit.record(actor, command, "campaign:" + run, Map.of("state", state));
        LOG.infof("run %d: %s by %s, now %s", run, command, actor, state);
        return state;
    }

    private String state(long run) {
        return sql.first("select state from run where id = ? for update", row -> row.getString(1), run)
                .orElseGet(() -> stateWithoutRun(run));
    }

    /** Only a draft that was cancelled has a state and no run. */
    private String stateWithoutRun(long run) {
        boolean isCancelled = sql.first(
                        "select cancelled_at is not null as is_cancelled from campaign where id = ?",
                        row -> row.getBoolean("is_cancelled"),
                        run)
                .orElseThrow(() -> Problem.notFound("campaign", run));
        if (!isCancelled) {
            throw Problem.conflict("not-launched", "Not launched", Texts.here("run.draft", run));
        }
        return CANCELLED;
    }

    private static RuntimeException notPossible(long run, String state, String command, String wanted) {
        return Problem.conflict(
                "wrong-state",
                "Not in this state",
                Texts.here("run.wrongState", run, Texts.here("state." + state), command, wanted));
    }
}
