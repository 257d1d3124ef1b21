package io.carillon.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.Counts;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.LaunchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Plays the first hour over REST: customers in, grants in, a few suppressed, one campaign launched, watched and printed.
 * Refuses an installation that has a live account. For one thread.
 */
public final class Demo {
    private static final String PART = "demo";
    private static final Duration TOKEN_WITHIN = Duration.ofSeconds(30);

    private final LaunchSettings settings;
    private final Console console;
    private final int people;
    private final CarillonApi api;

    /**
     * @param people how many customers to make up
     */
    public Demo(LaunchSettings settings, Console console, int people) {
        this.settings = settings;
        this.console = console;
        this.people = people;
        this.api = new CarillonApi(settings.apiUrl(), Optional.of(token(settings)));
    }

    /**
     * Plays it once.
     *
     * @return whether the sum of the printed result adds up
     */
    public boolean play() {
        List<JsonNode> accounts = accounts();
        refuseLive(accounts);
        CustomerFile.Written customers = writeCustomers();
        new DemoImport(api, console).run(file(), customers.rows());
        if (accounts.stream()
                .anyMatch(account -> account.path("vendor").asText().equals("wechat"))) {
            new WechatEvents(settings.sandboxUrl(), api, console).send(customers.openids());
        }
        suppress(customers.suppress());
        String campaign = launch(create());
        new CampaignWatch(api, console).untilEnded(campaign + "/progress");
        return print(campaign);
    }

    private List<JsonNode> accounts() {
        JsonNode answer = api.get("/api/accounts");
        List<JsonNode> enabled = new ArrayList<>();
        (answer.has("items") ? answer.path("items") : answer).forEach(account -> {
            if (account.path("isEnabled").asBoolean(true)) {
                enabled.add(account);
            }
        });
        return enabled;
    }

    private static void refuseLive(List<JsonNode> accounts) {
        accounts.stream()
                .filter(account -> !account.path("mode").asText().equals("sandbox"))
                .findFirst()
                .ifPresent(live -> {
                    throw new LaunchFailure("The account " + live.path("name").asText()
                            + " is live, and the demo never sends to real people. Remove it, or play the demo in a data"
                            + " folder of its own (CARILLON_HOME).");
                });
    }

    private CustomerFile.Written writeCustomers() {
        try {
            CustomerFile.Written written = CustomerFile.write(file(), people, CustomerFile.SEED);
            console.say(PART, Counts.of(people, "customer", "customers") + " made up in " + file());
            return written;
        } catch (IOException refused) {
            throw new LaunchFailure("The file " + file() + " cannot be written: " + refused.getMessage(), refused);
        }
    }

    private void suppress(List<String> ids) {
        if (!ids.isEmpty()) {
            api.postJson("/api/suppressions", Map.of("externalIds", ids, "reason", "asked not to be written to again"));
            console.say(PART, Counts.people(ids.size()) + " suppressed");
        }
    }

    private String create() {
        Path definition = settings.checkout().resolve("workflows/demo-campaign.yaml");
        try {
            CarillonApi.Answer answer =
                    api.postText("/api/campaigns", "application/yaml", Files.readString(definition));
            String place = answer.location()
                    .orElseGet(
                            () -> "/api/campaigns/" + answer.body().path("id").asLong());
            console.say("campaign", answer.body().path("id").asLong() + " created from " + definition.getFileName());
            return place;
        } catch (IOException missing) {
            throw new LaunchFailure("The file " + definition + " cannot be read: " + missing.getMessage(), missing);
        }
    }

    private String launch(String campaign) {
        JsonNode validation = api.post(campaign + "/validate", Map.of()).body();
        validation
                .path("findings")
                .forEach(finding -> console.say(
                        "validate",
                        finding.path("place").asText() + ": "
                                + finding.path("message").asText()));
        JsonNode launched = api.post(campaign + "/launch", Map.of("Idempotency-Key", "demo-" + UUID.randomUUID()))
                .body();
        console.say(
                "campaign",
                "launched → " + launched.path("links").path("temporal").asText(campaign));
        return campaign;
    }

    private boolean print(String campaign) {
        CampaignResult result = CampaignResult.from(api.get(campaign + "/result"));
        console.line("");
        ResultTable.lines(result).forEach(console::line);
        console.line("");
        console.line("run       "
                + result.links()
                        .getOrDefault("temporal", settings.temporalUi().orElse("(this Temporal has no pages)")));
        console.line("api       " + result.links().getOrDefault("api", settings.apiUrl() + "/q/swagger-ui"));
        console.line("accepted  " + settings.sandboxUrl() + "/   (what the sandbox vendors received)");
        console.line("");
        return result.addsUp();
    }

    private Path file() {
        return settings.folder().demo().resolve("customers.csv");
    }

    private static String token(LaunchSettings settings) {
        Path file = settings.folder().token();
        long end = System.nanoTime() + TOKEN_WITHIN.toNanos();
        while (!Files.exists(file)) {
            if (System.nanoTime() > end) {
                throw new LaunchFailure("The app has written no token to " + file + "; its log is "
                        + settings.folder().log("app") + ".");
            }
            Wait.aMoment();
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException refused) {
            throw new LaunchFailure("The token " + file + " cannot be read: " + refused.getMessage(), refused);
        }
    }
}
