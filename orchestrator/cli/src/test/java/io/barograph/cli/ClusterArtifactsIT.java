package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.ArtifactRead;
import io.barograph.api.BarographException;
import io.barograph.api.BudgetStatus;
import io.barograph.api.ErrorCode;
import io.barograph.api.Measurement;
import io.barograph.api.ModelInterface;
import io.barograph.api.SweepArtifact;
import io.barograph.api.SweepArtifact.Kind;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialResult;
import io.barograph.api.client.SweepClient;
import io.barograph.api.report.FrontFiles;
import io.barograph.api.spec.SweepSpecReader;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.cli.cluster.ClusterConfig;
import io.barograph.cli.cluster.ClusteredVertx;
import io.barograph.cli.cluster.MemberAddress;
import io.barograph.node.TrialOutcome;
import io.barograph.node.WorkerConfig;
import io.barograph.node.WorkerVerticle;
import io.barograph.server.BarographServer;
import io.barograph.server.ServerConfig;
import io.barograph.server.collect.CollectorConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sweep has left, fetched over real connections by members that cannot reach the artifact store. */
class ClusterArtifactsIT {
    private static final int ONNX_BYTES = 2 * ArtifactRead.MAX_LENGTH + 12_345;
    private static final long DENSE = 1000;
    private static final long PATIENCE_SECONDS = 240;

    @TempDir
    static Path folder;

    private static MemberAddress address;
    private static ArtifactStore store;
    private static Vertx orchestrator;
    private static Vertx guest;
    private static BarographServer server;
    private static SweepClient client;

    @BeforeAll
    static void join() throws Exception {
        address = new MemberAddress("127.0.0.1", TestingPorts.free());
        store = ArtifactStore.folder(folder.resolve("artifacts"));
        orchestrator = await(ClusteredVertx.join(member(ClusterConfig.Role.ORCHESTRATOR, address)));
        ServerConfig plain = ServerConfig.embedded(folder.resolve("database"));
        server = await(ServerStart.start(
                orchestrator, new ServerConfig(plain.database(), plain.scheduler(), CollectorConfig.of(store))));
        guest = await(ClusteredVertx.join(member(ClusterConfig.Role.GUEST, ClusterConfig.DEFAULT_GUEST)));
        client = SweepClient.over(guest);
    }

    @AfterAll
    static void leave() throws Exception {
        await(guest.close());
        await(server.stop());
        await(orchestrator.close());
    }

    /** Of two trials, trained by a worker that stores made-up files. */
    private void runSweep(String name, boolean withCards) throws Exception {
        Path spec = Files.writeString(
                folder.resolve(name + ".yaml"),
                """
                apiVersion: barograph.io/v1
                kind: Sweep
                name: %s
                dataset: {name: fashion-mnist-sample}
                network: {kind: plain-cnn, width: 8}
                search:
                  budgets: [1, 0.5]
                """
                        .formatted(name));
        String worker = await(orchestrator.deployVerticle(new WorkerVerticle(
                WorkerConfig.of("worker", 0, new TreeSet<>()),
                (assignment, listener, cancelled) -> new TrialOutcome.Completed(result(assignment, withCards)))));
        await(client.submit(SweepSpecReader.read(spec), name));
        await(client.follow(name, 0, event -> Future.succeededFuture()));
        await(orchestrator.undeploy(worker));
    }

    private TrialResult result(TrialAssignment of, boolean withCard) {
        byte[] onnx = new byte[ONNX_BYTES];
        new Random(of.config().index()).nextBytes(onnx);
        byte[] model = ("model of " + of.config().trial()).getBytes(StandardCharsets.UTF_8);
        double budget = of.config().budget();
        long volume = (long) (budget * DENSE);
        double ratio = (double) volume / DENSE;
        Measurement measurement = new Measurement(
                budget,
                ratio,
                volume,
                DENSE,
                ratio,
                BudgetStatus.of(budget, ratio),
                0.9,
                0.9,
                1,
                1,
                onnx.length,
                model.length,
                null,
                Map.of("stem", 4));
        ModelInterface inputs = new ModelInterface(1, 28, 28, List.of(0.28), List.of(0.35), List.of("shirt", "shoe"));
        return new TrialResult(
                of.sweep(),
                of.config().trial(),
                of.attempt(),
                measurement,
                store.put(new ByteArrayInputStream(model), "model"),
                store.put(new ByteArrayInputStream(onnx), "onnx"),
                withCard ? inputs : null,
                0,
                100,
                1,
                null,
                null);
    }

