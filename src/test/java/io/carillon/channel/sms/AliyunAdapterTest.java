package io.carillon.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.CallDeadline;
import io.carillon.channel.ChannelAdapter;
import io.carillon.channel.ChannelContractTest;
import io.carillon.channel.Content;
import io.carillon.channel.HookRequest;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.Sender;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorReport;
import io.carillon.sandbox.AcceptedMessage;
import io.carillon.sandbox.AliyunSandbox;
import io.carillon.sandbox.Fault;
import io.carillon.sandbox.FaultRule;
import io.carillon.sandbox.Sandbox;
import io.carillon.vault.TinkVault;
import io.carillon.vault.Vault;
import io.carillon.vault.VaultKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AliyunAdapterTest extends ChannelContractTest {
    private static final String HOOK_SECRET = "a-hook-secret-of-the-test";
    private static final Vault VAULT = new TinkVault(VaultKeys.random());
    private static final CallDeadline LONG = CallDeadline.in(Duration.ofMinutes(5));

    @Override
    protected ChannelAdapter adapter() {
        return new AliyunSmsAdapter(VAULT);
    }

    @Override
    protected Map<String, String> sandboxSettings() {
        return Map.of(
                "aliyun.accessKeyId", "test-key",
                "aliyun.accessKeySecret", "test-secret",
                "aliyun.hookSecret", HOOK_SECRET);
    }

    @Override
    protected VendorAccount account(Sandbox running) {
        return account(running, "test-secret");
    }

    @Override
    protected VendorAccount accountWithWrongCredentials(Sandbox running) {
        return account(running, "not-the-secret");
    }

    private VendorAccount account(Sandbox running, String secret) {
        Map<String, String> settings = Map.of(
                "accessKeyId", "test-key",
                "endpoint", "127.0.0.1:" + running.vendor(AliyunSandbox.class).port(),
                "protocol", "http",
                "callTimeoutMillis", "9000");
        return accountWith(adapter(), "", settings, Map.of("accessKeySecret", secret, "hookSecret", HOOK_SECRET));
    }

    @Override
    protected String address(int number) {
        return "+86138" + String.format("%08d", number);
    }

    @Override
    protected Content content() {
        return content("SMS_123456789", Map.of("name", "张 三+*~&=", "code", "9"));
    }

    private static Content content(String template, Map<String, String> params) {
        return new Content.Sms("free text", new Content.Binding("钟楼商城", template, params), 1);
    }

    @Override
    protected HookRequest malformedHook(VendorAccount of, URI hooksUrl) {
        byte[] body = "{\"not\": \"an array\"}".getBytes(StandardCharsets.UTF_8);
        return new HookRequest("POST", hooksUrl.toString(), HOOK_SECRET, Map.of(), Map.of(), body);
    }

    @Override
    protected HookRequest forged(HookRequest genuine) {
        return new HookRequest(
                genuine.method(),
                genuine.publicUrl(),
                "b" + genuine.suffix().substring(1),
                genuine.headers(),
                genuine.query(),
                genuine.body());
    }

    /** A batch carries no key for each number. */
    @Override
    protected int taken(Outbound message) {
        return acceptedFor(message).size();
    }

    private List<AcceptedMessage> acceptedFor(Outbound message) {
        return sandbox().accepted().sentTo("aliyun", message.address(), 100);
    }

    private List<Outbound> messages(int count) {
        return IntStream.range(0, count).mapToObj(this::message).toList();
    }

    private static Outbound with(Outbound message, String address, Content content) {
        return new Outbound(message.key(), address, content, message.callback());
    }

    private static String bizId(SendResult result) {
        return ((SendResult.Accepted) result).vendorId().split(":")[0];
    }

    @Test
    void handsOverNumberSignatureTemplateValuesAndOurKey() {
        Outbound message = message(3);
        send(message);

        assertThat(acceptedFor(message)).singleElement().satisfies(taken -> {
            assertThat(taken.key()).isEqualTo(message.key().toString());
            assertThat(taken.account()).isEqualTo("test-key");
            assertThat(taken.content())
                    .containsEntry("PhoneNumber", "13800000003")
                    .containsEntry("SignName", "钟楼商城")
                    .containsEntry("TemplateCode", "SMS_123456789");
            assertThat(taken.content().get("TemplateParam")).contains("\"name\":\"张 三+*~&=\"");
        });
    }

    @Test
    void sendsAHundredInOneCall() {
        List<SendResult> results = sendAll(messages(100));

        assertThat(results).hasSize(100).allMatch(SendResult.Accepted.class::isInstance);
        assertThat(results).extracting(AliyunAdapterTest::bizId).containsOnly(bizId(results.get(0)));
        assertThat(results).doesNotHaveDuplicates();
        assertThat(sandbox().accepted().count()).isEqualTo(100);
    }

    @Test
    void putsOnlyOneTemplateAndOneKindOfNumberIntoACall() {
        Content other = content("SMS_2", Map.of());
        List<Outbound> messages = List.of(
                message(0),
                with(message(1), address(1), other),
                message(2),
                with(message(3), address(3), other),
                with(message(4), "+85251234567", content()));

        List<SendResult> results = sendAll(messages);

        assertThat(bizId(results.get(0))).isEqualTo(bizId(results.get(2))).isNotEqualTo(bizId(results.get(1)));
        assertThat(bizId(results.get(1))).isEqualTo(bizId(results.get(3)));
        assertThat(results).extracting(AliyunAdapterTest::bizId).doesNotContainNull();
        assertThat(acceptedFor(messages.get(4)))
                .singleElement()
                .satisfies(taken -> assertThat(taken.content()).containsEntry("PhoneNumber", "85251234567"));
    }

    @Test
    void sendsTwoMessagesToOneNumberInTwoCalls() {
        List<SendResult> results = sendAll(List.of(message(0), with(message(1), address(0), content())));

        assertThat(results).allMatch(SendResult.Accepted.class::isInstance).doesNotHaveDuplicates();
        assertThat(bizId(results.get(0))).isNotEqualTo(bizId(results.get(1)));
        assertThat(taken(message(0))).isEqualTo(2);
    }

    @Test
    void findsWhoIsMeantByTheOneCodeOfABatch() {
        show(FaultRule.always("aliyun", Fault.Kind.REFUSE).match(Pattern.quote(address(17))));
        show(FaultRule.always("aliyun", Fault.Kind.REFUSE)
                .code("isv.BLACK_KEY_CONTROL_LIMIT")
                .match(Pattern.quote(address(60))));

        List<SendResult> results = sendAll(messages(100));

        assertThat(results.get(17))
                .isEqualTo(new SendResult.Refused(Reason.INVALID_ADDRESS, "isv.MOBILE_NUMBER_ILLEGAL"));
        assertThat(results.get(60))
                .isEqualTo(new SendResult.Refused(Reason.VENDOR_OPTED_OUT, "isv.BLACK_KEY_CONTROL_LIMIT"));
        assertThat(results.stream().filter(SendResult.Accepted.class::isInstance))
                .hasSize(98);
        assertThat(sandbox().accepted().count()).isEqualTo(98);
        assertThat(messages(100))
                .allSatisfy(message -> assertThat(taken(message)).isLessThanOrEqualTo(1));
    }

    @Test
    void blocksAWholeBatchWithoutTryingItsMembers() {
        show(FaultRule.always("aliyun", Fault.Kind.BLOCK).times(1));

        assertThat(sendAll(messages(20)))
                .hasSize(20)
                .containsOnly(new SendResult.Blocked(Reason.BALANCE, "isv.AMOUNT_NOT_ENOUGH"));
        assertThat(sandbox().accepted().count()).isZero();
    }

    @Test
    void leavesADoubtForEachOfABatchThatWasTakenUnanswered() {
        show(FaultRule.always("aliyun", Fault.Kind.ACCEPT_THEN_RESET).times(1));
        List<Outbound> messages = messages(20);

        assertThat(sendAll(messages)).containsOnly(new SendResult.Unknown(Reason.CONNECTION_LOST, ""));
        assertThat(messages).allSatisfy(message -> assertThat(taken(message)).isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void neverRepeatsACallWhoseReusedConnectionBreaks(int size) {
        sendAll(messages(2));
        show(FaultRule.always("aliyun", Fault.Kind.ACCEPT_THEN_RESET).times(1));
        List<Outbound> later =
                IntStream.range(10, 10 + size).mapToObj(this::message).toList();

        assertThat(sendAll(later)).containsOnly(new SendResult.Unknown(Reason.CONNECTION_LOST, ""));
        assertThat(later).allSatisfy(message -> assertThat(taken(message)).isEqualTo(1));
    }

    @Test
    void matchesTheReportsOfABatchToItsMessages() {
        List<SendResult> results = sendAll(messages(5));
        List<String> ids = results.stream()
                .map(result -> ((SendResult.Accepted) result).vendorId())
                .toList();

        assertThat(awaitReceipts(VendorReport.Outcome.DELIVERED, 5))
                .extracting(VendorReport.Receipt::vendorId)
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void neverShowsANumberInAVendorId() {
        SendResult.Accepted accepted = (SendResult.Accepted) send(message(5));

        assertThat(accepted.vendorId()).doesNotContain("13800000005").matches("\\d+\\^0:[0-9a-f]{16}");
    }

    @Test
    void readsThatSomebodyRepliedToOptOut() throws IOException, InterruptedException {
        reply("{\"from\": \"+8613800000009\", \"body\": \" ｒ。\"}");

        List<VendorReport> reports = await().until(this::reports, found -> !found.isEmpty());

        assertThat(reports).singleElement().isInstanceOfSatisfying(VendorReport.OptOut.class, optOut -> {
            assertThat(optOut.address()).isEqualTo("+8613800000009");
            assertThat(optOut.word()).isEqualTo("ｒ。");
        });
    }

    private void reply(String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox().url() + "/aliyun/replies"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void asksForTemplateAndSignatureBeforeItCalls() {
        Content none = new Content.Sms("free text", null, 1);
        Content unsigned = new Content.Sms("free text", new Content.Binding(null, "SMS_1", Map.of()), 1);

        List<SendResult> results = sendAll(List.of(
                with(message(0), address(0), none),
                with(message(1), address(1), unsigned),
                with(message(2), "13800000002", content()),
                message(3)));

        assertThat(results.subList(0, 3))
                .containsExactly(
                        new SendResult.Blocked(Reason.TEMPLATE, ""),
                        new SendResult.Blocked(Reason.SIGNATURE, ""),
                        new SendResult.Refused(Reason.INVALID_ADDRESS, ""));
        assertThat(results.get(3)).isInstanceOf(SendResult.Accepted.class);
        assertThat(sandbox().accepted().count()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "SMS_1, x, isv.SMS_TEMPLATE_ILLEGAL, false",
        "TEMPLATE, x, isv.SMS_TEMPLATE_ILLEGAL, true",
        "SMS_1, abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz, isv.PARAM_LENGTH_LIMIT, true"
    })
    void isToldWhatIsWrongWithAForm(String template, String value, String code, boolean isWrong) {
        SendResult result = send(with(message(0), address(0), content(template, Map.of("name", value))));

        if (isWrong) {
            assertThat(result.toString()).contains(code);
        }
        assertThat(result instanceof SendResult.Accepted).isNotEqualTo(isWrong);
    }

    @Test
    void sendsFromManyThreadsAtOnce() throws InterruptedException {
        List<SendResult> results = new ArrayList<>();
        Map<String, String> patient = new HashMap<>(account().settings());
        patient.put("callTimeoutMillis", "10000");
        Sender sender =
                adapter().open(accountWith(adapter(), "", patient, account().secrets()));
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(thread -> new Thread(() -> {
                    List<Outbound> mine = IntStream.range(0, 10)
                            .mapToObj(i -> new Outbound(
                                    new AttemptKey(7, thread * 10L + i, 1),
                                    address(thread * 10 + i),
                                    content(),
                                    URI.create("http://127.0.0.1/")))
                            .toList();
                    List<SendResult> sent = sender.send(mine, LONG);
                    synchronized (results) {
                        results.addAll(sent);
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        sender.close();

        assertThat(results).hasSize(80).allMatch(SendResult.Accepted.class::isInstance);
        assertThat(results.stream().map(AliyunAdapterTest::bizId).collect(Collectors.toSet()))
                .hasSize(8);
        assertThat(sandbox().accepted().count()).isEqualTo(80);
    }
}
