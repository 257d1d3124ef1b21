package io.carillon.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Shows how far a campaign is, from its progress over REST, until it is through. */
final class CampaignWatch {
    private static final String PART = "campaign";
    private static final Duration AT_MOST = Duration.ofMinutes(20);

    private final CarillonApi api;
    private final Console console;
    private final Set<String> toldBlocks = new HashSet<>();
    private long furthest;

    CampaignWatch(CarillonApi api, Console console) {
        this.api = api;
        this.console = console;
    }

    /** Returns when the campaign has ended, by completing or otherwise. */
    void untilEnded(String progressPath) {
        long end = System.nanoTime() + AT_MOST.toNanos();
        JsonNode progress = api.get(progressPath);
        while (!isEnded(progress)) {
            show(progress);
            if (System.nanoTime() > end) {
                throw new LaunchFailure(
                        "The campaign is still " + progress.path("state").asText() + " after " + AT_MOST.toMinutes()
                                + " minutes; look at " + progressPath + " and at the app's log.");
            }
            Wait.aMoment();
            progress = lookAgain(progressPath, progress);
        }
        show(progress);
    }

    // The app may be restarted meanwhile; the campaign goes on by itself.
    private JsonNode lookAgain(String progressPath, JsonNode before) {
        try {
            return api.get(progressPath);
        } catch (LaunchFailure away) {
            if (Thread.currentThread().isInterrupted()) {
                throw away;
            }
            return before;
        }
    }

    private static boolean isEnded(JsonNode progress) {
        return switch (progress.path("state").asText()) {
            case "completed", "cancelled" -> true;
            default -> false;
        };
    }

    private void show(JsonNode progress) {
        progress.path("blocked").forEach(this::tellBlock);
        JsonNode sum = progress.path("sum");
        long audience = sum.path("audience").asLong();
        long open = sum.path("pending").asLong() + sum.path("held").asLong();
        console.bar(PART, done(audience, audience - open, isEnded(progress)), audience, text(progress));
    }

    /** People who come back, from bad news, do not take the bar back; and while any may, it is not full. */
    private long done(long audience, long settled, boolean isEnded) {
        furthest = isEnded ? audience : Math.min(Math.max(furthest, settled), Math.max(0, audience - 1));
        return furthest;
    }

    private static String text(JsonNode progress) {
        String channels = StreamSupport.stream(progress.path("channels").spliterator(), false)
                .map(channel -> String.format(
                        Locale.ROOT,
                        "%s %,d",
                        channel.path("channel").asText(),
                        channel.path("accepted").asLong()))
                .collect(Collectors.joining(" · "));
        String stage = progress.path("stage").asText(progress.path("state").asText());
        return channels.isEmpty() ? stage : stage + ": " + channels;
    }

    private void tellBlock(JsonNode block) {
        String told =
                block.path("channel").asText() + " at " + block.path("account").asText() + " is stopped: "
                        + block.path("text").asText(block.path("reason").asText()) + " "
                        + block.path("fix").asText();
        if (toldBlocks.add(told)) {
            console.say(PART, told.strip());
        }
    }
}
