package io.carillon.launcher.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Whether a port can be had, and a sentence that says who has it and what moves ours. */
final class FreePort {
    private static final int CONNECT_MILLIS = 300;

    private FreePort() {}

    /** Throws {@link LaunchFailure} if something listens there already, or the port cannot be had for another reason. */
    static void require(LocalPorts.Named port) {
        if (!isFree(port.number())) {
            throw new LaunchFailure(inUse(port));
        }
    }

    /** Whether nobody listens there and we could. */
    static boolean isFree(int port) {
        return !answers(port) && canBind(port);
    }

    /** Whether something accepts connections on the loopback port. */
    static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    private static boolean canBind(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static String inUse(LocalPorts.Named port) {
        String holder = PortHolder.of(port.number())
                .map(handle -> " by process " + handle.pid()
                        + handle.info()
                                .command()
                                .map(command -> " (" + command + ")")
                                .orElse(""))
                .orElse(" by another program");
        return "Port " + port.number() + ", wanted for " + port.purpose() + ", is in use" + holder
                + ". Stop that program, or set " + port.variable() + " to a free port.";
    }
}
