package io.carillon.launcher.bench;

import io.carillon.launcher.local.LaunchFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A bare mail client that sends the same ready mail again and again over open connections, to see how fast a server is by itself. */
final class MailVolley {
    private static final int CONNECTIONS = 16;
    private static final int BODY = 5_500;
    private static final int COLUMNS = 76;

    private final InetSocketAddress server;
    private final byte[] mail = mail();

    MailVolley(InetSocketAddress server) {
        this.server = server;
    }

    private static byte[] mail() {
        String line = "x".repeat(COLUMNS) + "\r\n";
        String text = "From: bench@shop.example\r\nTo: member@mail.example\r\nSubject: bench\r\n"
                + "Message-ID: <0-1-1.bench@shop.example>\r\n\r\n" + line.repeat(BODY / line.length()) + ".\r\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends so many mails; answers how many a second were taken. */
    double perSecond(int mails) {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            long began = System.nanoTime();
            List<Future<?>> lanes = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                lanes.add(threads.submit(() -> {
                    send(mails / CONNECTIONS);
                    return null;
                }));
            }
            for (Future<?> lane : lanes) {
                lane.get();
            }
            return (mails / CONNECTIONS * CONNECTIONS) / ((System.nanoTime() - began) / 1e9);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("The bench was stopped.", stopped);
        } catch (ExecutionException broken) {
            throw new LaunchFailure("The mail server did not take a mail: " + broken.getCause(), broken);
        } finally {
            threads.shutdownNow();
        }
    }

    private void send(int mails) throws IOException {
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            expect(in, "220");
            say(out, in, "EHLO bench.localhost\r\n", "250");
            for (int i = 0; i < mails; i++) {
                say(out, in, "MAIL FROM:<bounce@shop.example>\r\n", "250");
                say(out, in, "RCPT TO:<member" + i + "@mail.example>\r\n", "250");
                say(out, in, "DATA\r\n", "354");
                out.write(mail);
                expect(in, "250");
            }
            say(out, in, "QUIT\r\n", "221");
        }
    }

    private static void say(OutputStream out, InputStream in, String line, String code) throws IOException {
        out.write(line.getBytes(StandardCharsets.US_ASCII));
        expect(in, code);
    }

    private static void expect(InputStream in, String code) throws IOException {
        String line = line(in);
        while (line.startsWith(code + "-")) {
            line = line(in);
        }
        if (!line.startsWith(code)) {
            throw new IOException("answered \"" + line + "\", not " + code);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            line.append((char) next);
            next = in.read();
        }
        return line.toString();
    }
}
