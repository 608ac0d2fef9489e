package io.barograph.artifacts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** S3Proxy in a process of its own, over a folder: checks signatures, keeps its objects when it is killed. */
public final class TestingS3Server implements AutoCloseable {
    public static final String BUCKET = "barograph";
    public static final String ACCESS_KEY = "AKTESTING";
    public static final String SECRET_KEY = "never-to-be-printed";

    private static final String LOGGING =
            """
            <configuration>
                <appender name="out" class="ch.qos.logback.core.ConsoleAppender"><encoder><pattern>%msg%n</pattern></encoder></appender>
                <root level="WARN"><appender-ref ref="out"/></root>
            </configuration>
            """;
    private static final long PATIENCE_MILLIS = 60_000;

    private final Path folder;
    private final int port;
    private @Nullable Process process;

    private TestingS3Server(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Starts one with an empty bucket; its files are below {@code folder}. */
    public static TestingS3Server start(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("objects").resolve(BUCKET));
        Files.writeString(folder.resolve("logback.xml"), LOGGING);
        TestingS3Server server = new TestingS3Server(folder, freePort());
        server.start();
        return server;
    }

    /** Starts it again where it was. */
    public void start() throws IOException {
        Path configuration = Files.writeString(
                folder.resolve("s3proxy.conf"),
                String.join(
                        "\n",
                        "s3proxy.endpoint=" + endpoint(),
                        "s3proxy.authorization=aws-v4",
                        "s3proxy.identity=" + ACCESS_KEY,
                        "s3proxy.credential=" + SECRET_KEY,
                        "jclouds.provider=filesystem-nio2",
                        "jclouds.filesystem.basedir=" + folder.resolve("objects")));
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dlogback.configurationFile=" + folder.resolve("logback.xml"),
                        "-cp",
                        Path.of("target", "s3-server").toAbsolutePath() + "/*",
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("server.log").toFile()))
                .start();
        awaitReady(process);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** A store in its bucket that is as patient as usual. */
    public ArtifactStore store(String prefix, Path cache) {
        return ArtifactStore.s3(
                config(prefix, ArtifactStore.DEFAULT_MAX_BYTES, S3Config.DEFAULT_ATTEMPTS), credentials(), cache);
    }

    S3Config config(String prefix, long maxBytes, int attempts) {
        return config(endpoint(), prefix, maxBytes, attempts);
    }

    static S3Config config(URI endpoint, String prefix, long maxBytes, int attempts) {
        return new S3Config(
                BUCKET,
                prefix,
                endpoint,
                S3Config.DEFAULT_REGION,
                maxBytes,
                S3Config.DEFAULT_CACHE_BYTES,
                attempts,
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofMillis(100));
    }

    public static S3Credentials credentials() {
        return S3Credentials.of(ACCESS_KEY, SECRET_KEY);
    }

    /** Where it keeps what is in its bucket. */
    public Path objects() {
        return folder.resolve("objects").resolve(BUCKET);
    }

    public void signal(String name) throws IOException {
        try {
            Process running = running();
            new ProcessBuilder(List.of("kill", "-" + name, Long.toString(running.pid())))
                    .start()
                    .waitFor();
            if (name.equals("KILL")) {
                running.waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        running().destroyForcibly().waitFor();
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    private void awaitReady(Process started) throws IOException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (System.currentTimeMillis() < end && started.isAlive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException notYet) {
                pause();
            }
        }
        throw new IOException("S3Proxy did not start: " + Files.readString(folder.resolve("server.log")));
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
