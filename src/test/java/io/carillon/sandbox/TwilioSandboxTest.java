package io.carillon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwilioSandboxTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/twilio/2010-04-01/Accounts/" + TwilioSandbox.USUAL_SID + "/Messages";
    private static final String TO = "+14155550100";

    @TempDir
    private Path data;

    private HookStub carillon;
    private Sandbox sandbox;

    @BeforeEach
    void start() {
        carillon = new HookStub();
        sandbox = Sandbox.start(
                SandboxOptions.onFreePorts(data, carillon.url())
                        .with("twilio.receiptMillis", "20")
                        .with("twilio.account", "intl"),
                List.of(new TwilioSandbox()));
    }

    @AfterEach
    void stop() {
        sandbox.close();
        carillon.close();
    }

    @Test
    void answersACreatedMessageAsTwilioDoes() throws Exception {
        HttpResponse<String> answer = create(Map.of("To", TO, "From", "+15005550006", "Body", "Hello"));
        JsonNode json = JSON.readTree(answer.body());

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(json.get("sid").asText()).matches("SM[0-9a-f]{32}");
        assertThat(json.get("status").asText()).isEqualTo("queued");
        assertThat(json.get("account_sid").asText()).isEqualTo(TwilioSandbox.USUAL_SID);
        assertThat(json.get("num_segments").asText()).isEqualTo("1");
        assertThat(json.get("error_code").isNull()).isTrue();
        assertThat(json.get("uri").asText())
                .isEqualTo("/2010-04-01/Accounts/" + TwilioSandbox.USUAL_SID + "/Messages/"
                        + json.get("sid").asText() + ".json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            ''           | +15005550006 | Hello | 21604
            12345        | +15005550006 | Hello | 21265
            4155550100   | +15005550006 | Hello | 21211
            +14155550100 | ''           | Hello | 21603
            +14155550100 | a!b          | Hello | 21212
            +14155550100 | +15005550006 | ''    | 21602""")
    void refusesWhatTwilioRefuses(String to, String from, String body, int code) throws Exception {
        HttpResponse<String> answer = create(Map.of("To", to, "From", from, "Body", body));
        JsonNode json = JSON.readTree(answer.body());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json.get("code").asInt()).isEqualTo(code);
        assertThat(json.get("status").asInt()).isEqualTo(400);
        assertThat(json.get("more_info").asText()).endsWith("/" + code);
        assertThat(sandbox.accepted().count()).isZero();
    }

    @Test
    void refusesLongBodiesAndBadCallbacks() throws Exception {
        Map<String, String> form = new TreeMap<>(Map.of("To", TO, "From", "Shop", "Body", "x".repeat(1_601)));
        assertThat(code(create(form))).isEqualTo(21617);
        form.put("Body", "x");
        form.put("StatusCallback", "not a url");
        assertThat(code(create(form))).isEqualTo(21609);
    }

    @Test
    void knowsItsAccountOnly() throws Exception {
        HttpRequest.Builder bare = HttpRequest.newBuilder(URI.create(sandbox.url() + PATH + ".json"));
        HttpResponse<String> nobody = HTTP.send(bare.build(), HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> other = get(PATH.replace("0001/", "0002/") + ".json");

        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(code(nobody)).isEqualTo(20003);
        assertThat(other.statusCode()).isEqualTo(404);
        assertThat(code(other)).isEqualTo(20404);
    }

    @Test
    void findsMessagesBySidAndByAddressAndDay() throws Exception {
        String sid = sid(create(Map.of("To", TO, "From", "Shop", "Body", "one")));
        create(Map.of("To", TO, "From", "Shop", "Body", "two"));
        create(Map.of("To", "+14155550101", "From", "Shop", "Body", "three"));

        JsonNode fetched = JSON.readTree(get(PATH + "/" + sid + ".json").body());
        JsonNode listed = JSON.readTree(get(PATH + ".json?To=%2B14155550100").body());
        JsonNode longAgo = JSON.readTree(
                get(PATH + ".json?To=%2B14155550100&DateSent=1999-01-01").body());

        assertThat(fetched.get("body").asText()).isEqualTo("one");
        assertThat(fetched.get("status").asText()).isEqualTo("delivered");
        assertThat(listed.get("messages").findValuesAsText("body")).containsExactly("two", "one");
        assertThat(longAgo.get("messages")).isEmpty();
        assertThat(get(PATH + "/SMunknown.json").statusCode()).isEqualTo(404);
    }

    @Test
    void refusesPeopleWhoSaidStopUntilTheySayStart() throws Exception {
        Map<String, String> form = Map.of("To", TO, "From", "Shop", "Body", "Hello");
        assertThat(reply("{\"from\":\"" + TO + "\",\"body\":\"Stop\"}").statusCode())
                .isEqualTo(202);
        assertThat(code(create(form))).isEqualTo(21610);
        reply("{\"from\":\"" + TO + "\",\"body\":\"START\"}");
        assertThat(create(form).statusCode()).isEqualTo(201);

        await().atMost(Duration.ofSeconds(90)).until(() -> carillon.calls().size() == 2);
        assertThat(carillon.calls()).allSatisfy(call -> {
            assertThat(call.path()).isEqualTo("/hooks/twilio/intl");
            assertThat(call.signature()).isNotBlank();
            assertThat(call.body()).contains("From=%2B14155550100");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"from":"123","body":"STOP"}                              | 'from'
            {"from":"+14155550100"}                                   | 'body'
            {"from":"+14155550100","body":7}                          | 'body'
            {"from":"+14155550100","body":"x","account":"a/b"}        | 'account'
            {"from":"+14155550100","body":"x","optOutType":"MAYBE"}   | 'optOutType'
            []                                                        | JSON object""")
    void saysWhatToFixInAReply(String body, String expected) throws Exception {
        HttpResponse<String> answer = reply(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("detail").asText()).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"160, a, 1", "161, a, 2", "306, a, 2", "307, a, 3", "80, €, 1", "81, €, 2", "70, 满, 1", "71, 满, 2"})
    void countsSegmentsAsCarriersDo(int length, String letter, int segments) {
        assertThat(TwilioSegments.count(letter.repeat(length))).isEqualTo(segments);
    }

    @Test
    void reportsNothingWithoutACallback() throws Exception {
        create(Map.of("To", TO, "From", "Shop", "Body", "silent"));
        create(Map.of(
                "To", TO, "From", "Shop", "Body", "loud", "StatusCallback", carillon.url() + "/hooks/twilio/a/7-1-1"));

        await().atMost(Duration.ofSeconds(90)).until(() -> carillon.calls().size() == 2);
        assertThat(carillon.calls()).extracting(HookStub.Call::path).containsOnly("/hooks/twilio/a/7-1-1");
        assertThat(carillon.calls().get(1).body()).contains("MessageStatus=delivered");
    }

    private HttpResponse<String> create(Map<String, String> form) throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = request(PATH + ".json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> reply(String json) throws IOException, InterruptedException {
        HttpRequest request = request("/twilio/replies")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        String user = TwilioSandbox.USUAL_SID + ":" + TwilioSandbox.USUAL_TOKEN;
        return HttpRequest.newBuilder(URI.create(sandbox.url() + path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
    }

    private static String sid(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body()).get("sid").asText();
    }

    private static int code(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body()).get("code").asInt();
    }
}
