package io.carillon.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.CallDeadline;
import io.carillon.channel.Content;
import io.carillon.channel.Mode;
import io.carillon.channel.Outbound;
import io.carillon.channel.Sender;
import io.carillon.channel.VendorAccount;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A process that is being stopped still sends what it has begun, be it the first message that it sends at all. */
class TwilioAtTheEndTest {
    private static final String KEY = "7-1-1";

    @Test
    void theFirstMessageOfAProcessMayComeWhileItIsStopped() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stopped.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(said).contains("NotSent[reason=VENDOR_DOWN").doesNotContain("Shutdown in progress");
    }

    /** Ends at once, and sends its first message while it does, to where nobody listens. */
    static final class Stopped {
        private Stopped() {}

        public static void main(String[] arguments) {
            VendorAccount account = SmsAccounts.of(
                    TwilioAdapter.VENDOR,
                    Mode.SANDBOX,
                    Map.of("sid", "AC" + "0".repeat(32), "from", "+15005550006", "baseUrl", "http://127.0.0.1:1"),
                    Map.of("token", "a-token"));
            Sender sender = new TwilioAdapter().open(account);
            Outbound message = new Outbound(
                    AttemptKey.parse(KEY),
                    "+14155550100",
                    new Content.Sms("Hello", null, 1),
                    URI.create("http://127.0.0.1:1/hooks/twilio/shop-twilio/" + KEY));
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> System.out.println(
                            sender.send(List.of(message), CallDeadline.in(Duration.ofSeconds(30))))));
        }
    }
}
