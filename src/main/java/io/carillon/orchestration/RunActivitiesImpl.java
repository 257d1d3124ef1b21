package io.carillon.orchestration;

import io.carillon.delivery.run.Freezer;
import io.carillon.delivery.view.RunProgress;
import jakarta.enterprise.context.ApplicationScoped;

/** {@link RunActivities} over the ledger. */
@ApplicationScoped
public class RunActivitiesImpl implements RunActivities {
    private final Freezer freezer;
    private final RunProgress progress;
    private final RestLinks links;
    private final Beating beating;

    public RunActivitiesImpl(Freezer freezer, RunProgress progress, RestLinks links, Beating beating) {
        this.freezer = freezer;
        this.progress = progress;
        this.links = links;
        this.beating = beating;
    }

    @Override
    public void freeze(long run) {
        beating.run(run, "freezing run " + run, () -> freezer.freeze(run));
    }

    @Override
    public RunLook look(long run) {
        return beating.run(run, "looking at run " + run, () -> {
            RunProgress.Standing standing = progress.look(run);
            return new RunLook(
                    standing.state(),
                    standing.startsAt(),
                    standing.audience(),
                    standing.toStart(),
                    standing.batches().get("total"),
                    standing.batches().get("sending"),
                    standing.batches().get("waiting"),
                    standing.batches().get("done"),
                    standing.isClosed(),
                    standing.channels(),
                    standing.reasons(),
                    links.of(run));
        });
    }

    @Override
    public void close(long run) {
        beating.run(run, "closing run " + run, () -> {
            progress.close(run);
            return true;
        });
    }
}
