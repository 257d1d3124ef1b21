package io.carillon.database;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A database behind a wire that a test can cut and mend. */
public class CuttableDatabase implements QuarkusTestResourceLifecycleManager {
    private static final Set<Socket> OPEN = ConcurrentHashMap.newKeySet();
    private static volatile boolean isCut;
    private static volatile boolean isFrozen;
    private final TestDatabase database = new TestDatabase();
    private ServerSocket wire;

    /** Ends every connection and refuses new ones. */
    static void cut() {
        isCut = true;
        OPEN.forEach(CuttableDatabase::close);
    }

    /** Lets nothing through, and says so to nobody. */
    static void freeze() {
        isFrozen = true;
    }

    /** Lets everything through again. */
    static void mend() {
        isCut = false;
        isFrozen = false;
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(database.start());
        URI real = URI.create(settings.get("quarkus.datasource.jdbc.url").substring("jdbc:".length()));
        try {
            wire = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new IllegalStateException(noPort);
        }
        daemon(() -> accept(real.getPort()));
        settings.put(
                "quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:" + wire.getLocalPort() + real.getPath());
        settings.put("quarkus.datasource.jdbc.acquisition-timeout", "2s");
        return settings;
    }

    @Override
    public void stop() {
        try {
            wire.close();
        } catch (IOException closedAlready) {
            throw new IllegalStateException(closedAlready);
        }
    }

    private void accept(int port) {
        while (!wire.isClosed()) {
            try {
                Socket caller = wire.accept();
                if (isCut) {
                    caller.close();
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                OPEN.add(caller);
                OPEN.add(server);
                daemon(() -> pump(caller, server));
                daemon(() -> pump(server, caller));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void pump(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] some = new byte[8192];
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                while (isFrozen) {
                    Thread.sleep(50);
                }
                out.write(some, 0, read);
            }
        } catch (IOException | InterruptedException cut) {
            // the other side is closed below
        } finally {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            OPEN.remove(socket);
            socket.close();
        } catch (IOException closedAlready) {
            throw new IllegalStateException(closedAlready);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "database wire");
        thread.setDaemon(true);
        thread.start();
    }
}
