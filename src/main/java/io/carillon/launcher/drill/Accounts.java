package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.launcher.demo.CarillonApi;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Vendor accounts changed over REST, as an operator does while the app runs. Such a change outlives the app's restarts. */
final class Accounts {
    /** The account that most messages of the demo's campaign leave by. */
    static final String PUSH = "shop-push";

    static final String ALIYUN = "aliyun-marketing";
    static final String TWILIO = "twilio-marketing";
    static final String MAIL = "shop-mail";
    static final String WECHAT = "shop-service";

    /** All that the demo's campaign leaves by. */
    static final List<String> ALL = List.of(PUSH, WECHAT, ALIYUN, TWILIO, MAIL);

    /** Customers for each message a second and account. */
    private static final int SLOWLY = 300;

    /** What the app adds when it shows an account. */
    private static final List<String> SHOWN_ONLY = List.of("name", "isEnabled", "updatedBy", "updatedAt");

    private final CarillonApi api;

    Accounts(CarillonApi api) {
        this.api = api;
    }

    /** Lets all accounts send so slowly that a campaign to so many customers takes minutes, and faults meet messages. */
    void slowly(int customers) {
        int rate = Math.max(1, customers / SLOWLY);
        ALL.forEach(account -> limit(account, rate));
    }

    /** The rates that all accounts have. */
    Map<String, JsonNode> rates() {
        return ALL.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        account -> api.get("/api/accounts/" + account).path("rate")));
    }

    /** Gives accounts the rates that they had. */
    void restore(Map<String, JsonNode> rates) {
        rates.forEach((account, rate) -> change(account, request -> request.set("rate", rate)));
    }

    /** Lets an account send so many messages a second, over all processes. */
    void limit(String account, int perSecond) {
        change(
                account,
                request -> request.putObject("rate").put("limit", perSecond).put("unit", "messages"));
    }

    /** Changes one of an account's settings. */
    void set(String account, String setting, String value) {
        change(account, request -> request.withObject("/settings").put(setting, value));
    }

    private void change(String account, Consumer<ObjectNode> change) {
        ObjectNode request = (ObjectNode) api.get("/api/accounts/" + account);
        request.remove(SHOWN_ONLY);
        ObjectNode secrets = request.withObject("/secrets");
        for (var secret : List.copyOf(secrets.properties())) {
            secrets.set(secret.getKey(), secret.getValue().path("variable"));
        }
        change.accept(request);
        JsonNode changed = api.putJson("/api/accounts/" + account, request);
        if (!changed.path("isEnabled").asBoolean()) {
            throw new IllegalStateException("Account " + account + " is off: " + changed);
        }
    }
}
