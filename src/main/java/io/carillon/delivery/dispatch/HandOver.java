package io.carillon.delivery.dispatch;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.CallDeadline;
import io.carillon.channel.ChannelKind;
import io.carillon.delivery.claim.Answered;
import io.carillon.delivery.claim.Claim;
import io.carillon.delivery.claim.ClaimedMessage;
import io.carillon.delivery.ledger.RunPlan;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Hands a claim's messages over and writes what comes of them. A few calls that hang keep nobody waiting: the dispatch goes on
 * without them, and a thread of their own writes what they come to. Used by many threads.
 */
@ApplicationScoped
class HandOver {
    /** Calls that come back within it are told of together; longer than calls take at vendors that are well. */
    static final Duration MOMENT = Duration.ofSeconds(1);

    /** Of an account's threads; the others are free for calls that come back. */
    private static final double MOST_THREADS_LEFT = 0.75;

    private final Caller caller;
    private final Outcomes outcomes;
    private final Patience patience;
    private final PortionLeases portionLeases;
    private final ClaimSizes sizes;
    private final DispatchMeters meters;
    private final int microBatch;
    private final ExecutorService threads = Executors.newCachedThreadPool(threadNames());
    /** Calls that nobody waits for, by account. */
    private final Map<String, Integer> left = new HashMap<>();

    HandOver(
            Caller caller,
            Outcomes outcomes,
            Patience patience,
            PortionLeases portionLeases,
            ClaimSizes sizes,
            DispatchMeters meters,
            @ConfigProperty(name = "carillon.micro-batch", defaultValue = "500") int microBatch) {
        this.caller = caller;
        this.outcomes = outcomes;
        this.patience = patience;
        this.portionLeases = portionLeases;
        this.sizes = sizes;
        this.meters = meters;
        this.microBatch = microBatch;
    }

    /**
     * A claim and what its outcome is written with.
     *
     * @param now what the workflow's clock shows at least
     */
    record Job(
            RunPlan plan, ChannelKind channel, Claim claim, PortionLeases.Portions portions, Supplier<Instant> now) {}

    /** A job at work. */
    private record Work(Job job, Calls calls, EarlyAnswers early, long begun) {}

    /**
     * Sends.
     *
     * @param stragglers takes the calls that are not waited for
     * @param heard told of answers while others are still out
     * @return the answers, without those of stragglers
     */
    List<Answered> send(Job job, CallDeadline deadline, Stragglers stragglers, Consumer<List<Answered>> heard) {
        long begun = System.nanoTime();
        Claim claim = job.claim();
        Calls calls = caller.begin(claim.token(), claim.messages(), deadline);
        EarlyAnswers early = new EarlyAnswers(
                claim,
                decided -> outcomes.writeDecided(
                        job.plan(),
                        job.channel(),
                        claim.token(),
                        decided,
                        TakenForms.Tally.empty(begun),
                        job.now().get()),
                heard);
        Work work = new Work(job, calls, early, begun);
        while (!calls.areThrough(MOMENT)) {
            early.answered(calls.news());
            if (isFewLeft(work, stragglers)) {
                goOnWithout(work, stragglers);
                return calls.answersSoFar();
            }
        }
        return finish(work);
    }

    /**
     * Whether the others may go on: what came back says nothing that they had to know of, and what is out leaves room enough for
     * them, of threads and of messages that a crash would put in doubt. Counts the calls as left when they may.
     */
    private boolean isFewLeft(Work work, Stragglers stragglers) {
        Calls calls = work.calls();
        boolean isUsual = calls.haveBegun()
                && calls.answersSoFar().stream().allMatch(EarlyAnswers::isDecided)
                && work.job().claim().messages().stream().noneMatch(ClaimedMessage::isProbe);
        return isUsual && stragglers.messages() + calls.messagesOut() <= microBatch / 2 && leave(calls.out());
    }

    private boolean leave(Map<AccountSenders.Opened, Integer> out) {
        synchronized (left) {
            boolean isRoom = out.entrySet().stream()
                    .allMatch(
                            calls -> left.getOrDefault(calls.getKey().account().name(), 0) + calls.getValue()
                                    <= calls.getKey().sender().concurrency() * MOST_THREADS_LEFT);
            if (isRoom) {
                out.forEach((opened, calls) -> left.merge(opened.account().name(), calls, Integer::sum));
            }
            return isRoom;
        }
    }

    private void areBack(Map<AccountSenders.Opened, Integer> back) {
        synchronized (left) {
            back.forEach((opened, calls) ->
                    left.computeIfPresent(opened.account().name(), (name, all) -> all > calls ? all - calls : null));
        }
    }

    private void goOnWithout(Work work, Stragglers stragglers) {
        Calls calls = work.calls();
        work.early().tellNobody();
        Set<AttemptKey> told = EarlyAnswers.keys(calls.answersSoFar());
        stragglers.add(calls.messagesOut(), threads.submit(() -> {
            Map<AccountSenders.Opened, Integer> out = calls.out();
            try {
                while (!calls.areThrough(MOMENT)) {
                    work.early().answered(calls.news());
                }
            } finally {
                areBack(out);
            }
            return finish(work).stream()
                    .filter(one -> !told.contains(one.message().key()))
                    .toList();
        }));
    }

    /** Writes what is not written yet. */
    private List<Answered> finish(Work work) {
        Job job = work.job();
        List<Answered> answered = work.calls().answers();
        Duration called = Duration.ofNanos(System.nanoTime() - work.begun());
        TakenForms.Tally tally = new TakenForms.Tally(work.calls().inOrder(), work.begun());
        List<Answered> rest = work.early().left(job.claim().withDoubts(answered));
        patience.until(() -> outcomes.write(
                job.plan(),
                job.channel(),
                job.claim().token(),
                rest,
                work.early().written(),
                tally,
                job.portions().units().keySet(),
                job.now().get()));
        meters.called(job.channel(), answered, called);
        sizes.called(answered, called);
        portionLeases.giveBack(job.portions(), answered);
        return answered;
    }

    @PreDestroy
    void close() {
        threads.shutdown();
    }

    private static ThreadFactory threadNames() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "late-answers-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
