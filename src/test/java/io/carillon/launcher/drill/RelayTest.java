package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {
    private ServerSocket vendor;
    private Relay relay;

    @BeforeEach
    void start() throws IOException {
        vendor = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        relay = new Relay(vendor.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
        vendor.close();
    }

    @Test
    void hasNobodyListeningUntilItIsOpened() throws IOException {
        assertThatThrownBy(this::call).isInstanceOf(ConnectException.class);

        relay.open();

        try (Socket caller = call();
                Socket called = vendor.accept()) {
            caller.getOutputStream().write(7);
            assertThat(called.getInputStream().read()).isEqualTo(7);
            called.getOutputStream().write(8);
            assertThat(caller.getInputStream().read()).isEqualTo(8);
        }
    }

    @Test
    void breaksEveryConnectionWhenItIsShutAndTakesNewOnesWhenItIsOpenAgain() throws IOException {
        relay.open();
        try (Socket caller = call();
                Socket called = vendor.accept()) {
            caller.getOutputStream().write(7);
            assertThat(called.getInputStream().read()).isEqualTo(7);
            relay.shut();

            assertThat(called.getInputStream().read()).isEqualTo(-1);
            assertThatThrownBy(this::call).isInstanceOf(ConnectException.class);
        }
        relay.open();

        try (Socket caller = call();
                Socket called = vendor.accept()) {
            caller.shutdownOutput();
            assertThat(called.getInputStream().read()).isEqualTo(-1);
        }
    }

    private Socket call() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), relay.port());
    }
}
