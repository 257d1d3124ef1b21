package io.carillon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path data;

    private Sandbox sandbox;

    /** A vendor without a protocol: it only gives the sandbox a name to count under. */
    private static final class Plain implements SandboxVendor {
        @Override
        public String vendor() {
            return "plain";
        }

        @Override
        public void mount(Router router, SandboxKit kit) {
            router.post("/plain/send").handler(context -> context.response().end());
        }
    }

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(options(), List.of(new Plain()));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void keepsAcceptedMessagesOverARestart() throws Exception {
        accept("id-1", "7-1-1", "+8613800000001");
        accept("id-2", "7-2-1", "+8613800000002");
        sandbox.close();
        sandbox = Sandbox.start(options(), List.of(new Plain()));

        assertThat(get("/accepted/count").at("/counts/plain").asInt()).isEqualTo(2);
        assertThat(sandbox.kit().find("plain", "id-2"))
                .map(AcceptedMessage::key)
                .contains("7-2-1");
        assertThat(accept("id-3", "7-3-1", "+8613800000003")).isEqualTo(2);
        assertThat(get("/accepted?limit=10").at("/items/2/n").asInt()).isEqualTo(2);
    }

    @Test
    void takesOffALineThatAKillCutShort() throws Exception {
        accept("id-1", "7-1-1", "+8613800000001");
        sandbox.close();
        Files.writeString(data.resolve("accepted.jsonl"), "{\"n\":1,\"at\":\"2027-01-01T00", StandardOpenOption.APPEND);
        sandbox = Sandbox.start(options(), List.of(new Plain()));
        accept("id-2", "7-2-1", "+8613800000002");

        assertThat(Files.readAllLines(data.resolve("accepted.jsonl"))).hasSize(2);
        assertThat(sandbox.accepted().count()).isEqualTo(2);
    }

    @Test
    void losesNoneOfManyConcurrentMessages() throws Exception {
        int each = 5_000;
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> writers = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            int no = thread;
            writers.add(threads.submit(() -> {
                for (int i = 0; i < each; i++) {
                    accept("id-" + no + "-" + i, "8-" + i + "-1", "+1555" + no + String.format("%06d", i));
                }
            }));
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
        threads.shutdown();

        DuplicateReport report = sandbox.accepted().duplicates("", "", 10);
        assertThat(report.messages()).isEqualTo(4L * each);
        assertThat(report.addresses()).isEqualTo(4L * each);
        assertThat(report.duplicated()).isZero();
        assertThat(sandbox.kit().find("plain", "id-3-4999")).isPresent();
    }

    @Test
    void reportsAddressesThatGotMoreThanOneMessageOfARun() throws Exception {
        accept("id-1", "7-1-1", "+8613800000001");
        accept("id-2", "7-1-2", "+8613800000001");
        accept("id-3", "17-1-1", "+8613800000002");
        accept("id-4", "8-1-1", "+8613800000002");

        JsonNode all = get("/accepted/duplicates");
        JsonNode run = get("/accepted/duplicates?keyPrefix=7-");

        assertThat(all.get("duplicated").asInt()).isEqualTo(2);
        assertThat(run.get("duplicated").asInt()).isEqualTo(1);
        assertThat(run.at("/duplicates/0/count").asInt()).isEqualTo(2);
        assertThat(run.at("/duplicates/0/keys").toString()).isEqualTo("[\"7-1-1\",\"7-1-2\"]");
    }

    @Test
    void countsTheMessagesOfACallThatCarriesMany() throws Exception {
        accept("id-1", "call-7-1-1", "+8613800000001");
        accept("id-1", "call-7-1-1", "+8613800000002");
        accept("id-2", "7-9-1", "+8613800000002");
        accept("id-3", "call-17-1-1", "+8613800000003");

        JsonNode run = get("/accepted/duplicates?keyPrefix=7-");
        JsonNode count = get("/accepted/count?by=to&keyPrefix=7-");

        assertThat(run.get("messages").asInt()).isEqualTo(3);
        assertThat(run.get("duplicated").asInt()).isEqualTo(1);
        assertThat(count.get("messages").asInt()).isEqualTo(3);
    }

    @Test
    void pagesThroughWhatItAccepted() throws Exception {
        for (int i = 0; i < 5; i++) {
            accept("id-" + i, "7-" + i + "-1", "+861380000000" + i % 2);
        }
        JsonNode first = get("/accepted?to=%2B8613800000000&limit=2");
        JsonNode second = get("/accepted?to=%2B8613800000000&limit=2&after="
                + first.get("next").asText());

        assertThat(first.get("items").findValuesAsText("vendorId")).containsExactly("id-0", "id-2");
        assertThat(second.get("items").findValuesAsText("vendorId")).containsExactly("id-4");
        assertThat(second.get("next").isNull()).isTrue();
        assertThat(sandbox.kit().sentTo("plain", "+8613800000000", 2))
                .extracting(AcceptedMessage::vendorId)
                .containsExactly("id-2", "id-4");
    }

    @Test
    void addsListsAndRemovesFaults() throws Exception {
        JsonNode added = JSON.readTree(post(
                        "/faults",
                        "{\"vendor\":\"plain\",\"kind\":\"throttle\",\"match\":\"1$\",\"times\":1,\"seconds\":2.5}")
                .body());

        assertThat(sandbox.kit().faultFor("plain", "+2")).isNull();
        Fault shown = sandbox.kit().faultFor("plain", "+1");
        assertThat(shown).isNotNull();
        assertThat(shown.kind()).isEqualTo(Fault.Kind.THROTTLE);
        assertThat(shown.time()).hasMillis(2_500);
        assertThat(sandbox.kit().faultFor("plain", "+1")).isNull();
        assertThat(get("/faults").at("/items/0/fired").asInt()).isEqualTo(1);
        assertThat(delete("/faults/" + added.get("id").asText())).isEqualTo(204);
        assertThat(delete("/faults/" + added.get("id").asText())).isEqualTo(404);
        assertThat(get("/faults").get("items")).isEmpty();
    }

    @Test
    void tellsForWhichMessagesAReceiptWasTaken() throws Exception {
        Receipt sent =
                new Receipt(Receipt.Tells.SENT, Duration.ZERO, delay -> io.vertx.core.Future.succeededFuture(true));
        Receipt taken = new Receipt(
                Receipt.Tells.DELIVERED, Duration.ZERO, delay -> io.vertx.core.Future.succeededFuture(true));
        Receipt refused = new Receipt(
                Receipt.Tells.UNDELIVERED, Duration.ZERO, delay -> io.vertx.core.Future.succeededFuture(false));
        sandbox.kit().receipts("plain", "id-1", "+1", List.of(sent, taken, taken));
        sandbox.kit().receipts("plain", "id-2", "+2", List.of(refused));
        sandbox.kit().receipts("plain", "id-3", "+3", List.of(refused, taken));

        assertThat(get("/receipts/taken?limit=1"))
                .isEqualTo(
                        JSON.readTree(
                                "{\"items\":[{\"vendor\":\"plain\",\"vendorId\":\"id-1\",\"to\":\"+1\",\"told\":[\"sent\",\"delivered\"]}],\"next\":1,\"leftOut\":0}"));
        assertThat(get("/receipts/taken?after=1").at("/items/0/vendorId").asText())
                .isEqualTo("id-3");
        assertThat(get("/receipts/taken?after=1").get("next").isNull()).isTrue();
    }

    @Test
    void tellsHowWhoeverHasAnAddressBehaves() throws Exception {
        sandbox.close();
        sandbox = Sandbox.start(
                new SandboxOptions(0, data, URI.create("http://127.0.0.1:1"), 0, 1, Map.of("plain.refused", "0.5")),
                List.of(new Plain()));
        Set<String> told = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            String outcome =
                    get("/outcomes?vendor=plain&to=%2B" + i).get("outcome").asText();
            assertThat(outcome)
                    .isEqualTo(sandbox.kit().outcomeFor("plain", "+" + i).name().toLowerCase(Locale.ROOT));
            told.add(outcome);
        }

        assertThat(told).containsExactlyInAnyOrder("refused", "delivered");
        assertThat(get("/outcomes?vendor=nobody&to=%2B1").toString()).contains("must be one of plain");
        assertThat(get("/outcomes?vendor=plain").toString()).contains("'to' must be an address");
    }

    @Test
    void tellsHowManyReceiptsAreHeldAndLetsThemGo() throws Exception {
        post("/faults", "{\"vendor\":\"plain\",\"kind\":\"RECEIPT_HELD\"}");
        Receipt receipt = new Receipt(
                Receipt.Tells.UNDELIVERED, Duration.ZERO, delay -> io.vertx.core.Future.succeededFuture(true));
        sandbox.kit().receipts("plain", "id-1", "+1", List.of(receipt, receipt));

        assertThat(get("/receipts")).isEqualTo(JSON.readTree("{\"held\":2,\"byVendor\":{\"plain\":2}}"));
        assertThat(JSON.readTree(post("/receipts/release", "").body())
                        .get("released")
                        .asInt())
                .isEqualTo(2);
        assertThat(get("/receipts").get("held").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"vendor":"nobody","kind":"HANG"}                   | 'vendor' must be one of [plain, *]
            {"vendor":"plain","kind":"EXPLODE"}                 | 'kind' must be one of
            {"vendor":"plain","kind":"HANG","share":2}          | 'share' must be a number from 0 to 1
            {"vendor":"plain","kind":"HANG","share":0}          | 'share' must be above 0
            {"vendor":"plain","kind":"HANG","times":0.5}        | 'times' must be a whole number
            {"vendor":"plain","kind":"HANG","seconds":9999}     | 'seconds' must be a number from 0 to 600
            {"vendor":"plain","kind":"HANG","match":"("}        | 'match' must be a regular expression
            {"vendor":"plain","kind":"HANG","tmies":1}          | Unknown field 'tmies'
            []                                                  | Send a JSON object
            {"vendor":                                          | The body is not JSON""")
    void saysWhatToFixInAFault(String body, String expected) throws Exception {
        HttpResponse<String> answer = post("/faults", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(JSON.readTree(answer.body()).get("detail").asText()).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/accepted?limit=0",
        "/accepted?limit=x",
        "/accepted?after=-1",
        "/accepted?after=7",
        "/accepted/count?by=moon",
        "/accepted/count?keyPrefix=7-",
        "/accepted?keyPrefix=7-",
        "/accepted/duplicates?prefix=7-",
        "/accepted/count?by=to&prefix=7-"
    })
    void refusesQueriesOutOfBounds(String path) throws Exception {
        HttpResponse<String> answer = response(path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("title").asText()).isEqualTo("Bad Request");
    }

    @Test
    void readsLongJsonThatCurlCallsAForm() throws Exception {
        String pattern = "50% & 100%";
        HttpRequest posted = request("/faults")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("{\"vendor\":\"plain\",\"kind\":\"HANG\",\"match\":"
                        + " ".repeat(20_000) + "\"" + pattern + "\"}"))
                .build();

        HttpResponse<String> answer = HTTP.send(posted, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        assertThat(JSON.readTree(answer.body()).get("match").asText()).isEqualTo(pattern);
    }

    @Test
    void saysThatABodyIsNoFormWithoutNamingItsLog() throws Exception {
        HttpRequest posted = request("/nothing/here")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("a=" + "x".repeat(20_000)))
                .build();

        HttpResponse<String> answer = HTTP.send(posted, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("cannot be read").doesNotContain("log says");
    }

    @Test
    void answersUnknownAddressesWith404() throws Exception {
        assertThat(response("/nothing/here").statusCode()).isEqualTo(404);
    }

    @Test
    void escapesWhatCameOverTheWireOnItsPage() throws Exception {
        sandbox.kit().accepted(new AcceptedMessage("plain", "a", "id", "k", "<b>+1</b>", Map.of("text", "<script>")));

        assertThat(response("/").body())
                .contains("&lt;b&gt;+1&lt;/b&gt;")
                .contains("&lt;script&gt;")
                .doesNotContain("<script>");
    }

    @Test
    void refusesAFolderThatAnotherSandboxUses() {
        assertThatThrownBy(() -> Sandbox.start(options(), List.of()))
                .isInstanceOf(SandboxFailure.class)
                .hasMessageContaining("Another sandbox uses");
    }

    @Test
    void saysWhichPortIsTaken(@TempDir Path other) {
        SandboxOptions samePort =
                new SandboxOptions(sandbox.port(), other, URI.create("http://127.0.0.1:1"), 0, 1, Map.of());

        assertThatThrownBy(() -> Sandbox.start(samePort, List.of()))
                .isInstanceOf(SandboxFailure.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + sandbox.port());
    }

    private SandboxOptions options() {
        return SandboxOptions.onFreePorts(data, URI.create("http://127.0.0.1:1"));
    }

    private long accept(String vendorId, String key, String to) {
        return sandbox.kit()
                .accepted(new AcceptedMessage("plain", "acc", vendorId, key, to, Map.of("text", "a\"\n你好")));
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(response(path).body());
    }

    private HttpResponse<String> response(String path) throws IOException, InterruptedException {
        return HTTP.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return HTTP.send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private int delete(String path) throws IOException, InterruptedException {
        return HTTP.send(request(path).DELETE().build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(sandbox.url() + path));
    }
}
