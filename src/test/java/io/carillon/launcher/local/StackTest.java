package io.carillon.launcher.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackTest {
    @TempDir
    private Path folder;

    @Test
    void saysThatTheLastPortIsTakenBeforeTheFirstPartStarts() throws IOException {
        LocalPorts free = LocalPorts.free();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> environment = new HashMap<>(free.environment());
            environment.put("CARILLON_PORT", Integer.toString(taken.getLocalPort()));
            environment.put("CARILLON_HOME", folder.toString());
            Lines lines = new Lines();
            Stack stack = new Stack(settings(environment), lines.console());

            assertThatThrownBy(() -> stack.start(1, true))
                    .isInstanceOf(LaunchFailure.class)
                    .hasMessageContaining("Port " + taken.getLocalPort())
                    .hasMessageContaining("CARILLON_PORT");
            assertThat(stack.services()).isEmpty();
            assertThat(lines.all()).isEmpty();
        }
    }

    private LaunchSettings settings(Map<String, String> environment) {
        environment.put("CARILLON_CHECKOUT", folder.toString());
        environment.put("HOME", folder.toString());
        LaunchSettings settings = LaunchSettings.from(environment);
        settings.folder().create();
        return settings;
    }
}
