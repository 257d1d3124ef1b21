package io.carillon.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class DatabaseFailureTest {

    @Test
    void takesAConnectionThatThePoolGaveUpForADatabaseThatIsAway() throws Exception {
        assertThat(DatabaseFailure.isAway(failureOfAnInterruptedConnect())).isTrue();
    }

    @Test
    void takesAnotherUnusualFailureOfTheDriverForItself() {
        assertThat(DatabaseFailure.isAway(new SQLException("unusual", "99999", new IllegalStateException("a bug"))))
                .isFalse();
        assertThat(DatabaseFailure.isAway(new SQLException("unusual", "99999"))).isFalse();
    }

    /** A server that takes the connection and says nothing, and a caller that has waited long enough. */
    private static SQLException failureOfAnInterruptedConnect() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/carillon?loginTimeout=60";
            FutureTask<SQLException> connect = new FutureTask<>(() -> failure(url));
            Thread thread = new Thread(connect, "connect");
            thread.start();
            Socket taken = silent.accept();
            thread.interrupt();
            SQLException failure = connect.get();
            taken.close();
            return failure;
        }
    }

    private static SQLException failure(String url) {
        try {
            DriverManager.getConnection(url, "carillon", "").close();
        } catch (SQLException refused) {
            return refused;
        }
        throw new AssertionError("Nobody was to be connected");
    }
}
