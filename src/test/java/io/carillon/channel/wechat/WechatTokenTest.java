package io.carillon.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.carillon.channel.AttemptKey;
import io.carillon.channel.CallDeadline;
import io.carillon.channel.Content;
import io.carillon.channel.Outbound;
import io.carillon.channel.SendResult;
import io.carillon.database.TestDatabase;
import io.carillon.vault.TinkVault;
import io.carillon.vault.VaultKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many threads of one account, and one token. */
class WechatTokenTest {
    private static final String KEY = "shop/" + WechatSubscribeAdapterTest.APPID;
    private static final int THREADS = 16;

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch everybody = new CountDownLatch(THREADS);
    private final ExecutorService handlers = Executors.newFixedThreadPool(THREADS + 1);
    private final WechatTokenStore store =
            new WechatTokenStore(TestDatabase.freshSql(), new TinkVault(VaultKeys.random()), Clock.systemUTC());
    private HttpServer wechat;
    private volatile boolean givesTokens = true;

    @BeforeEach
    void listen() throws IOException {
        wechat = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        wechat.setExecutor(handlers);
        wechat.createContext("/", this::answer);
        wechat.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String answer;
        if (exchange.getRequestURI().getPath().contains("token")) {
            int number = asked.incrementAndGet();
            await(everybody);
            answer = givesTokens
                    ? "{\"access_token\":\"fresh-" + number + "\",\"expires_in\":7200}"
                    : "{\"errcode\":-1,\"errmsg\":\"system error\"}";
        } else if (exchange.getRequestURI().getQuery().contains("access_token=fresh-" + asked.get())) {
            answer = "{\"errcode\":0,\"errmsg\":\"ok\",\"msgid\":1}";
        } else {
            answer = "{\"errcode\":40001,\"errmsg\":\"invalid credential\"}";
        }
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @AfterEach
    void stop() {
        wechat.stop(0);
        handlers.shutdownNow();
    }

    @Test
    void oneThreadAsksForTheTokenThatAllLackAndNobodyDropsItAgain() throws Exception {
        store.write(KEY, "of-yesterday", Duration.ofHours(2));

        assertThat(sendFromAll(20)).hasSize(THREADS * 20).hasOnlyElementsOfType(SendResult.Accepted.class);

        assertThat(asked.get()).isEqualTo(1);
        assertThat(store.read(KEY))
                .hasValueSatisfying(token -> assertThat(token.text()).isEqualTo("fresh-1"));
    }

    @Test
    void whoWaitsForATokenThatIsNotGivenDoesNotAskForItOnceMore() throws Exception {
        givesTokens = false;

        assertThat(sendFromAll(1)).hasSize(THREADS).hasOnlyElementsOfType(SendResult.NotSent.class);

        // Whoever came too late for the first answer asks on its own.
        assertThat(asked.get()).isLessThan(THREADS / 2);
    }

    @Test
    void aTokenReadJustBeforeItWasDroppedIsNotUsedAgain() throws Exception {
        IntStream.range(0, THREADS).forEach(one -> everybody.countDown());
        WechatClient client = new WechatClient(settings(), store);
        store.write(KEY, "of-yesterday", Duration.ofHours(2));
        WechatTokenStore.Token old = client.prepare();
        client.forget(old);
        // As if another thread still held what it had read before.
        store.write(KEY, "of-yesterday", Duration.ofHours(2));

        assertThat(client.prepare().text()).isEqualTo("fresh-1");
        assertThat(asked.get()).isEqualTo(1);
    }

    @Test
    void theTokenThatWechatHasJustGivenIsForgottenWhenItIsRefused() throws Exception {
        IntStream.range(0, THREADS).forEach(one -> everybody.countDown());
        WechatClient client = new WechatClient(settings(), store);
        WechatTokenStore.Token given = client.prepare();
        client.forget(store.read(KEY).orElseThrow());

        assertThat(given.text()).isEqualTo("fresh-1");
        assertThat(client.prepare().text()).isEqualTo("fresh-2");
    }

    @Test
    void theTokenOfTheAppThatAnAccountHadBeforeIsNotUsedForItsNewOne() throws Exception {
        IntStream.range(0, THREADS).forEach(one -> everybody.countDown());
        store.write("shop/wx0ther", "of-the-other-app", Duration.ofHours(2));

        assertThat(new WechatClient(settings(), store).prepare().text()).isEqualTo("fresh-1");
        assertThat(store.read("shop/wx0ther")).isPresent();
    }

    private WechatSettings settings() {
        return new WechatSettings(
                "shop",
                WechatSubscribeAdapterTest.APPID,
                "s3cret",
                "http://127.0.0.1:" + wechat.getAddress().getPort(),
                Duration.ofSeconds(15),
                THREADS);
    }

    private List<SendResult> sendFromAll(int messages) throws Exception {
        WechatSender sender = new WechatSender(settings(), store);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<List<SendResult>>> sent = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                sent.add(threads.submit(() -> {
                    everybody.countDown();
                    return sender.send(messages(messages), CallDeadline.in(Duration.ofMinutes(1)));
                }));
            }
            List<SendResult> results = new ArrayList<>();
            for (Future<List<SendResult>> one : sent) {
                results.addAll(one.get(30, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Outbound> messages(int count) {
        Content content = new Content.WechatSubscribe("TM00001", Map.of("thing1", "中秋好礼"), null);
        return IntStream.range(0, count)
                .mapToObj(number -> new Outbound(
                        new AttemptKey(1, number, 1), "oPerson" + number, content, URI.create("http://127.0.0.1/")))
                .toList();
    }
}
