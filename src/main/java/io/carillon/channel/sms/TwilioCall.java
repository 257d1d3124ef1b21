package io.carillon.channel.sms;

import java.io.InterruptedIOException;
import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * How the time of one call is spent, and whether it has left: a tenth to wait for a connection, up to half until the
 * request is written, half for the answer. A name with several addresses may make connecting take longer than one connect
 * time-out, so the last check before the first byte looks at the clock. Marks are kept by thread, because the SDK makes
 * each call on its caller's.
 */
final class TwilioCall implements AutoCloseable {
    /** An idle connection older than this is looked at before use, so that few calls meet one that the vendor closed. */
    private static final TimeValue TRUSTED_IDLE = TimeValue.ofMilliseconds(500);

    private static final TimeValue LONGEST_LIFE = TimeValue.ofMinutes(5);

    private final Duration total;
    private final ThreadLocal<Mark> marks = ThreadLocal.withInitial(Mark::new);
    private @Nullable PoolingHttpClientConnectionManager connections;

    TwilioCall(Duration total) {
        this.total = total;
    }

    Duration poolTime() {
        return total.dividedBy(10);
    }

    Duration responseTime() {
        return total.dividedBy(2);
    }

    /** A pool of that many connections with these times. */
    HttpClientConnectionManager connections(int most) {
        Timeout connect = Timeout.ofMilliseconds(total.dividedBy(5).toMillis());
        PoolingHttpClientConnectionManager pool = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(most)
                .setMaxConnPerRoute(most)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setSocketTimeout(Timeout.ofMilliseconds(responseTime().toMillis()))
                        .setValidateAfterInactivity(TRUSTED_IDLE)
                        .setTimeToLive(LONGEST_LIFE)
                        .build())
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(connect).build())
                .build();
        connections = pool;
        return pool;
    }

    /** A call begins on this thread. */
    void begins() {
        Mark mark = marks.get();
        mark.startNanos = System.nanoTime();
        mark.hasLeft = false;
    }

    /**
     * The connection stands and the request is about to be written.
     *
     * @throws InterruptedIOException when too little time is left; then nothing was written
     */
    void leaves() throws InterruptedIOException {
        Mark mark = marks.get();
        long spent = System.nanoTime() - mark.startNanos;
        if (spent > total.minus(responseTime()).toNanos()) {
            throw new InterruptedIOException("Connecting took too long");
        }
        mark.hasLeft = true;
    }

    /** Whether a byte of this thread's call may have left this machine. */
    boolean hasLeft() {
        return marks.get().hasLeft;
    }

    @Override
    public void close() {
        if (connections != null) {
            connections.close(CloseMode.GRACEFUL);
        }
    }

    private static final class Mark {
        private long startNanos;
        private boolean hasLeft;
    }
}
