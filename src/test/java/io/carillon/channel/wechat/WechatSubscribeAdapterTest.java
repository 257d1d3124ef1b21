package io.carillon.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.CallDeadline;
import io.carillon.channel.ChannelAdapter;
import io.carillon.channel.ChannelContractTest;
import io.carillon.channel.Content;
import io.carillon.channel.HookRequest;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.Sender;
import io.carillon.channel.SettingProblem;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorReport;
import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.carillon.sandbox.Fault;
import io.carillon.sandbox.FaultRule;
import io.carillon.sandbox.Sandbox;
import io.carillon.vault.TinkVault;
import io.carillon.vault.Vault;
import io.carillon.vault.VaultKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WechatSubscribeAdapterTest extends ChannelContractTest {
    static final String APPID = "wx0123456789abcdef";
    static final String TOKEN = "hookToken1";
    static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private static final String TEMPLATE = "TM00001";

    private final Sql sql = TestDatabase.freshSql();
    private final Vault vault = new TinkVault(VaultKeys.random());

    @Override
    protected ChannelAdapter adapter() {
        return new WechatSubscribeAdapter(sql, vault);
    }

    @Override
    protected Map<String, String> sandboxSettings() {
        return Map.of(
                "wechat.appid", APPID, "wechat.appSecret", "s3cret", "wechat.token", TOKEN, "wechat.aesKey", AES_KEY);
    }

    @Override
    protected VendorAccount account(Sandbox running) {
        return account(running, "s3cret");
    }

    @Override
    protected VendorAccount accountWithWrongCredentials(Sandbox running) {
        sql.update("delete from vendor_token");
        return account(running, "wrong");
    }

    private VendorAccount account(Sandbox running, String secret) {
        return accountWith(
                adapter(),
                APPID,
                Map.of("baseUrl", running.url() + "/wechat"),
                Map.of("appSecret", secret, "token", TOKEN, "aesKey", AES_KEY));
    }

    @Override
    protected String address(int number) {
        return "oPerson_" + String.format("%05d", number);
    }

    @Override
    protected Content content() {
        return new Content.WechatSubscribe(
                TEMPLATE, Map.of("thing1", "中秋好礼", "thing2", "满300减50"), "https://shop.example/moon");
    }

    /** Everybody follows and granted a message. */
    @Override
    protected void prepare(Sandbox running, VendorAccount of) {
        sql.update("delete from vendor_token");
        acts(
                running,
                IntStream.range(0, 40)
                        .mapToObj(this::address)
                        .flatMap(openid -> Stream.of(act(openid, "subscribe"), act(openid, "grant")))
                        .toList());
    }

    private static String act(String openid, String event) {
        return "{\"openid\":\"" + openid + "\",\"event\":\"" + event + "\",\"template\":\"" + TEMPLATE
                + "\",\"content\":\"退订\"}";
    }

    private static void acts(Sandbox running, List<String> events) {
        String body = "{\"account\":\"contract\",\"events\":[" + String.join(",", events) + "]}";
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(running.url() + "/wechat/events"))
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** WeChat has no key of ours: who was written to tells. */
    @Override
    protected int taken(Outbound message) {
        return sandbox().accepted().sentTo("wechat", message.address(), 100).size();
    }

    @Override
    protected Duration longCall() {
        return Duration.ofMillis(6_500);
    }

    @Override
    protected boolean saysRetryAfter() {
        return false;
    }

    @Override
    protected HookRequest malformedHook(VendorAccount of, URI hooksUrl) {
        byte[] plain = "<xml><FromUserName>o1</FromUserName></xml>".getBytes(StandardCharsets.UTF_8);
        return new HookRequest("POST", hooksUrl.toString(), "", Map.of(), Map.of(), plain);
    }

    /** Another's event under this one's signature. */
    @Override
    protected HookRequest forged(HookRequest genuine) {
        String body = new String(genuine.body(), StandardCharsets.UTF_8);
        int at = body.indexOf("<Encrypt><![CDATA[") + 20;
        char other = body.charAt(at) == 'A' ? 'B' : 'A';
        return new HookRequest(
                genuine.method(),
                genuine.publicUrl(),
                genuine.suffix(),
                genuine.headers(),
                genuine.query(),
                (body.substring(0, at) + other + body.substring(at + 1)).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void handsOverTemplateDataAndPage() {
        assertThat(send(message(0))).isInstanceOf(SendResult.Accepted.class);

        assertThat(sandbox().accepted().sentTo("wechat", address(0), 1))
                .singleElement()
                .satisfies(taken -> {
                    assertThat(taken.account()).isEqualTo(APPID);
                    assertThat(taken.content())
                            .containsEntry("template", TEMPLATE)
                            .containsEntry("data.thing1", "中秋好礼")
                            .containsEntry("data.thing2", "满300减50")
                            .containsEntry("page", "https://shop.example/moon");
                });
    }

    @Test
    void aGrantIsGoodForOneMessage() {
        assertThat(send(message(0))).isInstanceOf(SendResult.Accepted.class);
        assertThat(send(message(0))).isEqualTo(new SendResult.Refused(Reason.GRANT_REFUSED, "43101"));

        acts(sandbox(), List.of(act(address(1), "unsubscribe")));
        assertThat(send(message(1))).isEqualTo(new SendResult.Refused(Reason.NOT_FOLLOWER, "43004"));
    }

    @Test
    void theTokenIsSharedThroughTheDatabaseAndEncryptedThere() {
        send(message(0));
        byte[] stored = storedToken();
        try (Sender other = new WechatSubscribeAdapter(sql, vault).open(account())) {
            assertThat(other.send(List.of(message(1)), CallDeadline.in(Duration.ofMinutes(1))))
                    .hasOnlyElementsOfType(SendResult.Accepted.class);
        }

        assertThat(storedToken())
                .as("the second sender asked for no token of its own")
                .isEqualTo(stored);
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("access");
    }

    private byte[] storedToken() {
        byte[] cipher = sql.one(
                "select cipher from vendor_token where account = ?", row -> row.getBytes(1), "contract/" + APPID);
        return cipher;
    }

    @Test
    void aTokenThatWasTurnedAwayIsAskedForAnewAtOnce() {
        send(message(0));
        show(FaultRule.always("wechat", Fault.Kind.REFUSE).code("40001").times(1));

        assertThat(send(message(1))).isInstanceOf(SendResult.Accepted.class);
    }

    @ParameterizedTest
    @CsvSource({
        "40003, Refused, INVALID_ADDRESS",
        "43004, Refused, NOT_FOLLOWER",
        "43101, Refused, GRANT_REFUSED",
        "45015, Refused, WINDOW_CLOSED",
        "99999, Refused, UNLISTED",
        "40037, Blocked, TEMPLATE",
        "47003, Blocked, TEMPLATE",
        "45168, Blocked, CONTENT",
        "87014, Blocked, CONTENT",
        "45009, Blocked, QUOTA",
        "43107, Blocked, ACCOUNT_SETTING",
        "48001, Blocked, ACCOUNT_SETTING",
        "40013, Blocked, CREDENTIALS",
        "45011, NotSent, THROTTLED",
        "42001, NotSent, VENDOR_DOWN"
    })
    void sortsWechatsCodes(String code, String result, Reason reason) {
        show(FaultRule.always("wechat", Fault.Kind.REFUSE).code(code));

        SendResult given = send(message(0));

        assertThat(given.getClass().getSimpleName()).isEqualTo(result);
        assertThat(given.toString()).contains("reason=" + reason, "vendorCode=" + code);
    }

    @ParameterizedTest
    @CsvSource({"47003, true", "45168, true", "40037, false", "45009, false"})
    void saysWhichCodesMayBeAboutOnePersonsValues(String code, boolean mayBeValues) {
        show(FaultRule.always("wechat", Fault.Kind.REFUSE).code(code));

        assertThat(send(message(0)))
                .isInstanceOfSatisfying(
                        SendResult.Blocked.class,
                        blocked -> assertThat(blocked.mayBeValues()).isEqualTo(mayBeValues));
    }

    @Test
    void aBusyWechatLeavesADoubt() {
        show(FaultRule.always("wechat", Fault.Kind.REFUSE).code("-1"));

        assertThat(send(message(0)))
                .isInstanceOfSatisfying(
                        SendResult.Unknown.class,
                        doubt -> assertThat(doubt.reason()).isEqualTo(Reason.VENDOR_ERROR));
    }

    @Test
    void readsWhatPeopleDid() {
        String person = "oSomebodyElse";
        acts(
                sandbox(),
                List.of(
                        act(person, "subscribe"),
                        act(person, "grant"),
                        act(person, "text"),
                        act(person, "reject"),
                        act(person, "unsubscribe")));

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        about(person).containsKey("Follow") && about(person).size() >= 4);
        assertThat(about(person).get("Follow"))
                .extracting(report -> ((VendorReport.Follow) report).isFollowing())
                .containsExactlyInAnyOrder(true, false);
        assertThat(about(person).get("Grant"))
                .extracting(report -> ((VendorReport.Grant) report).count())
                .containsExactlyInAnyOrder(1, 0);
        assertThat(about(person).get("OptOut"))
                .extracting(report -> ((VendorReport.OptOut) report).word())
                .containsExactly("退订");
        assertThat(reports())
                .allSatisfy(report -> assertThat(report.dedupeKey()).doesNotContain(person));
    }

    private Map<String, List<VendorReport>> about(String openid) {
        return reports().stream()
                .filter(report -> report.toString().contains(openid))
                .collect(Collectors.groupingBy(report -> report.getClass().getSimpleName()));
    }

    @ParameterizedTest
    @CsvSource({
        "appid, wxNOTONE",
        "baseUrl, ftp://host",
        "baseUrl, https://host/a b",
        "callTimeoutMillis, 6501",
        "callTimeoutMillis, -1",
        "concurrency, 65"
    })
    void saysWhatToFix(String key, String value) {
        Map<String, String> settings = new HashMap<>(account().settings());
        settings.put(key, value);
        VendorAccount wrong = accountWith(adapter(), APPID, settings, account().secrets());

        assertThat(adapter().check(wrong)).extracting(SettingProblem::place).containsExactly("/settings/" + key);
    }

    @Test
    void aSandboxAccountNeverReachesTheRealVendor() {
        VendorAccount real = accountWith(adapter(), APPID, Map.of(), account().secrets());

        assertThat(adapter().check(real)).containsExactly(SettingProblem.setting("baseUrl", "setting.sandboxServer"));
        assertThat(account().toString()).doesNotContain("s3cret", AES_KEY);
    }
}
