package io.carillon.channel.push;

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
import io.carillon.sandbox.Fault;
import io.carillon.sandbox.FaultRule;
import io.carillon.sandbox.FcmSandboxCredentials;
import io.carillon.sandbox.Sandbox;
import io.carillon.vault.TinkVault;
import io.carillon.vault.Vault;
import io.carillon.vault.VaultKeys;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FcmAdapterTest extends ChannelContractTest {
    private static final Vault VAULT = new TinkVault(VaultKeys.random());
    private static final Vertx VERTX = Vertx.vertx(new VertxOptions().setUseDaemonThread(true));
    private static final String PROJECT = "my-shop-1234";

    /** Making a key takes the machine a while, so all tests share two. */
    @TempDir
    private static Path ours;

    @TempDir
    private static Path elsewhere;

    @Override
    protected ChannelAdapter adapter() {
        return new FcmAdapter(VAULT, VERTX);
    }

    @Override
    protected Map<String, String> sandboxSettings() {
        return Map.of("fcm.project", PROJECT, "fcm.opened", "0");
    }

    @Override
    protected VendorAccount account(Sandbox running) {
        FcmSandboxCredentials.in(ours);
        Path file = Path.of(running.kit().setting("data")).resolve(FcmSandboxCredentials.FILE);
        try {
            Files.copy(ours.resolve(FcmSandboxCredentials.FILE), file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return account(running, ours);
    }

    /** The key of another folder. */
    @Override
    protected VendorAccount accountWithWrongCredentials(Sandbox running) {
        return account(running, elsewhere);
    }

    private VendorAccount account(Sandbox running, Path keys) {
        String serviceAccount = FcmSandboxCredentials.in(keys).serviceAccount(running.url(), PROJECT);
        return accountWith(
                adapter(),
                "com.shop.app",
                Map.of("baseUrl", running.url() + "/fcm", "callTimeoutMillis", "9000"),
                Map.of("serviceAccount", serviceAccount));
    }

    @Override
    protected String address(int number) {
        return "cT1-token_of_phone:APA91b" + String.format("%04d", number);
    }

    @Override
    protected Content content() {
        return content("中秋好礼");
    }

    private static Content.Push content(String title) {
        String token = VAULT.sign("7-1-1", AppReceipts.USE);
        return new Content.Push(
                title, "满300减50 \"three days\"", "https://shop.example/moon.jpg", "https://shop.example/moon", token);
    }

    @Override
    protected boolean reportsUndelivered() {
        return false;
    }

    @Override
    protected HookRequest malformedHook(VendorAccount of, URI hooksUrl) {
        return post(hooksUrl.toString(), "{\"token\": \"" + content("").token() + "\", \"event\": \"thrown away\"}");
    }

    @Override
    protected HookRequest forged(HookRequest genuine) {
        String body = new String(genuine.body(), StandardCharsets.UTF_8);
        return post(genuine.publicUrl(), body.replace(content("").token(), VAULT.sign("7-1-1", "unsubscribe")));
    }

    private static HookRequest post(String url, String body) {
        return new HookRequest("POST", url, "", Map.of(), Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void handsOverEverythingThatThePushSays() {
        Outbound message = message(0);
        send(message);

        assertThat(sandbox().accepted().withKey("7-1-1")).singleElement().satisfies(taken -> {
            assertThat(taken.to()).isEqualTo(address(0));
            assertThat(taken.account()).isEqualTo(PROJECT);
            assertThat(taken.content())
                    .containsEntry("title", "中秋好礼")
                    .containsEntry("body", "满300减50 \"three days\"")
                    .containsEntry("image", "https://shop.example/moon.jpg")
                    .containsEntry("data.link", "https://shop.example/moon")
                    .containsEntry("data.carillon_token", content("").token())
                    .containsEntry("tag", "7-1");
        });
    }

    @Test
    void reportsToTheHookOfTheApp() {
        send(message(0));
        awaitReceipts(VendorReport.Outcome.DELIVERED, 1);

        assertThat(hooks().requests())
                .allSatisfy(request -> assertThat(request.publicUrl()).endsWith("/hooks/app/contract"));
    }

    @Test
    void sendsAFullListAtOnceAndAnswersInOrder() {
        show(FaultRule.always("fcm", Fault.Kind.REFUSE).match("00[13579]$"));
        List<Outbound> messages =
                IntStream.range(0, sender().callSize()).mapToObj(this::message).toList();

        List<SendResult> results = sendAll(messages);

        for (int i = 0; i < messages.size(); i++) {
            boolean isDead = i < 10 && i % 2 == 1;
            assertThat(results.get(i)).isInstanceOf(isDead ? SendResult.Refused.class : SendResult.Accepted.class);
        }
        assertThat(sandbox().accepted().count()).isEqualTo(messages.size() - 5);
    }

    @Test
    void asksForANewAccessTokenAfterOneWasTurnedAway() {
        show(FaultRule.always("fcm", Fault.Kind.BLOCK).code("UNAUTHENTICATED").times(1));

        assertThat(send(message(0))).isEqualTo(new SendResult.Blocked(Reason.CREDENTIALS, "UNAUTHENTICATED"));
        assertThat(send(message(1))).isInstanceOf(SendResult.Accepted.class);
    }

    @Test
    void blocksWhenTheProjectIsAnothers() {
        VendorAccount other = accountWith(
                adapter(),
                "",
                Map.of("baseUrl", sandbox().url() + "/fcm", "project", "somebody-elses"),
                account().secrets());

        try (Sender sender = adapter().open(other)) {
            assertThat(sender.send(List.of(message(0)), CallDeadline.in(Duration.ofMinutes(1))))
                    .containsExactly(new SendResult.Blocked(Reason.CREDENTIALS, "PERMISSION_DENIED"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSE, UNREGISTERED, Refused, DEAD_TOKEN",
        "REFUSE, INVALID_ARGUMENT, Refused, INVALID_ADDRESS",
        "REFUSE, SENDER_ID_MISMATCH, Refused, POLICY_REFUSED",
        "REFUSE, SOMETHING_NEW, Refused, UNLISTED",
        "BLOCK, THIRD_PARTY_AUTH_ERROR, Blocked, CREDENTIALS",
        "BLOCK, PERMISSION_DENIED, Blocked, CREDENTIALS",
        "SERVER_ERROR, INTERNAL, Unknown, VENDOR_ERROR",
        "SERVER_ERROR, UNAVAILABLE, NotSent, VENDOR_DOWN",
        "THROTTLE, QUOTA_EXCEEDED, NotSent, THROTTLED"
    })
    void sortsFcmsCodes(Fault.Kind kind, String code, String result, Reason reason) {
        show(FaultRule.always("fcm", kind).code(code));

        SendResult given = send(message(0));

        assertThat(given.getClass().getSimpleName()).isEqualTo(result);
        assertThat(given.toString()).contains("reason=" + reason, "vendorCode=" + code);
    }

    @Test
    void blocksWhenThePayloadIsTooBigInsteadOfBlamingTheToken() {
        Outbound message = message(0);
        Outbound big = new Outbound(message.key(), message.address(), content("a".repeat(5_000)), message.callback());

        assertThat(send(big))
                .isEqualTo(new SendResult.Blocked(Reason.CONTENT, "INVALID_ARGUMENT", SendResult.Meant.US_OR_VALUES));
    }

    @Test
    void refusesATokenThatCannotBeOne() {
        Outbound message = message(0);
        Outbound odd = new Outbound(message.key(), "no token", content(), message.callback());

        assertThat(send(odd)).isEqualTo(new SendResult.Refused(Reason.INVALID_ADDRESS, "INVALID_ARGUMENT"));
    }

    @Test
    void aSandboxAccountNeverReachesTheRealVendor() {
        VendorAccount account = accountWith(adapter(), "", Map.of(), account().secrets());

        assertThat(adapter().check(account))
                .containsExactly(SettingProblem.setting("baseUrl", "setting.sandboxServer"));
    }

    @ParameterizedTest
    @CsvSource({
        "baseUrl, ftp://host",
        "baseUrl, https://host/a b",
        "project, My_Shop",
        "callTimeoutMillis, 9501",
        "callTimeoutMillis, -1",
        "concurrency, 33",
        "appReports, maybe"
    })
    void saysWhatToFix(String key, String value) {
        Map<String, String> settings = new HashMap<>(account().settings());
        settings.put(key, value);
        VendorAccount account = accountWith(adapter(), "", settings, account().secrets());

        assertThat(adapter().check(account)).extracting(SettingProblem::place).containsExactly("/settings/" + key);
    }

    @Test
    void neverShowsTheKeyOfABrokenServiceAccount() {
        VendorAccount account = accountWith(
                adapter(), "", account().settings(), Map.of("serviceAccount", "{\"private_key\": \"TOP SECRET\"}"));

        assertThat(adapter().check(account))
                .isNotEmpty()
                .noneMatch(problem -> problem.toString().contains("TOP SECRET"));
        assertThat(Pattern.compile("TOP SECRET").matcher(account.toString()).find())
                .isFalse();
    }

    @Test
    void observesDeliveryOnlyWhereTheAppReports() {
        Map<String, String> settings = new HashMap<>(account().settings());
        settings.put("appReports", "false");

        assertThat(adapter().observesDelivery(account())).isTrue();
        assertThat(adapter().observesDelivery(accountWith(adapter(), "", settings, Map.of())))
                .isFalse();
    }
}
