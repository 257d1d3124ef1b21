package io.carillon.channel.email;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A mail server that answers each line as a test wants, for what well-behaved servers never do. {@link #CLOSE} closes the
 * connection, {@link #SILENCE} says nothing, {@link #DRIBBLE} never ends. Each connection has a thread of its own.
 */
final class ScriptedServer implements AutoCloseable {
    static final String CLOSE = "close";
    static final String SILENCE = "silence";
    /** Answers without end, a line every 50 ms. */
    static final String DRIBBLE = "dribble";
    /** What a line of the mail's text is called; the final dot is itself. */
    static final String TEXT = "text";

    private final ServerSocket server;
    private final Function<String, String> script;
    private final CountDownLatch isClosed = new CountDownLatch(1);
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** The script gets {@code connect}, then command lines, then {@link #TEXT} and the dot. */
    ScriptedServer(Function<String, String> script) throws IOException {
        this.script = script;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Answers as a server does that takes everything; to be wrapped by a test's own answers. */
    static String polite(String line) {
        String verb = line.split("[ :]", 2)[0];
        return switch (verb) {
            case "connect" -> "220 test";
            case "EHLO" -> "250-test\r\n250 SIZE 1000000";
            case "DATA" -> "354 go on";
            case TEXT -> SILENCE;
            case "QUIT" -> CLOSE;
            default -> "250 2.0.0 fine";
        };
    }

    int port() {
        return server.getLocalPort();
    }

    /** Every line that came, without the mails' text. */
    List<String> lines() {
        return lines;
    }

    long connections() {
        return sockets.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                start(() -> talk(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void talk(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            String answer = answer(socket, "connect");
            boolean isText = false;
            while (!answer.equals(CLOSE)) {
                String line = in.readLine();
                if (line == null) {
                    return;
                }
                boolean isEnd = isText && line.equals(".");
                answer = answer(socket, isText && !isEnd ? TEXT : line);
                isText = !isEnd && (isText || line.equals("DATA") && isGoOn(answer));
            }
        } catch (IOException | InterruptedException broken) {
            // The client broke it off, or the test is over.
        }
    }

    private static boolean isGoOn(String answer) {
        return answer.substring(answer.lastIndexOf('\n') + 1).startsWith("354");
    }

    private String answer(Socket socket, String line) throws IOException, InterruptedException {
        if (!line.equals(TEXT)) {
            lines.add(line);
        }
        String answer = script.apply(line);
        if (answer.equals(DRIBBLE)) {
            while (!isClosed.await(50, TimeUnit.MILLISECONDS)) {
                write(socket, "250-wait");
            }
        } else if (!answer.equals(SILENCE) && !answer.equals(CLOSE)) {
            write(socket, answer);
        }
        return answer;
    }

    private static void write(Socket socket, String line) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        isClosed.countDown();
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