    @Test
    void everythingIsListedAndArrivesAsItWasStored() throws Exception {
        runSweep("carded", true);
        List<SweepArtifact> artifacts = await(client.artifacts("carded"));
        assertThat(artifacts)
                .extracting(SweepArtifact::name)
                .containsExactly("t0000.onnx", "t0000.zip", "t0000.md", "t0001.onnx", "t0001.zip", "t0001.md");
        for (SweepArtifact artifact : artifacts) {
            Path file = folder.resolve("fetched").resolve(artifact.name());
            Files.createDirectories(folder.resolve("fetched"));
            await(client.download("carded", artifact, file));
            assertThat(file).hasSize(artifact.bytes());
            if (artifact.kind() != Kind.CARD) {
                assertThat(file).hasSameBinaryContentAs(store.get(artifact.sha256()));
            }
        }
        assertThat(folder.resolve("fetched/t0001.md")).content().startsWith("# carded, t0001");
        SweepArtifact onnx = artifacts.get(0);
        List<Integer> parts = new ArrayList<>();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        await(client.read("carded", onnx, part -> {
            parts.add(part.length());
            content.writeBytes(part.getBytes());
            return Future.succeededFuture();
        }));
        assertThat(parts).containsExactly(ArtifactRead.MAX_LENGTH, ArtifactRead.MAX_LENGTH, 12_345);
        assertThat(content.toByteArray()).isEqualTo(Files.readAllBytes(store.get(onnx.sha256())));

        refusesWhatTheSweepHasNot(onnx);
        leavesNothingOfWhatIsDamaged(onnx);
    }

    private void refusesWhatTheSweepHasNot(SweepArtifact onnx) {
        String secret = store.put(new ByteArrayInputStream(new byte[] {1}), "of somebody else");
        refused(ErrorCode.UNKNOWN_ARTIFACT, "carded", SweepArtifact.of("t0000", Kind.ONNX, 1, secret));
        refused(ErrorCode.UNKNOWN_ARTIFACT, "carded", SweepArtifact.of("t0009", Kind.ONNX, 1, onnx.sha256()));
        refused(ErrorCode.UNKNOWN_ARTIFACT, "carded", SweepArtifact.of("t0000", Kind.CHECKPOINT, 1, onnx.sha256()));
        refused(ErrorCode.UNKNOWN_SWEEP, "nobody", onnx);
        refused(ErrorCode.DAMAGED, "carded", SweepArtifact.of("t0000", Kind.ONNX, 1, onnx.sha256()));
        for (String name : List.of("../t0000.onnx", "/etc/passwd", "t0000", "t0000.onnx/", ".onnx", "t0000.exe")) {
            assertThatThrownBy(() -> new ArtifactRead("carded", name, onnx.sha256(), 0, 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void refused(ErrorCode code, String sweep, SweepArtifact artifact) {
        assertThatThrownBy(() -> await(client.download(sweep, artifact, folder.resolve("refused"))))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private void leavesNothingOfWhatIsDamaged(SweepArtifact onnx) throws IOException {
        Path stored = store.get(onnx.sha256());
        byte[] content = Files.readAllBytes(stored);
        content[content.length - 1] ^= 1;
        Files.write(stored, content);
        refused(ErrorCode.DAMAGED, "carded", onnx);
        Files.delete(stored);
        refused(ErrorCode.UNKNOWN_ARTIFACT, "carded", onnx);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).noneMatch(name -> name.startsWith("refused"));
        }
    }

    @Test
    void fetchBringsModelsWithoutKnowingTheArtifactStore() throws Exception {
        runSweep("plain", false);
        Path results = folder.resolve("results");
        int code = Barograph.commandLine(new BarTrainerSource())
                .execute(
                        "fetch",
                        "plain",
                        "--cluster-name",
                        "artifacts",
                        "--join",
                        address.toString(),
                        "--out",
                        results.toString());
        assertThat(code).isZero();
        assertThat(FrontFiles.read(results.resolve("front.json")).trials())
                .hasSize(2)
                .allSatisfy(trial -> {
                    assertThat(results.resolve(String.valueOf(trial.onnx())))
                            .hasSameBinaryContentAs(store.get(String.valueOf(trial.onnxHash())));
                    assertThat(results.resolve(String.valueOf(trial.model())))
                            .hasSameBinaryContentAs(store.get(String.valueOf(trial.modelHash())));
                });
    }

    private static ClusterConfig member(ClusterConfig.Role role, MemberAddress listen) {
        return new ClusterConfig("artifacts", role, listen, 0, List.of(address), false);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
