package io.carillon.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.carillon.LinesHeard;
import io.carillon.channel.AttemptKey;
import io.carillon.channel.CallDeadline;
import io.carillon.channel.Content;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Between us and WeChat stands something that answers messages with a page of its own. */
class WechatUnreadableAnswerTest {
    private static final String OPENID = "oPerson_of_nobody";

    private final LinesHeard log = new LinesHeard(WechatSender.class);
    private HttpServer proxy;
    private volatile String tokenPage = "{\"access_token\":\"t0ken\",\"expires_in\":7200}";
    private volatile int tokenStatus = 200;
    private volatile String page = "<html>Not to " + OPENID + "</html>";

    @BeforeEach
    void listen() throws IOException {
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            boolean isToken = exchange.getRequestURI().getPath().contains("token");
            byte[] body = (isToken ? tokenPage : page).getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(isToken ? tokenStatus : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        proxy.start();
        log.listen();
    }

    @AfterEach
    void stop() {
        log.close();
        proxy.stop(0);
    }

    @Test
    void leavesADoubtAndSaysOnceInTheLogWhatWasWrong() {
        List<SendResult> results =
                sender().send(List.of(message(1), message(2)), CallDeadline.in(Duration.ofMinutes(1)));

        assertThat(results)
                .hasSize(2)
                .allSatisfy(result -> assertThat(result)
                        .isInstanceOfSatisfying(
                                SendResult.Unknown.class,
                                doubt -> assertThat(doubt.reason()).isEqualTo(Reason.VENDOR_ERROR)));
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN ")
                .contains("WeChat account shop", "Exception")
                .doesNotContain(OPENID, "html", " + ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "null", "{\"errcode\":null}", "{\"errcode\":\"0\"}", "{\"msgid\":1}"})
    void leavesADoubtWhenThereIsNoAnswerInTheAnswer(String answer) {
        page = answer;

        assertThat(sender().send(List.of(message(1)), CallDeadline.in(Duration.ofMinutes(1))))
                .singleElement()
                .isInstanceOfSatisfying(
                        SendResult.Unknown.class,
                        doubt -> assertThat(doubt.reason()).isEqualTo(Reason.VENDOR_ERROR));
    }

    @ParameterizedTest
    @CsvSource({
        "200, '', ACCOUNT_SETTING, HTTP 200",
        "200, {}, ACCOUNT_SETTING, HTTP 200",
        "200, <html>log in</html>, ACCOUNT_SETTING, HTTP 200",
        "302, <html>, ACCOUNT_SETTING, HTTP 302",
        "401, <html>, CREDENTIALS, HTTP 401",
        "404, <html>, ACCOUNT_SETTING, HTTP 404"
    })
    void stopsWhereAPageOfSomebodyElsesStandsForTheToken(int status, String body, Reason reason, String code) {
        tokenStatus = status;
        tokenPage = body;

        assertThat(sender().send(List.of(message(1)), CallDeadline.in(Duration.ofMinutes(1))))
                .containsExactly(new SendResult.Blocked(reason, code));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503})
    void triesAgainWhereTheTokenIsNotToBeHadNow(int status) {
        tokenStatus = status;

        assertThat(sender().send(List.of(message(1)), CallDeadline.in(Duration.ofMinutes(1))))
                .containsExactly(new SendResult.NotSent(Reason.VENDOR_DOWN, "", null));
    }

    @Test
    void stopsWhenNoFreshTokenIsTakenAnyMore() {
        page = "{\"errcode\":40001,\"errmsg\":\"invalid credential\"}";
        WechatSender sender = sender();

        List<SendResult> results = sender.send(
                IntStream.range(0, 12)
                        .mapToObj(WechatUnreadableAnswerTest::message)
                        .toList(),
                CallDeadline.in(Duration.ofMinutes(1)));

        assertThat(results.subList(0, 9)).hasOnlyElementsOfType(SendResult.NotSent.class);
        assertThat(results.subList(9, 12)).containsOnly(new SendResult.Blocked(Reason.CREDENTIALS, "40001"));
    }

    private WechatSender sender() {
        WechatSettings settings = new WechatSettings(
                "shop",
                WechatSubscribeAdapterTest.APPID,
                "s3cret",
                "http://127.0.0.1:" + proxy.getAddress().getPort(),
                Duration.ofSeconds(5),
                1);
        WechatTokenStore tokens =
                new WechatTokenStore(TestDatabase.freshSql(), new TinkVault(VaultKeys.random()), Clock.systemUTC());
        return new WechatSender(settings, tokens);
    }

    private static Outbound message(int number) {
        Content content = new Content.WechatSubscribe("TM00001", Map.of("thing1", "中秋好礼"), null);
        return new Outbound(new AttemptKey(1, number, 1), OPENID, content, URI.create("http://127.0.0.1/"));
    }
}
