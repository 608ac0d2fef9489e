package io.barograph.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A way to PostgreSQL that is cut, as by a firewall, between a commit and its answer: from then on what is sent vanishes, and nothing
 * is refused or closed.
 */
final class TestingProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 14;
    private static final String COMMITTED = "COMMIT\0";
    private static final long PATIENCE_SECONDS = 120;

    private final int target;
    private final String statement;
    private final CountDownLatch commits;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    private TestingProxy(int target, String statement, int commits, ServerSocket listener) {
        this.target = target;
        this.statement = statement;
        this.commits = new CountDownLatch(commits);
        this.listener = listener;
    }

    /** Cuts at the given commit, counted from 1, of those whose transaction sent the statement. */
    static TestingProxy cuttingAt(int commit, String statement, int target) throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        TestingProxy proxy = new TestingProxy(target, statement, commit, listener);
        start(proxy::accept);
        return proxy;
    }

    int port() {
        return listener.getLocalPort();
    }

    void awaitCut() throws InterruptedException {
        if (!commits.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no commit in time of " + statement);
        }
    }

    /** Lets through what comes from now on; connections that lost something are closed. */
    void mend() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        cut = false;
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listener.accept();
                sockets.add(near);
                start(() -> connect(near));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void connect(Socket near) {
        AtomicBoolean stated = new AtomicBoolean();
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(far);
            start(() -> pump(near, far, request -> {
                if (request.contains(statement)) {
                    stated.set(true);
                }
            }));
            pump(far, near, answer -> {
                if (answer.contains(COMMITTED) && stated.getAndSet(false)) {
                    cut |= commits.getCount() == 1;
                    commits.countDown();
                }
            });
        } catch (IOException e) {
            close(near);
        }
    }

    private void pump(Socket from, Socket to, Consumer<String> look) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                look.accept(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                if (!cut) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "testing-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
