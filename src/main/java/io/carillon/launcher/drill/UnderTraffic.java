package io.carillon.launcher.drill;

import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.local.LaunchFailure;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Starts a process while another one sends; where that takes so long that too little would be left, the sending is held back meanwhile. */
final class UnderTraffic {
    private UnderTraffic() {}

    /**
     * How the sending is held back.
     *
     * @param most messages to be sent before it is
     * @param hold does it
     * @param goOn ends it
     */
    record Brake(long most, Runnable hold, Runnable goOn) {

        /** Pauses the run, by the process that works meanwhile. */
        static Brake pause(Scene scene, CarillonApi sending, long most) {
            return new Brake(most, () -> command(scene, sending, "pause"), () -> command(scene, sending, "resume"));
        }
    }

    /** Blocks until it is started. */
    static void start(Scene scene, Brake brake, Runnable start) {
        CompletableFuture<Void> started = CompletableFuture.runAsync(start);
        boolean isHeld = false;
        while (!started.isDone()) {
            if (!isHeld && scene.messages() > brake.most()) {
                brake.hold().run();
                isHeld = true;
            }
            Outreach.pause();
        }
        try {
            started.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof LaunchFailure refused ? refused : failed;
        }
        if (isHeld) {
            brake.goOn().run();
        }
    }

    private static void command(Scene scene, CarillonApi sending, String name) {
        if (!scene.isOver()) {
            sending.post("/api/campaigns/" + scene.run() + "/" + name, Map.of());
        }
    }
}
