package io.barograph.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for the processes of a test. */
public final class TestingPorts {
    private static final int LOWEST = 20_000;
    private static final int FIRST_THAT_LINUX_GIVES = 32_768;

    private TestingPorts() {}

    /** One of this machine that nobody listens on now, and that Linux gives to nobody who asks for any. */
    public static int free() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, FIRST_THAT_LINUX_GIVES);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // another one, then
            }
        }
    }
}
