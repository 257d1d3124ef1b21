package io.carillon.launcher.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WatchedTest {
    private final Lines lines = new Lines();
    private final Part part = new Part();
    private final Watched watched = new Watched(part, lines.console());

    @Test
    void startsADeadPartAgainAfterASecond() {
        long now = System.nanoTime();
        part.isAlive = false;

        watched.look(now);
        watched.look(now + Duration.ofMillis(900).toNanos());
        assertThat(part.starts).isZero();
        watched.look(now + Duration.ofMillis(1_100).toNanos());

        assertThat(part.starts).isOne();
        assertThat(lines.all()).contains("part", "has ended; starting it again in 1 s");
    }

    @Test
    void waitsLongerForAPartThatKeepsDyingButNeverOverHalfAMinute() {
        for (int i = 0; i < 8; i++) {
            long now = System.nanoTime();
            part.isAlive = false;
            watched.look(now);
            watched.look(now + Duration.ofSeconds(31).toNanos());
        }

        assertThat(part.starts).isEqualTo(8);
        assertThat(lines.all()).contains("in 1 s", "in 2 s", "in 4 s", "in 8 s", "in 16 s", "in 30 s");
    }

    @Test
    void triesAgainWhenAStartFailsAndSaysWhy() {
        long now = System.nanoTime();
        part.isAlive = false;
        part.failure = new LaunchFailure("the disk is full");

        watched.look(now);
        watched.look(now + Duration.ofSeconds(2).toNanos());
        part.failure = null;
        watched.look(System.nanoTime() + Duration.ofSeconds(10).toNanos());

        assertThat(lines.all()).contains("the disk is full", "starting it again in 2 s");
        assertThat(part.starts).isOne();
    }

    @Test
    void leavesALivingPartAlone() {
        watched.look(System.nanoTime());

        assertThat(part.starts).isZero();
        assertThat(lines.all()).isEmpty();
    }

    private static final class Part implements Service {
        private boolean isAlive = true;
        private int starts;
        private LaunchFailure failure;

        @Override
        public String name() {
            return "part";
        }

        @Override
        public void start() {
            if (failure != null) {
                throw failure;
            }
            starts++;
            isAlive = true;
        }

        @Override
        public boolean isAlive() {
            return isAlive;
        }

        @Override
        public void kill() {}

        @Override
        public void stop() {
            isAlive = false;
        }
    }
}
