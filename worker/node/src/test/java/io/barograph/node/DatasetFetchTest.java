package io.barograph.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.barograph.api.EpochReport;
import io.barograph.api.Progress;
import io.barograph.api.TrialAssignment;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.artifacts.S3Config;
import io.barograph.artifacts.S3Credentials;
import io.barograph.bar.train.TrialCancelledException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials that are asked to leave while their data is on its way from a slow server. */
class DatasetFetchTest {
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path temporary;

    private final CountDownLatch halfSent = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final ExecutorService slots = Executors.newCachedThreadPool();
    private HttpServer server;
    private String hash;
    private byte[] content;
    private ArtifactStore artifacts;
    private DatasetCache cache;

    @BeforeEach
    void serve() throws IOException {
        Path images = TestingData.imageFolder(temporary.resolve("images"), 20, 1);
        ArtifactStore folder = ArtifactStore.folder(temporary.resolve("artifacts"));
        hash = TestingData.push(images, folder);
        content = Files.readAllBytes(folder.get(hash));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(slots);
        server.createContext("/", this::answer);
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        artifacts = ArtifactStore.s3(
                S3Config.of("s3://bucket", address, S3Config.DEFAULT_REGION),
                S3Credentials.of("key", "secret"),
                temporary.resolve("copies"));
        cache = DatasetCache.inFolder(artifacts, temporary.resolve("kept"), 1 << 20, DataRoots.anywhere());
    }

    @AfterEach
    void stop() {
        mayEnd.countDown();
        server.stop(0);
        slots.shutdownNow();
    }

    /** Half of the data at once, then a byte now and then until the rest may come. */
    private void answer(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, content.length);
        try (OutputStream out = exchange.getResponseBody()) {
            int sent = content.length / 2;
            out.write(content, 0, sent);
            out.flush();
            halfSent.countDown();
            while (!mayEnd.await(10, TimeUnit.MILLISECONDS) && sent < content.length - 1) {
                out.write(content, sent, 1);
                out.flush();
                sent++;
            }
            mayEnd.await();
            out.write(content, sent, content.length - sent);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<DatasetCache.Held> open(BooleanSupplier leave) {
        DatasetRef ref = DatasetRef.of(TestingData.spec(null, hash));
        return CompletableFuture.supplyAsync(() -> cache.open(ref, leave), slots);
    }

    private List<Path> files(String folder) throws IOException {
        Path root = temporary.resolve(folder);
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("lock"))
                    .toList();
        }
    }

    @Test
    void aTrialThatIsToLeaveBreaksTheFetchOffAndLeavesNoFile() throws Exception {
        BarTrialTrainer trainer = new BarTrialTrainer(artifacts, temporary.resolve("work"), cache);
        TrialAssignment some = TestingTrials.assignment("t0001", 60_000);
        TrialAssignment trial = new TrialAssignment(
                some.sweep(),
                some.config(),
                TestingData.spec(null, hash),
                some.network(),
                some.attempt(),
                some.leaseMillis(),
                null,
                "dense",
                null,
                false,
                null,
                null);
        CompletableFuture<TrialOutcome> outcome =
                CompletableFuture.supplyAsync(() -> trainer.train(trial, silent(), cancelled::get), slots);
        assertThat(halfSent.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        cancelled.set(true);
        assertThat(outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(new TrialOutcome.Interrupted(null));
        assertThat(files("copies")).isEmpty();
        assertThat(files("kept")).isEmpty();
        assertThat(cache.hashes()).isEmpty();
        assertThat(mayEnd.getCount()).as("the server is still at it").isEqualTo(1);
    }

    @Test
    void whoeverElseWaitsForTheDataStillGetsIt() throws Exception {
        CompletableFuture<DatasetCache.Held> leaves = open(cancelled::get);
        CompletableFuture<DatasetCache.Held> stays = open(() -> false);
        assertThat(halfSent.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        cancelled.set(true);
        assertThatThrownBy(() -> leaves.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .hasCauseInstanceOf(TrialCancelledException.class);
        mayEnd.countDown();
        try (DatasetCache.Held held = stays.get(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            assertThat(held.dataset().contentHash()).isEqualTo(hash);
        }
        assertThat(files("kept")).containsExactly(temporary.resolve("kept").resolve(hash));
    }

    @Test
    void dataThatWasBrokenOffIsFetchedAgain() throws Exception {
        CompletableFuture<DatasetCache.Held> leaves = open(cancelled::get);
        assertThat(halfSent.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        cancelled.set(true);
        assertThatThrownBy(() -> leaves.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
        mayEnd.countDown();
        try (DatasetCache.Held held = open(() -> false).get(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            assertThat(held.dataset().contentHash()).isEqualTo(hash);
        }
    }

    @Test
    void aCopyThatIsInterruptedLeavesNoPart() throws Exception {
        DatasetFiles files = new DatasetFiles(temporary.resolve("kept"), 1 << 20, Clock.systemUTC());
        Path pipe = temporary.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread copying = new Thread(() -> {
            try {
                files.add(hash, pipe, Set::of);
                failure.complete(new AssertionError("copied"));
            } catch (IOException e) {
                failure.complete(e);
            }
        });
        copying.start();
        try (OutputStream out = Files.newOutputStream(pipe)) {
            out.write(content, 0, 1000);
            out.flush();
            while (files("kept").isEmpty()) {
                Thread.onSpinWait();
            }
            copying.interrupt();
            goOn(out, failure); // a read of a pipe is not interrupted, the write after it is
            assertThat(failure.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        }
        assertThat(files("kept")).isEmpty();
    }

    private void goOn(OutputStream out, CompletableFuture<?> failure) {
        try {
            while (!failure.isDone()) {
                out.write(content, 0, 1);
                out.flush();
            }
        } catch (IOException readerIsGone) {
            return;
        }
    }

    private static TrialListener silent() {
        return new TrialListener() {
            @Override
            public void onEpoch(EpochReport report, Runnable stored) {}

            @Override
            public void onProgress(Progress progress) {}
        };
    }
}
