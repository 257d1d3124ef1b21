package io.carillon.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.demo.CustomerFile.OpenidHistory;
import io.carillon.launcher.demo.DemoPerson.WechatHistory;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.Counts;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.SandboxAccounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets the sandbox's WeChat tell the app what the people did there: followed, granted a message, left. Grants are never
 * imported, so this is the only way in which the demo's people get theirs.
 */
public final class WechatEvents {
    private static final int PER_CALL = 1_000;

    // Seconds on a machine of its own; crowded ones have been seen to take minutes.
    private static final Duration WITHIN = Duration.ofMinutes(10);
    /** The app applies what it has stored every fifth of a second: a reach that stands still for longer has all of it. */
    private static final int STEADY_LOOKS = 4;

    private final CarillonApi sandbox;
    private final CarillonApi app;
    private final Console console;

    public WechatEvents(String sandboxUrl, CarillonApi app, Console console) {
        this.sandbox = new CarillonApi(sandboxUrl, Optional.empty());
        this.app = app;
        this.console = console;
    }

    /** Sends all events and returns when the app has answered and applied them. */
    public void send(List<OpenidHistory> people) {
        for (int from = 0; from < people.size(); from += PER_CALL) {
            int to = Math.min(people.size(), from + PER_CALL);
            List<Map<String, Object>> events = new ArrayList<>();
            people.subList(from, to).forEach(person -> events.addAll(events(person)));
            sandbox.postJson("/wechat/events", Map.of("account", SandboxAccounts.WECHAT_ACCOUNT, "events", events));
            console.bar("WeChat", to, people.size(), "follow and grant events of " + Counts.people(to));
        }
        long granted = people.stream()
                .filter(person -> person.history() == WechatHistory.GRANTED)
                .count();
        long reachable = awaitApplied();
        console.say(
                "WeChat",
                Counts.people(granted) + " granted a message; " + Counts.number(reachable) + " can be reached there");
    }

    private long awaitApplied() {
        long moved = System.nanoTime();
        long before = -1;
        long pendingBefore = -1;
        int steady = 0;
        while (steady < STEADY_LOOKS) {
            if (System.nanoTime() - moved > WITHIN.toNanos()) {
                throw new LaunchFailure("The app has not applied any of the WeChat events for " + WITHIN.toMinutes()
                        + " minutes; the logs of app and sandbox say why.");
            }
            Wait.aMoment();
            long now = reach();
            long pending = sandbox.get("/calls").path("pending").asLong();
            boolean isSteady = now >= 0 && now == before;
            steady = isSteady && pending == 0 ? steady + 1 : 0;
            if ((now >= 0 && !isSteady) || pending != pendingBefore) {
                moved = System.nanoTime();
            }
            before = now;
            pendingBefore = pending;
        }
        return before;
    }

    /** As the app says, or minus one if it is too busy to say. */
    private long reach() {
        JsonNode preview;
        try {
            preview = app.postJson(
                            "/api/segments/preview",
                            Map.of("rule", Map.of("address", Map.of("kind", "openid")), "purpose", "marketing"))
                    .body();
        } catch (LaunchFailure busy) {
            return -1;
        }
        for (JsonNode channel : preview.path("channels")) {
            if (channel.path("channel").asText().startsWith("wechat")) {
                return channel.path("reachable").asLong();
            }
        }
        return 0;
    }

    private static List<Map<String, Object>> events(OpenidHistory person) {
        Map<String, Object> follow = Map.of("openid", person.openid(), "event", "subscribe");
        return switch (person.history()) {
            case GRANTED ->
                List.of(
                        follow,
                        Map.of(
                                "openid",
                                person.openid(),
                                "event",
                                "grant",
                                "template",
                                SandboxAccounts.WECHAT_TEMPLATE,
                                "count",
                                1));
            case FOLLOWS -> List.of(follow);
            case LEFT -> List.of(follow, Map.of("openid", person.openid(), "event", "unsubscribe"));
            case NONE -> List.of();
        };
    }
}
