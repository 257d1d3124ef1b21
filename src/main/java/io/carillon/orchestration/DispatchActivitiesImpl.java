package io.carillon.orchestration;

import io.carillon.channel.ChannelKind;
import io.carillon.delivery.dispatch.DispatchReport;
import io.carillon.delivery.dispatch.Dispatcher;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** {@link DispatchActivities} over the ledger. */
@ApplicationScoped
public class DispatchActivitiesImpl implements DispatchActivities {
    private final Dispatcher dispatcher;
    private final Beating beating;
    private final LongDispatches longDispatches;

    public DispatchActivitiesImpl(Dispatcher dispatcher, Beating beating, LongDispatches longDispatches) {
        this.dispatcher = dispatcher;
        this.beating = beating;
        this.longDispatches = longDispatches;
    }

    @Override
    public DispatchReport dispatch(long run, int batch, String channel, Instant asOf) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        try (LongDispatches.Turn turn = longDispatches.begin(run, batch)) {
            return beating.run(
                    run,
                    "sending " + channel + " of batch " + batch + " of run " + run,
                    () -> dispatcher.dispatch(run, batch, ChannelKind.of(channel), asOf, soFar -> {
                        turn.sent(soFar);
                        context.heartbeat(soFar);
                    }));
        }
    }

    /** Takes nothing more on and ends what is begun. */
    void end() {
        dispatcher.end();
    }
}
