package io.carillon.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DatabaseFailureTest {

    @Test
    void takesAConnectionThatThePoolGaveUpForADatabaseThatIsAway() throws Exception {
        assertThat(DatabaseFailure.isAway(failureOfAnInterruptedConnect())).isTrue();
    }

    @Test
    void tellsWorkThatWasCalledOffFromADatabaseThatIsAway() throws Exception {
        DatabaseFailure failure = ofAnInterrupted(DatabaseFailureTest::failure);

        assertThat(failure.isInterrupted()).isTrue();
        assertThat(failure.isAway()).isFalse();
        assertThat(failure).hasMessageContaining("PostgreSQL is not the reason");
    }

    @Test
    void tellsAnInterruptedWaitForThePoolFromADatabaseThatIsAway() throws Exception {
        DatabaseFailure failure = ofAnInterrupted(DatabaseFailureTest::failureOfThePool);

        assertThat(failure.isInterrupted()).isTrue();
        assertThat(failure.isAway()).isFalse();
    }

    @Test
    void saysPlainlyThatThePoolStoppedWaiting() throws Exception {
        DatabaseFailure failure = new DatabaseFailure(failureOfAnInterruptedConnect());

        assertThat(failure.isInterrupted()).isFalse();
        assertThat(failure.isAway()).isTrue();
        assertThat(failure).hasMessage("PostgreSQL let nobody in before the pool stopped waiting");
    }

    @Test
    void aThreadThatIsInterruptedCanMeetADatabaseThatIsAwayAllTheSame() {
        Thread.currentThread().interrupt();
        DatabaseFailure failure = new DatabaseFailure(new SQLException("the connection was refused", "08001"));
        Thread.interrupted();

        assertThat(failure.isInterrupted()).isFalse();
        assertThat(failure.isAway()).isTrue();
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

    /** As above, told by the interrupted thread itself. */
    private static DatabaseFailure ofAnInterrupted(Function<String, SQLException> work) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/carillon?loginTimeout=60";
            FutureTask<DatabaseFailure> told = new FutureTask<>(() -> new DatabaseFailure(work.apply(url)));
            Thread thread = new Thread(told, "work");
            thread.start();
            Socket taken = silent.accept();
            thread.interrupt();
            DatabaseFailure failure = told.get();
            taken.close();
            return failure;
        }
    }

    private static SQLException failureOfThePool(String url) {
        AgroalDataSourceConfigurationSupplier settings = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(1)
                        .acquisitionTimeout(Duration.ofMinutes(1))
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(url)));
        try (AgroalDataSource pool = AgroalDataSource.from(settings)) {
            pool.getConnection().close();
        } catch (SQLException refused) {
            return refused;
        }
        throw new AssertionError("Nobody was to be connected");
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
