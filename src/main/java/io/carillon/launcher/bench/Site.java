package io.carillon.launcher.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.drill.Ground;
import io.carillon.launcher.local.DatabaseAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The installation that is measured: its parts, where mails go, and who is in it. For one thread. */
final class Site implements AutoCloseable {
    /** More than this machine can do, so that no rate limit is what is measured. */
    private static final int UNLIMITED = 1_000_000;

    private static final String MAIL_VENDOR = "smtp";
    private static final int STRANGERS = 20_000;

    private final Ground ground;
    private final BenchPlan plan;
    private final Groups groups;
    private final @Nullable SmtpSink sink;
    private final CarillonApi api;
    private final CarillonApi sandbox;
    private final TemporalFigures temporal;
    private final Grants grants = new Grants();
    private final List<Sent> usual = new ArrayList<>();
    private final List<PeopleImport> imported = new ArrayList<>();

    Site(Ground ground, BenchPlan plan, Groups groups, TemporalFigures temporal) {
        this.ground = ground;
        this.plan = plan;
        this.groups = groups;
        this.temporal = temporal;
        this.sink = plan.smtp() == null ? SmtpSink.open() : null;
        this.api = ground.api();
        this.sandbox = ground.sandbox();
    }

    /** Lifts every rate limit and leads mails to the sink; the rest of each account stays as the installation has it. */
    void openAccounts() {
        for (JsonNode account : api().get("/api/accounts").path("items")) {
            Map<String, String> settings = texts(account.path("settings"));
            if (account.path("vendor").asText().equals(MAIL_VENDOR)) {
                InetSocketAddress to = mailsTo();
                settings.put("host", to.getHostString());
                settings.put("port", Integer.toString(to.getPort()));
            }
            api().putJson("/api/accounts/" + account.path("name").asText(), open(account, settings));
        }
    }

    private static Map<String, Object> open(JsonNode account, Map<String, String> settings) {
        Map<String, Object> request = new LinkedHashMap<>();
        for (String field : new String[] {"vendor", "kind", "mode", "purpose", "scope", "countries", "rank", "price"}) {
            if (account.hasNonNull(field)) {
                request.put(field, account.path(field));
            }
        }
        request.put("rate", Map.of("limit", UNLIMITED, "unit", "messages"));
        request.put("settings", settings);
        Map<String, String> secrets = new TreeMap<>();
        account.path("secrets")
                .properties()
                .forEach(secret -> secrets.put(
                        secret.getKey(), secret.getValue().path("variable").asText()));
        request.put("secrets", secrets);
        return request;
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    private InetSocketAddress mailsTo() {
        InetSocketAddress given = plan.smtp();
        return given != null ? given : Objects.requireNonNull(sink).address();
    }

    /** Whether vendors send receipts; without them only sending is measured. */
    void receipts(boolean areSent) {
        sandbox.delete("/faults");
        if (!areSent) {
            sandbox.postJson("/faults", Map.of("vendor", "*", "kind", "RECEIPT_LOST", "share", 1));
        }
    }

    /** Brings strangers in, so that everybody else meets a warm import. */
    void warmImport() {
        Path strangers = ground.settings().folder().demo().resolve("strangers.csv");
        PeopleFile.writeStrangers(strangers, STRANGERS, plan.seed() + 1);
        PeopleImport.of(api, strangers, STRANGERS);
    }

    /** Brings everybody in. */
    void bringPeople() {
        Path file = ground.settings().folder().demo().resolve("people.csv");
        PeopleFile.write(file, groups, plan.seed());
        imported.add(PeopleImport.of(api, file, groups.people()));
    }

    /** Leaves nobody, so that the same people can come in again as if for the first time. Nothing was ever sent to them. */
    void forgetPeople() {
        LedgerFigures.of(database()).forgetPeople();
    }

    /** How everybody came in, each time. */
    List<PeopleImport> imported() {
        return List.copyOf(imported);
    }

    /** Keeps campaigns to the usual audience for comparison. */
    void remember(List<Sent> sent) {
        usual.addAll(sent);
    }

    /** Seconds of the campaigns kept. */
    List<Double> usualSeconds() {
        return usual.stream().map(Sent::seconds).toList();
    }

    /** A secret that the installation shares with its sandbox. */
    String secret(String name) {
        return ground.settings().folder().secret(name);
    }

    /** What the parts have used so far. */
    Cpu cpu() {
        return Cpu.of(ground.parts());
    }

    /** Whether {@link #taken} knows of a channel's messages: not of mails that go to somebody else's address. */
    boolean sees(String channel) {
        return sink != null || !channel.equals("email");
    }

    /** Messages that the sandbox's vendors and our own mail sink took so far. */
    long taken() {
        long mails = sink == null ? 0 : sink.mails();
        return mails + sandbox.get("/accepted/count").path("total").asLong();
    }

    CarillonApi sandbox() {
        return sandbox;
    }

    TemporalFigures temporal() {
        return temporal;
    }

    Grants grants() {
        return grants;
    }

    CarillonApi api() {
        return api;
    }

    Ground ground() {
        return ground;
    }

    DatabaseAddress database() {
        return ground.database();
    }

    BenchPlan plan() {
        return plan;
    }

    Groups groups() {
        return groups;
    }

    /** Our own sink; null when mails go elsewhere. */
    @Nullable
    SmtpSink sink() {
        return sink;
    }

    @Override
    public void close() {
        if (sink != null) {
            sink.close();
        }
    }
}
