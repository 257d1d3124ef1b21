package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * fuzz: thousands of requests made from the OpenAPI document, right, wrong and nearly right, against an installation whose campaign has
 * just been sent. Then the app is started anew on what they left behind, and another campaign must still add up. Last, everything
 * that an operator or a stranger can read is searched for addresses, names and secrets.
 */
public final class FuzzRound implements Round {
    private static final int MOST_PEOPLE = 1_000;
    private static final int EXAMPLES = 40;
    private static final int LEAST_CASES = 2_000;
    /** A third is, when all is well. */
    private static final double LEAST_TAKEN = 0.15;

    /** A stream ends with its run, which may be in hours; {@link FuzzProbes} asks for streams instead. */
    private static final String STREAM = "/api/campaigns/{id}/progress/stream";

    @Override
    public String name() {
        return "fuzz";
    }

    @Override
    public String story() {
        return "thousands of hostile requests by the OpenAPI document; nothing breaks, and nothing personal or secret is told";
    }

    @Override
    public Report play(Stage stage) {
        Schemathesis program = Schemathesis.in(stage.outer().cache(), stage.console());
        try (Ground ground = Ground.start(stage.outer(), stage.folder(), Map.of(), 1, stage.console())) {
            return new Play(stage, ground).play(program);
        }
    }

    private static final class Play {
        private final Stage stage;
        private final Ground ground;
        private final Console console;
        private final Outreach outreach;
        private final Path definition;
        private final List<String> breaches = new ArrayList<>();
        private final List<String> wrongSums = new ArrayList<>();
        private final long began = System.nanoTime();
        private int samples;

        Play(Stage stage, Ground ground) {
            this.stage = stage;
            this.ground = ground;
            this.console = stage.console();
            this.outreach = new Outreach(ground, console);
            this.definition = stage.outer().checkout().resolve("workflows/demo-campaign.yaml");
        }

        Report play(Schemathesis program) {
            outreach.people(Math.min(stage.customers(), MOST_PEOPLE), stage.seed());
            long first = outreach.launch(definition);
            Audit audit = audit(ground.api(), first);
            List<String> accounts = accounts(ground.api());
            Token fuzzing = token("fuzz");
            Token kept = token("fuzz-keeper");
            FuzzProbes probes = new FuzzProbes(ground, fuzzing.text());
            probes.streams(first).ifPresent(breaches::add);
            FuzzAnswers answers = fuzz(program, first, fuzzing, kept);
            List<String> refusals = probes.refusals();
            // Of the process that heard all of this; the one after it knows nothing.
            String metrics = probes.text("/q/metrics");
            Audit after = after(kept, accounts);
            scan(answers, refusals, metrics, List.of(fuzzing, kept));
            return new Report(
                    "fuzz",
                    audit.and(after),
                    samples,
                    wrongSums,
                    answers.cases(),
                    LEAST_CASES,
                    0,
                    Duration.ofNanos(System.nanoTime() - began),
                    breaches);
        }

        /** Waits for a campaign's end, holds its sums to account meanwhile, and the ledger against what vendors took. */
        private Audit audit(CarillonApi api, long run) {
            try (SumWatch sums = new SumWatch(api, new Ledger(ground.database()), run)) {
                long audience = Outreach.await(api, run, Outreach::isEnded, Scene.AT_MOST)
                        .path("sum")
                        .path("audience")
                        .asLong();
                Audit audit = Audit.of(ground, run, audience);
                long sent = api.get("/api/campaigns/" + run + "/progress")
                        .path("sum")
                        .path("sent")
                        .asLong();
                if (sent == 0) {
                    breaches.add("nobody of " + audience + " people was sent to in campaign " + run);
                }
                sums.end();
                samples += sums.samples();
                if (sums.samples() == 0) {
                    breaches.add("no sum of campaign " + run + " was looked at before its end");
                }
                wrongSums.addAll(sums.wrong());
                return audit;
            }
        }

