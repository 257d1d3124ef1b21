package io.carillon.orchestration;

import io.carillon.delivery.settle.BatchPlan;
import io.carillon.delivery.settle.Settler;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** {@link BatchActivities} over the ledger. */
@ApplicationScoped
public class BatchActivitiesImpl implements BatchActivities {
    private final Settler settler;
    private final Beating beating;

    public BatchActivitiesImpl(Settler settler, Beating beating) {
        this.settler = settler;
        this.beating = beating;
    }

    @Override
    public BatchPlan settle(long run, int batch, Instant asOf) {
        return beating.run(run, "settling batch " + batch + " of run " + run, () -> settler.settle(run, batch, asOf));
    }

    @Override
    public BatchPlan look(long run, int batch, Instant asOf) {
        return beating.run(run, "looking at batch " + batch + " of run " + run, () -> settler.look(run, batch, asOf));
    }
}
