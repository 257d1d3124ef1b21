package io.carillon.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.launcher.bench.SmtpSink;
import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
    @TempDir
    private Path folder;

    @Test
    void aFileThatCannotBeWrittenIsToldBeforeAnythingIsMeasured() {
        assertThatThrownBy(() -> BenchCommand.requireWritable(folder.resolve("none/bench.json")))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("none/bench.json");
        assertThatThrownBy(() -> BenchCommand.requireWritable(folder)).isInstanceOf(LaunchFailure.class);
        assertThatCode(() -> BenchCommand.requireWritable(folder.resolve("bench.json")))
                .doesNotThrowAnyException();
        assertThatCode(() -> BenchCommand.requireWritable(Path.of("bench-of-nobody.json")))
                .doesNotThrowAnyException();
    }

    @Test
    void mailsGoOnlyWhereAMailServerOfThisMachineGreets() throws IOException {
        try (SmtpSink sink = SmtpSink.open()) {
            String place = "127.0.0.1:" + sink.address().getPort();
            assertThat(BenchCommand.loopback(place).getPort())
                    .isEqualTo(sink.address().getPort());
        }
        String place;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            place = "127.0.0.1:" + other.getLocalPort();
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answer(other));
            assertThatThrownBy(() -> BenchCommand.loopback(place)).hasMessageContaining("greets with 220");
            answered.join();
        }
        assertThatThrownBy(() -> BenchCommand.loopback(place)).hasMessageContaining("start it first");
        assertThatThrownBy(() -> BenchCommand.loopback("8.8.8.8:25")).hasMessageContaining("this machine");
    }

    private static void answer(ServerSocket server) {
        try (Socket one = server.accept()) {
            one.getOutputStream().write("HTTP/1.1 400".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
