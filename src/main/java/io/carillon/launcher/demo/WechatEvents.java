package io.carillon.launcher.demo;

import io.carillon.launcher.demo.CustomerFile.OpenidHistory;
import io.carillon.launcher.demo.DemoPerson.WechatHistory;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.SandboxAccounts;
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

    private final CarillonApi sandbox;
    private final Console console;

    public WechatEvents(String sandboxUrl, Console console) {
        this.sandbox = new CarillonApi(sandboxUrl, Optional.empty());
        this.console = console;
    }

    /** Sends all events; gives how many people can be written to by a grant now. */
    public long send(List<OpenidHistory> people) {
        for (int from = 0; from < people.size(); from += PER_CALL) {
            int to = Math.min(people.size(), from + PER_CALL);
            List<Map<String, Object>> events = new ArrayList<>();
            people.subList(from, to).forEach(person -> events.addAll(events(person)));
            sandbox.postJson("/wechat/events", Map.of("account", SandboxAccounts.WECHAT_ACCOUNT, "events", events));
            console.bar("WeChat", to, people.size(), to + " people's follow and grant events");
        }
        return people.stream()
                .filter(person -> person.history() == WechatHistory.GRANTED)
                .count();
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
