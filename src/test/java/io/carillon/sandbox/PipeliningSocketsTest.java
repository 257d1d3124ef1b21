package io.carillon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox's mail server offers to take commands together, and does. */
class PipeliningSocketsTest {
    private static final String CONVERSATION =
            "EHLO test\r\nMAIL FROM:<bounce@shop.example>\r\nRCPT TO:<a@b.example>\r\nDATA\r\n";

    @TempDir
    private Path data;

    @Test
    void saysThatItTakesCommandsTogetherAndTakesThem() throws IOException {
        SandboxOptions options = new SandboxOptions(0, data, URI.create("http://127.0.0.1:9"), 0, 1, Map.of());
        try (Sandbox sandbox = Sandbox.startOnly(options, Set.of("smtp"));
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(),
                        sandbox.vendor(SmtpSandbox.class).port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(CONVERSATION.getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));

            assertThat(answer(in)).containsExactly("220");
            assertThat(answer(in)).contains("250-8BITMIME", "250-PIPELINING");
            assertThat(answer(in)).containsExactly("250");
            assertThat(answer(in)).containsExactly("250");
            assertThat(answer(in)).containsExactly("354");
        }
    }

    /** The lines before the last, and the last one's code. */
    private static List<String> answer(BufferedReader in) throws IOException {
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = in.readLine();
            if (line.charAt(3) != '-') {
                lines.add(line.substring(0, 3));
                return lines;
            }
            lines.add(line);
        }
    }
}
