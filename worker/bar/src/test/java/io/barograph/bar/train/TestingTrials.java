package io.barograph.bar.train;

import io.barograph.bar.data.Augmentation;
import io.barograph.bar.data.DatasetRequest;
import io.barograph.bar.data.Datasets;
import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.data.ImageSplit;
import io.barograph.bar.engine.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A trial small enough for a test, on real images. */
final class TestingTrials {
    private TestingTrials() {}

    /** A part of the bundled sample. */
    static ImageDataset data(int train, int held) {
        ImageDataset sample = Datasets.open(DatasetRequest.of("fashion-mnist-sample"));
        return ImageDataset.of(
                "part",
                sample.classNames(),
                first(sample.train(), train),
                first(sample.validation(), held),
                first(sample.test(), held));
    }

    private static ImageSplit first(ImageSplit split, int count) {
        return split.select(IntStream.range(0, count).toArray());
    }

    static TrialRecipe recipe(NetworkRecipe network, double budget, int batchSize) {
        return new TrialRecipe(
                network,
                budget,
                3,
                batchSize,
                0.02,
                Precision.FLOAT32,
                new Augmentation(true, 0),
                new TrialRecipe.Pretrain(2, 3e-3),
                new TrialRecipe.Prune(4, 2e-3, 45, 0.024, 1e4),
                new TrialRecipe.Rung(3, 30, 0.5),
                new TrialRecipe.FineTune(2, 0, 3e-3),
                new TrialRecipe.Distillation(4, 0.9));
    }

    /** Remembers what it hears. */
    static class RecordingListener implements TrainingListener {
        final List<String> epochs = new ArrayList<>();
        final List<Map<String, Double>> values = new ArrayList<>();
        int dense;
        final List<Path> rungs = new ArrayList<>();
        final Set<Integer> totals = new HashSet<>();

        @Override
        public void onEpoch(
                Phase phase, int epoch, Map<String, Double> figures, Map<String, Integer> openMaps, Path checkpoint) {
            epochs.add(phase + " " + epoch);
            values.add(figures);
        }

        @Override
        public void onRung(Path snapshot) {
            rungs.add(snapshot);
        }

        @Override
        public void onDense(Path model) {
            dense++;
        }

        @Override
        public void onProgress(
                Phase phase, int epoch, int all, double fraction, Map<String, Double> figures, double secondsLeft) {
            totals.add(all);
        }
    }
}
