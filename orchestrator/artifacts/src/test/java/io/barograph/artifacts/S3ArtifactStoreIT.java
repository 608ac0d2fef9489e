package io.barograph.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.barograph.artifacts.ArtifactException.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that is a process of its own and really checks signatures. */
class S3ArtifactStoreIT extends ArtifactStoreContract {
    private static final int LARGE = 48 << 20;

    @TempDir
    static Path serverFolder;

    private static TestingS3Server server;
    private static int tests;

    private String prefix = "";

    @BeforeAll
    static void startServer() throws IOException {
        server = TestingS3Server.start(serverFolder);
    }

    @AfterAll
    static void stopServer() throws InterruptedException {
        server.close();
    }

    @Override
    ArtifactStore open() {
        tests++;
        prefix = "runs/of-test-" + tests;
        return store(MAX_BYTES, 3, "cache");
    }

    @Override
    Path stored(String hash) {
        return server.objects().resolve(prefix).resolve(hash.substring(0, 2)).resolve(hash.substring(2));
    }

    private ArtifactStore store(long maxBytes, int attempts, String cache) {
        return ArtifactStore.s3(
                server.config(prefix, maxBytes, attempts), TestingS3Server.credentials(), temporary.resolve(cache));
    }

    @Test
    void whatOneMachineStoresAnotherReads() throws IOException {
        store.put(file("abc"));
        assertThat(store(MAX_BYTES, 1, "elsewhere").get(HASH_OF_ABC)).hasContent("abc");
        assertThat(stored(HASH_OF_ABC)).hasContent("abc");
    }

    @Test
    void readsAgainWhatIsDamagedOnThisMachine() throws IOException {
        store.put(file("abc"));
        Path copy = store.get(HASH_OF_ABC);
        Files.writeString(copy, "abd");
        assertThat(store.get(HASH_OF_ABC)).hasContent("abc");
        Files.delete(copy);
        assertThat(store.get(HASH_OF_ABC)).hasContent("abc");
    }

    @Test
    void readsWhatItHasReadBeforeWithoutTheServer() throws IOException {
        store.put(file("abc"));
        Path copy = store.get(HASH_OF_ABC);
        Files.delete(stored(HASH_OF_ABC));
        assertThat(store.get(HASH_OF_ABC)).isEqualTo(copy).hasContent("abc");
    }

    @Test
    void refusesAWrongKeyWithoutShowingIt() throws IOException {
        store.put(file("abc"));
        S3Credentials wrong = S3Credentials.of(TestingS3Server.ACCESS_KEY, "a-wrong-secret");
        ArtifactStore stranger =
                ArtifactStore.s3(server.config(prefix, MAX_BYTES, 3), wrong, temporary.resolve("strangers"));
        Path file = file("abcd");
        for (Runnable action : new Runnable[] {
            () -> stranger.put(file),
            () -> stranger.get(HASH_OF_ABC),
            () -> stranger.contains(HASH_OF_ABC),
            () -> stranger.delete(HASH_OF_ABC),
            stranger::list,
            () -> stranger.requireRoom(1)
        }) {
            assertProblem(Problem.UNAUTHORISED, action);
            assertThatThrownBy(action::run)
                    .hasMessageContaining("s3://" + TestingS3Server.BUCKET + "/" + prefix)
                    .satisfies(failure -> assertThat(everythingOf(failure))
                            .doesNotContain("a-wrong-secret")
                            .doesNotContain(TestingS3Server.ACCESS_KEY));
        }
        assertThat(wrong.toString()).doesNotContain("secret").doesNotContain(TestingS3Server.ACCESS_KEY);
        assertThat(store.list()).containsExactly(HASH_OF_ABC);
    }

