package io.carillon.orchestration;

import io.carillon.channel.ChannelKind;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The workers of this process: one for workflows and control, one for each channel's dispatches. Started in the background, because
 * Temporal may be away when the app starts; the app answers REST meanwhile and goes on by itself when Temporal is there.
 */
@ApplicationScoped
public class TemporalWorkers {
    private static final Logger LOG = Logger.getLogger(TemporalWorkers.class);
    /** The SDK's second passes on a machine that is busy with a start, and is told as a deadlock with a page of stack traces. */
    private static final long DEADLOCK_MILLIS = 8_000;

    private static final long PAUSE_MILLIS = 1_000;
    private static final long END_SECONDS = 15;
    /** At once for a channel, most of them waiting for their rate; those at work are limited by their slots. */
    private static final int DISPATCHES = 256;

    private final TemporalConfig config;
    private final TemporalConnection connection;
    private final SearchAttributes attributes;
    private final RunActivitiesImpl runs;
    private final BatchActivitiesImpl batches;
    private final DispatchActivitiesImpl dispatches;
    private final OutboxRelay relay;
    private volatile @Nullable WorkerFactory factory;
    private volatile @Nullable TemporalWatch watch;
    private volatile boolean haveAsked;
    private volatile boolean isEnding;

    public TemporalWorkers(
            TemporalConfig config,
            TemporalConnection connection,
            SearchAttributes attributes,
            RunActivitiesImpl runs,
            BatchActivitiesImpl batches,
            DispatchActivitiesImpl dispatches,
            OutboxRelay relay) {
        this.config = config;
        this.connection = connection;
        this.attributes = attributes;
        this.runs = runs;
        this.batches = batches;
        this.dispatches = dispatches;
        this.relay = relay;
    }

    /** Whether workers run in this process and Temporal has seen them ask for work; throws when Temporal is away. */
    public boolean arePolling() {
        if (factory == null) {
            return false;
        }
        if (!haveAsked) {
            haveAsked = new Polling(
                            connection.stubs(),
                            config.namespace(),
                            connection.controlQueue(),
                            connection.client().getOptions().getIdentity())
                    .isSeen();
        }
        return haveAsked;
    }

    // After keys, tokens and accounts, which stop the start when something is wrong with them.
    void begin(@Observes @Priority(10_000) StartupEvent started) {
        // Settings that cannot be used stop the start; a server that is away does not.
        connection.check();
        if (!config.workers()) {
            return;
        }
        Thread thread = new Thread(this::connect, "temporal-start");
        thread.setDaemon(true);
        thread.start();
    }

    private void connect() {
        String said = "";
        while (!isEnding) {
            try {
                attributes.register();
                start();
                relay.begin();
                watch();
                LOG.infof("Temporal at %s: workers run on %s", config.address(), connection.controlQueue());
                return;
            } catch (RuntimeException away) {
                String why = away instanceof IllegalStateException
                        ? String.valueOf(away.getMessage())
                        : away.getClass().getSimpleName();
                if (!why.equals(said)) {
                    said = why;
                    LOG.warnf(
                            "Temporal at %s cannot be used (%s); nothing is sent by this process until it can. Check CARILLON_TEMPORAL_ADDRESS",
                            config.address(), why);
                    LOG.debug("Temporal cannot be reached", away);
                }
                pause();
            }
        }
    }

    private void watch() {
        TemporalWatch fresh = new TemporalWatch(connection.stubs(), config, System::nanoTime);
        watch = fresh;
        fresh.begin();
    }

    private void start() {
        PollerLog.thin();
        WorkerFactory fresh = WorkerFactory.newInstance(connection.client());
        String control = connection.controlQueue();
        Worker worker = fresh.newWorker(
                control,
                WorkerOptions.newBuilder()
                        .setDefaultDeadlockDetectionTimeout(DEADLOCK_MILLIS)
                        .build());
        worker.registerWorkflowImplementationTypes(CampaignWorkflowImpl.class, BatchWorkflowImpl.class);
        worker.registerActivitiesImplementations(runs, batches);
        for (ChannelKind channel : ChannelKind.values()) {
            fresh.newWorker(
                            Names.sendQueue(control, channel),
                            WorkerOptions.newBuilder()
                                    .setMaxConcurrentActivityExecutionSize(Math.max(DISPATCHES, config.dispatches()))
                                    .build())
                    .registerActivitiesImplementations(dispatches);
        }
        try {
            fresh.start();
        } catch (RuntimeException refused) {
            fresh.shutdownNow();
            throw refused;
        }
        factory = fresh;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Takes nothing more on as soon as a stop has begun: until {@link #end} the process may wait for an upload that is under way, and
     * whatever it would claim meanwhile others can send, or the next start.
     */
    void takeNoMore(@Observes ShutdownDelayInitiatedEvent stopping) {
        isEnding = true;
        dispatches.end();
        WorkerFactory running = factory;
        if (running != null) {
            running.suspendPolling();
        }
    }

    /**
     * Lets calls that have begun finish and their answers be written, so that an ordinary stop leaves no doubt. Before any bean is
     * destroyed, for senders and the connection to Temporal are needed for it.
     */
    void end(@Observes @Priority(1) ShutdownEvent stopping) {
        isEnding = true;
        dispatches.end();
        relay.end();
        TemporalWatch looking = watch;
        if (looking != null) {
            looking.close();
        }
        WorkerFactory running = factory;
        if (running != null) {
            running.shutdown();
            running.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        }
    }
}
