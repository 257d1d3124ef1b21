package io.carillon.launcher.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One campaign that was sent to its end while memory, Temporal and progress calls were looked at.
 *
 * @param sent what came of it
 * @param beyondFreeze seconds from the launch to the first message, without those that the freeze itself took
 * @param toFirst seconds from the launch to the first message
 * @param actions Temporal's own count, for each person
 * @param memory of the app
 * @param afterwards how long progress calls took when it was over, in milliseconds
 */
record WatchedSend(
        Sent sent, double beyondFreeze, double toFirst, double actions, Memory.Peaks memory, Spread afterwards) {
    private static final int CALLS = 50;
    private static final int COLLECTIONS = 4;

    /** Sends it. */
    static WatchedSend of(Site site, Definition definition) {
        double before = site.temporal().actions();
        try (Memory memory = Memory.of(site.ground().settings().folder())) {
            Looks looks = new Looks(memory);
            Sent sent = new Sending(site).send(definition, looks::look);
            Memory.Peaks peaks = memory.peaks();
            // Before the sink meets another campaign.
            TemporalFigures.Activity freeze = site.temporal().freezeOf(sent.run());
            double toFirst = FirstMessage.of(site, sent);
            return new WatchedSend(
                    sent,
                    toFirst - freeze.seconds(),
                    toFirst,
                    (site.temporal().actions() - before) / sent.people(),
                    peaks,
                    calls(site, sent.run()));
        }
    }

    /** Collects a few times on the way, in equal parts of the audience. */
    private static final class Looks {
        private final Memory memory;
        private int next = 1;

        Looks(Memory memory) {
            this.memory = memory;
        }

        void look(JsonNode progress) {
            long audience = progress.path("sum").path("audience").asLong();
            long sent = progress.path("sum").path("sent").asLong();
            if (audience > 0 && sent < audience && sent * COLLECTIONS >= audience * next) {
                next++;
                memory.collect();
            }
        }
    }

    private static Spread calls(Site site, long run) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            long began = System.nanoTime();
            site.api().get("/api/campaigns/" + run + "/progress");
            millis.add((System.nanoTime() - began) / 1e6);
        }
        return new Spread(millis);
    }
}
