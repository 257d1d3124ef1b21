package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.demo.CustomerFile;
import io.carillon.launcher.demo.DemoImport;
import io.carillon.launcher.demo.WechatEvents;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What every round does first: people in, a campaign created from its YAML, launched over REST. */
final class Outreach {
    private final Ground ground;
    private final Console console;

    Outreach(Ground ground, Console console) {
        this.ground = ground;
        this.console = console;
    }

    /** Imports made-up customers and answers them; grants arrive as WeChat's events. */
    Customers people(int count, long seed) {
        Path file = ground.settings().folder().demo().resolve("customers.csv");
        try {
            CustomerFile.Written written = CustomerFile.write(file, count, seed);
            new DemoImport(ground.api(), console).run(file, written.rows());
            if (hasWechat()) {
                new WechatEvents(ground.settings().sandboxUrl(), ground.api(), console).send(written.openids());
            }
            return Customers.of(file, written.openids());
        } catch (IOException refused) {
            throw new LaunchFailure("The file " + file + " cannot be written: " + refused.getMessage(), refused);
        }
    }

    private boolean hasWechat() {
        for (JsonNode account : ground.api().get("/api/accounts").path("items")) {
            if (account.path("vendor").asText().equals("wechat")) {
                return true;
            }
        }
        return false;
    }

    /** Creates the campaign of a YAML file and launches it; answers its id. */
    long launch(Path definition) {
        long id = create(definition);
        launch(ground.api(), id);
        console.say("campaign", id + " launched");
        return id;
    }

    long create(Path definition) {
        try {
            return create(ground.api(), Files.readString(definition));
        } catch (IOException missing) {
            throw new LaunchFailure("The file " + definition + " cannot be read: " + missing.getMessage(), missing);
        }
    }

    /** Creates a campaign from YAML; answers its id. */
    static long create(CarillonApi api, String yaml) {
        return api.postText("/api/campaigns", "application/yaml", yaml)
                .body()
                .path("id")
                .asLong();
    }

    /** Launches it. */
    static void launch(CarillonApi api, long id) {
        api.post("/api/campaigns/" + id + "/launch", Map.of("Idempotency-Key", "drill-" + id));
    }

    /** Waits until the progress answers so; a dead app is asked again. */
    static JsonNode await(CarillonApi api, long run, Predicate<JsonNode> isSo, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            String last;
            try {
                JsonNode progress = api.get("/api/campaigns/" + run + "/progress");
                if (isSo.test(progress)) {
                    return progress;
                }
                last = progress.toString();
            } catch (LaunchFailure away) {
                last = String.valueOf(away.getMessage());
            }
            if (System.nanoTime() > end) {
                throw new LaunchFailure(
                        "Campaign " + run + " did not get there within " + atMost.toMinutes() + " minutes: " + last);
            }
            pause();
        }
    }

    static boolean isEnded(JsonNode progress) {
        return isCompleted(progress) || progress.path("state").asText().equals("cancelled");
    }

    static boolean isCompleted(JsonNode progress) {
        return progress.path("state").asText().equals("completed");
    }

    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("The drill was stopped.", stopped);
        }
    }
}
