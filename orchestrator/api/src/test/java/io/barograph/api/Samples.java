package io.barograph.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Valid values of the API's records, for tests. */
public final class Samples {
    public static final String HASH = "0123456789abcdef".repeat(4);

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
                1_100_000,
                2.5,
                60,
                Map.of("stem", 16, "stage1.block1.conv1", 9));
    }

    public static List<Message> messages() {
        return List.of(
                new TrialAsk("worker-1", 0, 7),
                TrialOffer.none(500),
                TrialOffer.of(assignment()),
                assignment(),
                new EpochReport(
                        "quickstart", "t0003", 2, Phase.PRUNE, 12, new TreeMap<>(Map.of("loss", 0.7)), HASH, null),
                new TrialResult("quickstart", "t0003", 2, measurement(0.25, 240, 0.9), HASH, 1, 784, 61.5, null),
                TrialFailure.of("quickstart", "t0003", 2, FailureCode.DIVERGED, "loss is not a number"),
                new TrialRelease("quickstart", "t0003", 2, null),
                new TrialStop("quickstart", "t0003", 2),
                new LeaseRenewal("quickstart", "t0003", 2, "worker-1"),
                new Progress("quickstart", "t0003", 2, Phase.FINE_TUNE, 17, 23, 0.5, null, 0.24, 0.25, 31.0),
                Ack.DUPLICATE);
    }

    private static TrialAssignment assignment() {
        SweepSpec spec = spec();
        return new TrialAssignment(
                "quickstart", config(), spec.dataset(), spec.network(), 2, 30_000, HASH, "resnet-20-16", null);
    }
}
