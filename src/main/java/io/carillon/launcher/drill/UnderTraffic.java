package io.carillon.launcher.drill;

import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.local.LaunchFailure;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Starts a process while another one sends; where that takes so long that too little would be left, the run is paused meanwhile. */
final class UnderTraffic {
    private UnderTraffic() {}

    /**
     * Blocks until it is started.
     *
     * @param sending the process that works meanwhile
     * @param most messages to be sent before the run is paused
     */
    static void start(Scene scene, CarillonApi sending, long most, Runnable start) {
        CompletableFuture<Void> started = CompletableFuture.runAsync(start);
        boolean isPaused = false;
        while (!started.isDone()) {
            if (!isPaused && scene.messages() > most) {
                command(scene, sending, "pause");
                isPaused = true;
            }
            Outreach.pause();
        }
        try {
            started.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof LaunchFailure refused ? refused : failed;
        }
        if (isPaused) {
            command(scene, sending, "resume");
        }
    }

    private static void command(Scene scene, CarillonApi sending, String name) {
        if (!scene.isOver()) {
            sending.post("/api/campaigns/" + scene.run() + "/" + name, Map.of());
        }
    }
}
