package io.carillon.insight;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.database.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.junit.jupiter.api.Test;

class LedgerGaugesTest {
    private static final String RUNS = "carillon.runs.open";

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final LedgerGauges gauges = new LedgerGauges(TestDatabase.freshSql());

    /** In one JVM the next app would find the names taken, by gauges that ask nobody any more. */
    @Test
    void takesItsGaugesAwayWhenItStops() {
        gauges.register(new StartupEvent(), registry);
        assertThat(registry.get(RUNS).gauge().value()).isZero();

        gauges.unregister(new ShutdownEvent(), registry);
        assertThat(registry.find(RUNS).gauge()).isNull();
    }
}
