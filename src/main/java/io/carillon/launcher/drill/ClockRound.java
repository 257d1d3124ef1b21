package io.carillon.launcher.drill;

import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.LocalPostgres;
import io.carillon.launcher.local.LocalProcess;
import io.carillon.launcher.local.Pause;
import io.carillon.launcher.local.PostgresRestart;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * R8b: the clock of the app and of PostgreSQL is set an hour forth, back, an hour back, and forth again, while Temporal, the vendors
 * and the machine keep their time. Nothing dies and no vendor hangs, and what only counts the time from the start is not moved: there is
 * nothing that a doubt could be for. A claim whose lease seems to be over is taken for lost, and its answer must settle that.
 */
public final class ClockRound extends CampaignRound {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final List<Duration> STEPS = List.of(HOUR, Duration.ZERO, HOUR.negated(), Duration.ZERO);
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(5);
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    /** With an hour too much on the clock vendors turn our signatures away: then channels stop, and nobody is sent to. */
    private static final Duration STANDSTILL = Duration.ofSeconds(20);

    private Optional<FakeClock> clock = Optional.empty();

    @Override
    public String name() {
        return "R8b";
    }

    @Override
    public String story() {
        return "the clock of app and PostgreSQL stepped an hour forth, back, back, and forth again in the middle";
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("CARILLON_PROBE_EVERY", "2s");
    }

    @Override
    public Report play(Stage stage) {
        clock = FakeClock.in(stage.folder());
        return clock.isPresent()
                ? super.play(stage)
                : Report.notPlayed(
                        name(),
                        "the library libfaketime is not there: install it, for example apt-get install libfaketime");
    }

    @Override
    protected Ground.Apps apps(Stage stage) {
        return new Ground.Apps(
                1, super.apps(stage).build().with(clock.orElseThrow().environment()));
    }

    /** PostgreSQL is started anew under the clock, on the same files and with the same options. */
    @Override
    protected void prepare(Stage stage, Ground ground) {
        LocalPostgres postgres = (LocalPostgres) ground.part("PostgreSQL");
        PostgresRestart.with(
                postgres.process().orElseThrow(), clock.orElseThrow().environment());
        requireLoaded(postgres.process().orElseThrow().pid(), "PostgreSQL");
        requireLoaded(((LocalProcess) ground.app()).identity().orElseThrow().pid(), "the app");
        new Accounts(ground.api()).slowly(stage.customers());
    }

    private void requireLoaded(long pid, String what) {
        if (!clock.orElseThrow().isIn(pid)) {
            throw new LaunchFailure("libfaketime was not loaded into " + what + " (process " + pid + ").");
        }
    }

    @Override
    protected void disturb(Scene scene) {
        Iterator<Duration> steps = STEPS.iterator();
        String last = "";
        long before = 0;
        for (long moment : scene.apart(STEPS.size())) {
            if (!scene.awaitMessages(moment, STANDSTILL)) {
                break;
            }
            if (!last.isEmpty()) {
                scene.requireTraffic(before, "under the clock " + last);
            }
            Duration step = steps.next();
            last = step.isZero() ? "right again" : step.toMinutes() + " minutes ahead";
            set(scene, step);
            before = scene.messages();
            scene.faultWhileSending("clock " + last);
        }
        // Whatever is left ends on a clock that is right.
        clock.orElseThrow().set(Duration.ZERO);
    }

    private void set(Scene scene, Duration ahead) {
        clock.orElseThrow().set(ahead);
        Pause.of(SEEN_WITHIN);
        Instant seen = new Ledger(scene.ground().database()).clock();
        Duration off = Duration.between(Instant.now().plus(ahead), seen).abs();
        if (off.compareTo(TOLERANCE) > 0) {
            scene.breach("PostgreSQL's clock shows " + seen + ", not " + ahead.toMinutes()
                    + " minutes more than the machine's");
        }
    }

    @Override
    protected int faultsAsked() {
        return STEPS.size();
    }
}
