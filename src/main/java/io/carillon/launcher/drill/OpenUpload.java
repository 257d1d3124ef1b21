package io.carillon.launcher.drill;

import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** An import that somebody has begun to send to an app process and goes on with no further: a stop waits a while for its end. */
final class OpenUpload implements AutoCloseable {
    private static final String PART = "external_id,name\n";
    private static final int ANNOUNCED = 1_000_000;

    private static final int LOOK_MILLIS = 20;

    private final Socket socket;

    private OpenUpload(Socket socket) {
        this.socket = socket;
    }

    /** Begins one. */
    static OpenUpload to(int port, Path token) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            String request = "POST /api/imports?fileName=unfinished.csv HTTP/1.1\r\nHost: 127.0.0.1:" + port
                    + "\r\nAuthorization: Bearer " + Files.readString(token).strip()
                    + "\r\nContent-Type: text/csv\r\nContent-Length: " + ANNOUNCED + "\r\n\r\n" + PART;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new OpenUpload(socket);
        } catch (IOException refused) {
            throw new LaunchFailure("The app takes no upload: " + refused.getMessage(), refused);
        }
    }

    /** Whether the app still waits for the rest: it has neither answered nor hung up. */
    boolean isAwaited() {
        try {
            socket.setSoTimeout(LOOK_MILLIS);
            socket.getInputStream().read();
            return false;
        } catch (SocketTimeoutException silent) {
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // The app has closed it when it ended.
        }
    }
}