    @Test
    void aRefusalIsHeardThoughTheServerClosesUnderTheFileThatIsSent() throws IOException {
        HttpServer closing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        closing.createContext("/", exchange -> {
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(403, -1);
            }
            exchange.close();
        });
        closing.start();
        try {
            URI endpoint = URI.create("http://127.0.0.1:" + closing.getAddress().getPort());
            ArtifactStore stranger = ArtifactStore.s3(
                    TestingS3Server.config(endpoint, "prefix", MAX_BYTES, 2),
                    TestingS3Server.credentials(),
                    temporary.resolve("strangers"));
            Path file = file("abc");
            assertProblem(Problem.UNAUTHORISED, () -> stranger.put(file));
            assertProblem(Problem.UNAUTHORISED, () -> stranger.requireRoom(1));
        } finally {
            closing.stop(0);
        }
    }

    @Test
    void refusesWhatIsTooLargeToRead() throws IOException {
        String hash = store.put(file("x".repeat(200_000)));
        ArtifactStore careful = store(100_000, 1, "careful");
        assertProblem(Problem.TOO_LARGE, () -> careful.get(hash));
        assertThat(filesBelow(temporary.resolve("careful"))).isZero();
    }

    @Test
    void aBucketThatIsNotThereIsNoMissingArtifact() {
        S3Config nowhere = S3Config.of("s3://nowhere/prefix", server.endpoint(), S3Config.DEFAULT_REGION);
        ArtifactStore lost =
                ArtifactStore.s3(nowhere, TestingS3Server.credentials(), temporary.resolve("cache-of-nothing"));
        assertProblem(Problem.UNREACHABLE, () -> lost.get(HASH_OF_ABC));
        assertThatThrownBy(lost::list).hasMessageContaining("NoSuchBucket");
    }

    @Test
    void anUploadGoesOnWhenTheServerIsKilledInTheMiddleAndStartedAgain() throws Exception {
        ArtifactStore patient = store(LARGE, 12, "cache");
        Path file = large();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<String> put = thread.submit(() -> patient.put(file));
            killInTheMiddle(put);
            server.start();
            String hash = put.get(60, TimeUnit.SECONDS);
            assertThat(store(LARGE, 1, "other").get(hash)).hasSameBinaryContentAs(file);
            assertThat(patient.list()).containsExactly(hash);
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void anUploadThatEndsWithItsServerLeavesNothingHalf() throws Exception {
        ArtifactStore impatient = store(LARGE, 1, "cache");
        Path file = large();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> put = thread.submit(() -> assertProblem(Problem.UNREACHABLE, () -> impatient.put(file)));
            killInTheMiddle(put);
            put.get(60, TimeUnit.SECONDS);
            assertProblem(Problem.UNREACHABLE, impatient::list);
            server.start();
            assertThat(impatient.list()).isEmpty();
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void aServerThatIsFrozenIsNotWaitedForForEver() throws Exception {
        ArtifactStore impatient = store(MAX_BYTES, 1, "cache");
        impatient.put(file("abc"));
        server.signal("STOP");
        try {
            long begin = System.nanoTime();
            assertProblem(Problem.UNREACHABLE, () -> impatient.get(HASH_OF_ABC));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        } finally {
            server.signal("CONT");
        }
        assertThat(impatient.get(HASH_OF_ABC)).hasContent("abc");
    }

    /** Waits for the first bytes of an upload to be written, and kills. */
    private void killInTheMiddle(Future<?> put) throws Exception {
        for (int i = 0; i < 20_000 && bytesBelow(server.objects()) < 1 << 20; i++) {
            Thread.sleep(1);
        }
        server.signal("STOP");
        assertThat(bytesBelow(server.objects())).isBetween(1L << 20, LARGE - 1L);
        assertThat(put).isNotDone();
        server.signal("KILL");
    }

    private Path large() throws IOException {
        try (Stream<Path> files = Files.walk(server.objects())) {
            for (Path old : files.filter(Files::isRegularFile).toList()) {
                Files.delete(old);
            }
        }
        byte[] content = new byte[LARGE];
        new Random(1).nextBytes(content);
        return Files.write(temporary.resolve("large"), content);
    }

    private static long bytesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        }
    }

    private static long filesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private static String everythingOf(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
