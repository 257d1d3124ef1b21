package io.carillon.launcher.bench;

import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.Pause;
import io.carillon.launcher.local.SandboxAccounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The grants that WeChat messages use up. Those that Carillon uses arrive as events, as they only can; those that the SDK alone
 * uses are known to the sandbox and not told.
 */
final class Grants {
    private static final int PER_CALL = 2_000;
    private static final int MOST_PER_EVENT = 10;
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration WITHIN = Duration.ofMinutes(10);

    private boolean areGiven;

    /** Lets everybody with an openid follow and grant as many messages as all rounds need. Once is enough. */
    void give(Site site) {
        if (areGiven) {
            return;
        }
        areGiven = true;
        int rounds = site.plan().runs() + WarmUp.MOST;
        List<String> openids = PeopleFile.openids(site.groups());
        for (int from = 0; from < openids.size(); from += PER_CALL) {
            List<String> part = openids.subList(from, Math.min(openids.size(), from + PER_CALL));
            post(site, part, "subscribe", 1, true);
            for (int left = rounds; left > 0; left -= MOST_PER_EVENT) {
                post(site, part, "grant", Math.min(left, MOST_PER_EVENT), true);
            }
            for (int left = rounds + 1; left > 0; left -= MOST_PER_EVENT) {
                post(site, part, "grant", Math.min(left, MOST_PER_EVENT), false);
            }
        }
        awaitApplied(site, (long) openids.size() * rounds);
    }

    private static void post(Site site, List<String> openids, String event, int count, boolean isTold) {
        List<Map<String, Object>> events = new ArrayList<>();
        for (String openid : openids) {
            Map<String, Object> act = new HashMap<>();
            act.put("openid", openid);
            act.put("event", event);
            if (event.equals("grant")) {
                act.put("template", SandboxAccounts.WECHAT_TEMPLATE);
                act.put("count", count);
            }
            events.add(act);
        }
        site.sandbox()
                .postJson(
                        "/wechat/events",
                        Map.of("account", SandboxAccounts.WECHAT_ACCOUNT, "events", events, "isTold", isTold));
    }

    private static void awaitApplied(Site site, long grants) {
        CarillonApi sandbox = site.sandbox();
        long end = System.nanoTime() + WITHIN.toNanos();
        while (sandbox.get("/calls").path("pending").asLong() > 0
                || LedgerFigures.of(site.database()).grants() < grants) {
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                throw new LaunchFailure("The app has not applied " + grants + " grants after " + WITHIN.toMinutes()
                        + " minutes; the logs of app and sandbox say why.");
            }
            Pause.of(LOOK);
        }
    }
}
