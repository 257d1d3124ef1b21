package io.carillon.launcher.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SupervisorTest {
    private static final int AT_MOST_SECONDS = 60;

    private final Lines lines = new Lines();
    private final CountDownLatch serverIsBack = new CountDownLatch(1);
    private final CountDownLatch appIsBack = new CountDownLatch(1);

    @Test
    void aPartThatWaitsForAnotherWhileItStartsDoesNotKeepThatOneDead() throws InterruptedException {
        Part app = new Part("app", () -> await(serverIsBack), appIsBack);
        Part server = new Part("server", () -> {}, serverIsBack);

        // The app comes first, as it would if it had died first.
        try (Supervisor supervisor = new Supervisor(List.of(app, server), lines.console())) {
            assertThat(supervisor).isNotNull();
            assertThat(appIsBack.await(AT_MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(app.isAlive()).isTrue();
        assertThat(server.isAlive()).isTrue();
    }

    @Test
    void startsNothingAnyMoreOnceItIsClosed() {
        Part part = new Part("part", () -> {}, appIsBack);
        Supervisor supervisor = new Supervisor(List.of(part), lines.console());

        supervisor.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("supervisor of part");
        assertThat(part.isAlive()).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(AT_MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Dead from the start. */
    private static final class Part implements Service {
        private final String name;
        private final Runnable starting;
        private final CountDownLatch started;
        private volatile boolean isAlive;

        Part(String name, Runnable starting, CountDownLatch started) {
            this.name = name;
            this.starting = starting;
            this.started = started;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void start() {
            starting.run();
            isAlive = true;
            started.countDown();
        }

        @Override
        public boolean isAlive() {
            return isAlive;
        }

        @Override
        public void stop() {
            isAlive = false;
        }

        @Override
        public void kill() {
            isAlive = false;
        }
    }
}
