package io.barograph.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Valid values of the API's records, for tests. */
public final class Samples {
    static final Latencies LATENCIES = new Latencies(
            new Latency(1, 0.9, 1.2), new Latency(20, 19, 22), new Latency(5, 4.5, 6), new Latency(90, 88, 97));
    static final ModelInterface INPUTS =
            new ModelInterface(1, 28, 28, List.of(0.28), List.of(0.35), List.of("shirt", "shoe"));
    public static final String HASH = "0123456789abcdef".repeat(4);

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Samples() {}

    public static SweepSpec spec() {
        return SweepSpec.of(
                "quickstart",
                DatasetSpec.of(DatasetName.FASHION_MNIST_SAMPLE),
                new NetworkSpec.ResNet(20, 16),
                SearchSpec.grid(List.of(1.0, 0.5, 0.25)));
    }

    public static TrialConfig config() {
        return new TrialConfig(
                "t0003",
                3,
                0.25,
                1,
                new TreeMap<>(Map.of("batchSize", 32, "prune.learningRate", 0.003)),
                TrainingSpec.DEFAULT);
    }

    public static Measurement measurement(double budget, long volumePixels, double accuracy) {
        double ratio = volumePixels / 1000.0;
        return new Measurement(
                budget,
                ratio,
                volumePixels,
                1000,
                ratio,
                BudgetStatus.of(budget, ratio),
                accuracy,
                accuracy - 0.01,
                270_000,
                41_000_000,
                900_000,
                1_100_000,
                LATENCIES,
                Map.of("stem", 16, "stage1.block1.conv1", 9));
    }

    public static List<Message> messages() {
        return List.of(
                new TrialAsk(
                        "worker-1",
                        0,
                        7,
                        new TreeSet<>(Set.of("gpu")),
                        new TreeSet<>(Set.of("ab".repeat(32))),
                        "an incarnation"),
                new SweepPriority("quickstart", -3),
                TrialOffer.none(500),
                TrialOffer.of(assignment(), "key"),
                assignment(),
                new EpochReport(
                        "quickstart",
                        "t0003",
                        2,
                        Phase.PRUNE,
                        12,
                        new TreeMap<>(Map.of("loss", 0.7)),
                        HASH,
                        null,
                        HASH),
                new TrialResult(
                        "quickstart",
                        "t0003",
                        2,
                        measurement(0.25, 240, 0.9),
                        HASH,
                        HASH,
                        INPUTS,
                        1,
                        784,
                        61.5,
                        null,
                        null),
                TrialFailure.of("quickstart", "t0003", 2, FailureCode.DIVERGED, "loss is not a number"),
                new TrialRelease("quickstart", "t0003", 2, null, 7L),
                new TrialStop("quickstart", "t0003", 2, 7L),
                new LeaseRenewal("quickstart", "t0003", 2, "worker-1"),
                new Progress("quickstart", "t0003", 2, Phase.FINE_TUNE, 17, 23, 0.5, null, 0.24, 0.25, 31.0, null),
                Ack.DUPLICATE,
                new SubmitSweep("key-1", spec()),
                new SweepQuery("quickstart"),
                new SweepsQuery(7L, 20),
                new SweepPage(
                        List.of(new SweepSummary(
                                "flowers",
                                7,
                                SweepState.PAUSED,
                                Instant.EPOCH,
                                new TreeMap<>(Map.of(TrialState.WAITING, 2)),
                                5,
                                null)),
                        6L),
                new WorkersQuery(new TreeSet<>(Set.of("gpu"))),
                WorkerList.of(
                        List.of(new WorkerView(
                                "worker-1",
                                new TreeSet<>(Set.of("gpu")),
                                new TreeSet<>(Set.of(HASH)),
                                NOON,
                                List.of(WorkerSlot.idle(0), new WorkerSlot(1, "quickstart", "t0003", 2)))),
                        true),
                new ArtifactsQuery("quickstart", 0, 10),
                new ArtifactPage(List.of(SweepArtifact.of("t0003", SweepArtifact.Kind.ONNX, 77, HASH)), null),
                new ArtifactRead("quickstart", "t0003.onnx", HASH, 0, 77),
                ArtifactChunk.of(0, new byte[] {1, -2, 3}),
                new SweepDeleted("quickstart"),
                view(),
                report(),
                EventsQuery.of("quickstart", 0, 100, Set.of(SweepChangeType.FRONT_CHANGED)),
                new CheckSweep(spec()),
                new SweepPlan("quickstart", 3, List.of(1.0, 0.5, 0.25), 1, 1, 1, 38, false),
                new EventPage(events(), 7L),
                events().get(0),
                new SweepEvent("quickstart", 8, NOON, new SweepChange.Paused("ci")),
                new SweepEvent("quickstart", 9, NOON, new SweepChange.Resumed(null)),
                new SweepEvent("quickstart", 10, NOON, new SweepChange.PriorityChanged(3, "ci")));
    }

