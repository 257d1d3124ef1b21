package io.carillon.sandbox;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.subethamail.smtp.server.ServerSocketCreator;

/**
 * Makes the mail server say in its answer to EHLO that it takes commands together (RFC 2920), as nearly every mail server does. The
 * library reads them so, one after the other from its buffer, but has no word for it.
 */
final class PipeliningSockets implements ServerSocketCreator {
    private static final String KNOWN = "\r\n250-8BITMIME";

    /** Not bound yet. */
    @Override
    public ServerSocket createServerSocket() throws IOException {
        return new ServerSocket() {
            @Override
            public Socket accept() throws IOException {
                Socket socket = new Announcing();
                implAccept(socket);
                return socket;
            }
        };
    }

    private static final class Announcing extends Socket {
        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    String text = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
                    boolean isHello = text.startsWith("250-") && text.contains(KNOWN);
                    String said = isHello ? text.replace(KNOWN, KNOWN + "\r\n250-PIPELINING") : text;
                    out.write(said.getBytes(StandardCharsets.ISO_8859_1));
                }
            };
        }
    }
}
