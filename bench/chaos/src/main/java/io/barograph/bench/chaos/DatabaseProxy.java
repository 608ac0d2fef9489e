package io.barograph.bench.chaos;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.IntSupplier;

/**
 * The way of one orchestrator to PostgreSQL, message by message, so that a fault can come between two of them. The connection
 * must begin without a question for encryption.
 */
final class DatabaseProxy implements AutoCloseable {
    private static final int LENGTH_BYTES = 4;

    private final ServerSocket listening;
    private final IntSupplier postgresPort;
    private final String orchestrator;
    private final Traps traps;

    private DatabaseProxy(ServerSocket listening, IntSupplier postgresPort, String orchestrator, Traps traps) {
        this.listening = listening;
        this.postgresPort = postgresPort;
        this.orchestrator = orchestrator;
        this.traps = traps;
    }

    /** @param postgresPort asked anew for every connection */
    static DatabaseProxy start(String orchestrator, IntSupplier postgresPort, Traps traps) {
        try {
            InetAddress address = InetAddress.getByName(Host.BENCH.address());
            DatabaseProxy proxy =
                    new DatabaseProxy(new ServerSocket(0, 50, address), postgresPort, orchestrator, traps);
            thread(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String jdbcUrl() {
        return "jdbc:postgresql://" + Host.BENCH.address() + ":" + listening.getLocalPort()
                + "/postgres?sslmode=disable&gssEncMode=disable";
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                serve(listening.accept());
            } catch (IOException e) {
                // closed, or PostgreSQL is down: the orchestrator tries again
            }
        }
    }

    private void serve(Socket client) throws IOException {
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), postgresPort.getAsInt());
        } catch (IOException e) {
            client.close();
            throw e;
        }
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Wire wire = new Wire(orchestrator, traps);
        thread(() -> pump(client, server, true, wire::asked));
        thread(() -> pump(server, client, false, wire::answered));
    }

    /** Looks at a message before it goes on. */
    @FunctionalInterface
    private interface Look {
        void at(char type, byte[] body);
    }

    private static void pump(Socket from, Socket to, boolean fromClient, Look look) {
        try (from;
                to) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(from.getInputStream()));
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(to.getOutputStream()));
            if (fromClient) {
                pass(in.readInt(), in, out); // the first message has no type
            }
            while (true) {
                int type = in.readUnsignedByte();
                int length = in.readInt();
                byte[] body = in.readNBytes(length - LENGTH_BYTES);
                look.at((char) type, body);
                out.writeByte(type);
                out.writeInt(length);
                out.write(body);
                if (in.available() == 0) {
                    out.flush();
                }
            }
        } catch (IOException e) {
            // one side is gone, so is the other now
        }
    }

    private static void pass(int length, DataInputStream in, DataOutputStream out) throws IOException {
        out.writeInt(length);
        out.write(in.readNBytes(length - LENGTH_BYTES));
        out.flush();
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