    public static SweepView view() {
        return new SweepView(
                "quickstart",
                spec(),
                SweepState.RUNNING,
                NOON,
                new TreeMap<>(Map.of(TrialState.WAITING, 3)),
                1,
                0,
                "ci");
    }

    public static List<SweepEvent> events() {
        EpochReport epoch = new EpochReport(
                "quickstart", "t0000", 1, Phase.PRETRAIN, 1, new TreeMap<>(Map.of("loss", 2.3)), null, HASH, null);
        List<SweepChange> changes = List.of(
                new SweepChange.Submitted(3, "ci"),
                new SweepChange.TrialStarted("t0000", 1, 1, "worker-1"),
                new SweepChange.EpochEnded(epoch),
                new SweepChange.TrialReturned("t0000", 1, "the worker drained"),
                new SweepChange.TrialEnded("t0000", 2, TrialState.COMPLETED, measurement(1, 1000, 0.9), null),
                new SweepChange.FrontChanged(List.of("t0000"), 0.4),
                new SweepChange.Ended(SweepState.COMPLETED));
        List<SweepEvent> events = new ArrayList<>();
        changes.forEach(change -> events.add(new SweepEvent("quickstart", events.size() + 1, NOON, change)));
        return events;
    }

    /** Dense, met, under, dominated, over and failed trials; the first three make the front. */
    public static SweepReport report() {
        return SweepReport.of(
                "quickstart",
                SweepState.COMPLETED,
                NOON,
                FrontReference.ofClasses(10),
                1000L,
                List.of(
                        completed(0, 1, 1000, 0.91),
                        completed(1, 0.5, 480, 0.9),
                        completed(2, 0.25, 200, 0.87),
                        completed(3, 0.25, 240, 0.85),
                        completed(4, 0.125, 140, 0.86),
                        TrialReport.unmeasured(config(5, 0.5), TrialState.FAILED, 3, "loss is NaN, \"diverged\"")));
    }

    private static TrialReport completed(int index, double budget, long pixels, double accuracy) {
        TrialConfig config = config(index, budget);
        TrialResult result = new TrialResult(
                "quickstart",
                config.trial(),
                1,
                measurement(budget, pixels, accuracy),
                HASH,
                HASH,
                INPUTS,
                0,
                784,
                60,
                null,
                null);
        String path = "models/" + config.trial();
        return TrialReport.completed(config, result, new TrialReport.Files(path + ".onnx", path + ".zip"));
    }

    private static TrialConfig config(int index, double budget) {
        SortedMap<String, Object> searched = new TreeMap<>(Map.of("prune.learningRate", 0.002));
        return new TrialConfig("t000" + index, index, budget, 1, searched, TrainingSpec.DEFAULT);
    }

    private static TrialAssignment assignment() {
        SweepSpec spec = spec();
        return new TrialAssignment(
                "quickstart",
                config(),
                spec.dataset(),
                spec.network(),
                2,
                30_000,
                HASH,
                "resnet-20-16",
                HASH,
                true,
                null,
                null);
    }
}
