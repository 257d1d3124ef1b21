package io.carillon.orchestration;

import io.carillon.delivery.dispatch.DispatchReport;
import io.carillon.delivery.settle.BatchPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Stands in for the ledger: answers each settle as the test says, and writes down what was asked. */
final class FakeLedger implements BatchActivities, DispatchActivities {
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    final List<Instant> settledAt = Collections.synchronizedList(new ArrayList<>());
    volatile Function<Instant, BatchPlan> plans = asOf -> BatchWorkflowTest.done();
    final Map<String, Runnable> calls = new ConcurrentHashMap<>();
    final Map<String, Integer> done = new ConcurrentHashMap<>();
    final Map<String, Instant> comeBacks = new ConcurrentHashMap<>();
    volatile Instant comeBack;

    @Override
    public BatchPlan settle(long run, int batch, Instant asOf) {
        asked.add("settle");
        settledAt.add(asOf);
        return plans.apply(asOf);
    }

    @Override
    public BatchPlan look(long run, int batch, Instant asOf) {
        asked.add("look");
        return plans.apply(asOf);
    }

    @Override
    public DispatchReport dispatch(long run, int batch, String channel, Instant asOf) {
        asked.add("dispatch " + channel);
        calls.getOrDefault(channel, () -> {}).run();
        Instant back = comeBacks.getOrDefault(channel, comeBack);
        return new DispatchReport(
                done.getOrDefault(channel, 1), 0, 0, 0, 0, back, back == null ? null : channel + ": ring: throttled");
    }
}
