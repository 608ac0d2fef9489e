package io.barograph.server.postgres;

import io.barograph.server.postgres.PostgresException.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A private PostgreSQL server with durable settings on a persistent folder, reachable on the loopback address with a
 * password that only the folder's owner can read.
 *
 * <p>The folder belongs to one living process at a time; a second one is refused. A server left over by a killed process
 * is stopped first, and its committed data recovered. Blocks: call it off the event loop.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final int PORT_ATTEMPTS = 5;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final EmbeddedPostgresConfig config;
    private final FolderLock lock;
    private final Postmaster postmaster;
    private final Process process;
    private final int port;
    private final DataFolder data;
    private boolean closed;

    private EmbeddedPostgres(
            EmbeddedPostgresConfig config,
            FolderLock lock,
            Postmaster postmaster,
            Process process,
            int port,
            DataFolder data) {
        this.config = config;
        this.lock = lock;
        this.postmaster = postmaster;
        this.process = process;
        this.port = port;
        this.data = data;
    }

    /**
     * Starts the server, creating its folder the first time, and waits until it answers.
     *
     * @throws PostgresException with a message for the user and the kind of problem
     */
    public static EmbeddedPostgres start(EmbeddedPostgresConfig config) {
        Path folder = create(config.folder());
        FolderLock lock = lock(folder);
        try {
            Path binaries = PostgresBinaries.unpack(config.binariesFolder());
            DataFolder data = new DataFolder(folder, binaries, Unprivileged.find(binaries, folder));
            Postmaster postmaster = new Postmaster(data.data());
            if (postmaster.stopLeftover(config.stopTimeout())) {
                log.warn("Stopped the PostgreSQL server that a killed process left in {}", folder);
            }
            data.initialize();
            return launch(config, lock, data, postmaster);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /** Whether a server ever ran in this folder, so that starting one there creates nothing. */
    public static boolean exists(Path folder) {
        return Files.exists(folder.resolve("data").resolve("PG_VERSION"));
    }

    static EmbeddedPostgres launch(
            EmbeddedPostgresConfig config, FolderLock lock, DataFolder data, Postmaster postmaster) {
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            Process process = data.startServer(port);
            EmbeddedPostgres postgres = new EmbeddedPostgres(config, lock, postmaster, process, port, data);
            try {
                Readiness.await(postgres.jdbcUrl(), USER, data.password(), process, config.startTimeout());
                return postgres;
            } catch (RuntimeException e) {
                postmaster.stop(config.stopTimeout());
                String problems = data.lastProblems();
                if (problems.contains("Address already in use") && attempt < PORT_ATTEMPTS) {
                    continue;
                }
                throw data.startFailure(problems, e);
            }
        }
    }

    private static Path create(Path folder) {
        try {
            return Files.createDirectories(folder).toRealPath();
        } catch (IOException e) {
            throw new PostgresException(
                    Problem.FOLDER_UNUSABLE, "Cannot create folder " + folder + ": " + Messages.reason(e), e);
        }
    }

    private static FolderLock lock(Path folder) {
        try {
            return FolderLock.take(folder);
        } catch (IOException e) {
            throw new PostgresException(
                    Problem.FOLDER_UNUSABLE, "Cannot write to folder " + folder + ": " + Messages.reason(e), e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new PostgresException(Problem.START_FAILED, "No free loopback port: " + Messages.reason(e), e);
        }
    }

    static final String USER = "barograph";

    /** URL of the one database, {@code jdbc:postgresql://127.0.0.1:PORT/postgres}. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public String user() {
        return USER;
    }

    public String password() {
        return data.password();
    }

    /** Completes with the exit code when the server ends, also when nobody asked it to (a full disk, a kill). */
    public CompletableFuture<Integer> exited() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** What the server's log says of its latest trouble, in a few words, if it is the disk or a permission; or null. */
    public @Nullable String trouble() {
        return reasonOf(data.lastProblems());
    }

    /** Stops the server with a fast shutdown, waits for it, and gives the folder up. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            postmaster.stop(config.stopTimeout());
        } finally {
            lock.close();
        }
    }

    /** For the log: address and folder, never the password. */
    @Override
    public String toString() {
        return jdbcUrl() + " in " + config.folder();
    }

    static @Nullable String reasonOf(String log) {
        if (log.contains("No space left on device")) {
            return "no space left on device";
        }
        if (log.contains("Read-only file system")) {
            return "read-only file system";
        }
        return log.contains("Permission denied") ? "permission denied" : null;
    }
}
