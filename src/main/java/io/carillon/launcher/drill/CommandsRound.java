package io.carillon.launcher.drill;

import io.carillon.launcher.drill.Ledger.Claimed;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * R6: pause and resume at random moments, every other time while what was claimed before is still on its way, and an account changed
 * while it sends, then cancel: when the answer has come nothing more is claimed, and only what was claimed already leaves, at most one
 * micro-batch of each sender.
 */
public final class CommandsRound extends CampaignRound {
    /** A claim may start calls for half a minute, and a call takes at most ten seconds; here both take a moment. */
    private static final Duration LANDED_WITHIN = Duration.ofMinutes(1);

    private static final Duration QUIET = Duration.ofSeconds(3);
    /** So that the last command finds people who were not sent to yet. */
    private static final int PUSHES_PER_SECOND = 50;

    /** So small that a dispatch claims as much, however few people there are. */
    private static final int SENDERS_BATCH = 20;

    private static final int SHIPPED_PUSHES_PER_SECOND = 2_000;

    private static final int MOMENT_MILLIS = 300;

    private final int pauses;
    /** How many messages all stops found in the air. */
    private long met;

    /**
     * @param pauses how often, before the cancel
     */
    public CommandsRound(int pauses) {
        this.pauses = pauses;
    }

    @Override
    public String name() {
        return "R6";
    }

    @Override
    public String story() {
        return "pause and resume at " + pauses + " random moments, an account changed while it sends, then cancel";
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("CARILLON_MICRO_BATCH", Integer.toString(SENDERS_BATCH));
    }

    @Override
    protected boolean cancels() {
        return true;
    }

    @Override
    protected void prepare(Stage stage, Ground ground) {
        new Accounts(ground.api()).limit(Accounts.PUSH, PUSHES_PER_SECOND);
    }

    @Override
    protected void disturb(Scene scene) {
        List<Long> moments = new ArrayList<>(scene.moments(pauses + 1));
        for (int i = 0; i < pauses; i++) {
            if (!scene.awaitMessages(moments.get(i))) {
                return;
            }
            if (i % 2 == 0) {
                stop(scene, "pause");
            } else {
                pauseForAMoment(scene);
            }
            scene.command("resume");
            changeAnAccount(scene, i);
        }
        if (scene.awaitMessages(moments.get(pauses))) {
            stop(scene, "cancel");
        }
        if (met == 0) {
            scene.breach("nothing was in the air at any pause, so that they prove nothing");
        }
    }

    /** As an operator may at any time: what is on its way leaves no doubt behind. */
    private static void changeAnAccount(Scene scene, int time) {
        awaitInTheAir(scene);
        new Accounts(scene.ground().api()).limit(Accounts.PUSH, PUSHES_PER_SECOND + time % 2);
    }

    /**
     * What there was when a command had answered.
     *
     * @param messages that vendors had taken by then, or a little later
     */
    private record Answered(String command, Claimed claimed, long messages) {}

    /** Asks for it while messages are in the air. */
    private Answered ask(Scene scene, String command, String kind) {
        awaitInTheAir(scene);
        scene.command(command);
        Claimed claimed = new Ledger(scene.ground().database()).claimed(scene.run());
        met += claimed.inTheAir();
        // Asked for after the ledger: what has left until here cannot be counted as leaving later.
        Answered answered = new Answered(kind, claimed, scene.messages());
        scene.fault(kind + ", " + claimed.inTheAir() + " in the air,");
        if (claimed.largest() > SENDERS_BATCH) {
            scene.breach("more than one micro-batch of a sender was in the air at " + kind + ": " + claimed);
        }
        return answered;
    }

    /** No more has left since then than was in the air, and nothing was claimed. */
    private static void nothingLater(Scene scene, Answered answered) {
        long left = scene.messages() - answered.messages();
        if (left > answered.claimed().inTheAir()) {
            scene.breach(left + " messages left after " + answered.command() + " had answered, "
                    + answered.claimed().inTheAir() + " were claimed");
        }
        long later = new Ledger(scene.ground().database()).claimed(scene.run()).attempts()
                - answered.claimed().attempts();
        if (later != 0) {
            scene.breach(later + " attempts were made after " + answered.command() + " had answered");
        }
    }

    /** Goes on while what was claimed before the pause may still be on its way. */
    private void pauseForAMoment(Scene scene) {
        Answered answered = ask(scene, "pause", "pause for a moment");
        Pause.of(Duration.ofMillis(scene.random().nextInt(MOMENT_MILLIS)));
        nothingLater(scene, answered);
    }

    /** A command that is asked for while an account's sender is idle, as at a slow rate most of the time, proves nothing. */
    private static void awaitInTheAir(Scene scene) {
        Ledger ledger = new Ledger(scene.ground().database());
        long end = System.nanoTime() + LANDED_WITHIN.toNanos();
        while (ledger.claimed(scene.run()).inTheAir() == 0) {
            if (System.nanoTime() > end) {
                scene.breach("nothing was in the air when a command was to be asked for");
                return;
            }
            Pause.of(Duration.ofMillis(1));
        }
    }

    private void stop(Scene scene, String command) {
        Answered answered = ask(scene, command, command);
        awaitLanded(new Ledger(scene.ground().database()), scene.run());
        long landed = scene.messages();
        nothingLater(scene, answered);
        Pause.of(QUIET);
        if (scene.messages() != landed) {
            scene.breach((scene.messages() - landed) + " messages left seconds after " + command);
        }
        nothingLater(scene, answered);
    }

    private static void awaitLanded(Ledger ledger, long run) {
        long end = System.nanoTime() + LANDED_WITHIN.toNanos();
        while (ledger.claimed(run).inTheAir() > 0) {
            if (System.nanoTime() > end) {
                throw new LaunchFailure(
                        "What was claimed has no outcome after " + LANDED_WITHIN.toSeconds() + " seconds.");
            }
            Outreach.pause();
        }
    }

    /** Somebody must have been left to cancel, or the last command proved nothing. */
    @Override
    protected void verify(Scene scene, Audit audit) {
        if (new Ledger(scene.ground().database()).cancelled(scene.run()) == 0) {
            scene.breach("nobody was left to cancel");
        }
        new Accounts(scene.ground().api()).limit(Accounts.PUSH, SHIPPED_PUSHES_PER_SECOND);
    }

    @Override
    protected int faultsAsked() {
        return pauses + 1;
    }
}