        private FuzzAnswers fuzz(Schemathesis program, long run, Token fuzzing, Token kept) {
            Path folder = stage.folder().resolve("fuzz");
            Path answersFile = folder.resolve("answers.ndjson");
            Path known = folder.resolve("known.json");
            try {
                Files.createDirectories(folder);
                Files.writeString(known, new FuzzTargets(ground, run).json(List.of(fuzzing.id(), kept.id())));
            } catch (IOException refused) {
                throw new LaunchFailure(
                        "The folder " + folder + " cannot be written: " + refused.getMessage(), refused);
            }
            console.say(
                    "fuzz", "schemathesis " + Schemathesis.VERSION + ", seed " + stage.seed() + ", log in " + folder);
            int code = program.run(
                    folder,
                    arguments(fuzzing),
                    Map.of("FUZZ_KNOWN", known.toString(), "FUZZ_ANSWERS", answersFile.toString()));
            FuzzAnswers answers = FuzzAnswers.read(answersFile);
            console.say(
                    "fuzz",
                    answers.cases() + " cases, " + answers.findings().size() + " failures: " + answers.statuses());
            console.say(
                    "fuzz",
                    answers.spared()
                            + " calls would have taken away a token or an account that the round lives by, and went elsewhere");
            breaches.addAll(answers.findings());
            if (answers.taken() < answers.cases() * LEAST_TAKEN) {
                breaches.add("only " + answers.taken() + " of " + answers.cases()
                        + " calls were answered with yes: what is refused at the door tries nothing behind it");
            }
            if (code != 0 && answers.findings().isEmpty()) {
                breaches.add("schemathesis ended with code " + code + "; its log in " + folder + " says why");
            }
            return answers;
        }

        private List<String> arguments(Token token) {
            return List.of(
                    "run",
                    ground.settings().apiUrl() + "/q/openapi",
                    "--header",
                    "Authorization: Bearer " + token.text(),
                    "--checks",
                    "all",
                    // A schema cannot say all that makes a campaign or an account acceptable.
                    "--exclude-checks",
                    "positive_data_acceptance",
                    "--exclude-path",
                    STREAM,
                    "--phases",
                    "examples,coverage,fuzzing,stateful",
                    "--max-examples",
                    Integer.toString(EXAMPLES),
                    "--seed",
                    Long.toString(stage.seed()),
                    "--continue-on-failure",
                    "--request-timeout",
                    "60",
                    "--generation-database",
                    "none",
                    "--no-color");
        }

        /** The app starts on what is there now, and a campaign is sent as if nothing had happened. */
        private Audit after(Token kept, List<String> accounts) {
            ground.killAndRestart("app");
            CarillonApi api = new CarillonApi(ground.settings().apiUrl(), Optional.of(kept.text()));
            restoreAccounts(api, accounts);
            long second = Outreach.create(api, read(definition));
            Outreach.launch(api, second);
            Audit audit = audit(api, second);
            console.say("fuzz", "campaign " + second + " after it: " + audit);
            return audit;
        }

        /** Puts back the accounts that were there before, and disables the others. */
        private void restoreAccounts(CarillonApi api, List<String> before) {
            Map<String, JsonNode> wanted = new HashMap<>();
            for (JsonNode account : AccountsYaml.read(ground.settings().folder().accounts())) {
                wanted.put(account.path("name").asText(), account);
            }
            for (String name : accounts(api)) {
                if (!wanted.containsKey(name)) {
                    api.delete("/api/accounts/" + name);
                }
            }
            before.forEach(name -> api.putJson("/api/accounts/" + name, AccountsYaml.request(wanted.get(name))));
        }

        private void scan(FuzzAnswers answers, List<String> refusals, String metrics, List<Token> tokens) {
            Map<String, String> secrets =
                    tokens.stream().collect(Collectors.toMap(Token::text, token -> "bearer token"));
            breaches.addAll(new Leaks(ground).found(console, secrets, scan -> {
                scan.look("/q/metrics", metrics);
                answers.errorBodies().forEach(body -> scan.look("an error body", body));
                refusals.forEach(body -> scan.look("a refusal of an address or secret", body));
            }));
        }

        private Token token(String name) {
            JsonNode made =
                    ground.api().postJson("/api/tokens", Map.of("name", name)).body();
            return new Token(made.path("id").asText(), made.path("token").asText());
        }

        private static List<String> accounts(CarillonApi api) {
            List<String> names = new ArrayList<>();
            String next = "";
            do {
                JsonNode page = api.get("/api/accounts?limit=500" + next);
                page.path("items")
                        .forEach(account -> names.add(account.path("name").asText()));
                next = page.path("next").isTextual()
                        ? "&cursor=" + page.path("next").asText()
                        : "";
            } while (!next.isEmpty());
            return names;
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException missing) {
                throw new LaunchFailure("The file " + file + " cannot be read: " + missing.getMessage(), missing);
            }
        }
    }

    /** A bearer token and its id. */
    private record Token(String id, String text) {}
}
