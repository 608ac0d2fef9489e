package io.barograph.bench;

import io.barograph.bar.data.Augmentation;
import io.barograph.bar.data.DatasetRequest;
import io.barograph.bar.data.Datasets;
import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.train.BarTrial;
import io.barograph.bar.train.ControlTrial;
import io.barograph.bar.train.NetworkRecipe;
import io.barograph.bar.train.Phase;
import io.barograph.bar.train.TrainedModel;
import io.barograph.bar.train.TrainingListener;
import io.barograph.bar.train.TrialRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Accuracy at every budget against the dense teacher and against controls of equal volume, over seeds, on the test images.
 * Usage: accuracy [--seeds N] [--dataset NAME] [--results FILE]. Results are appended as they come; a second run goes on.
 */
public final class AccuracyBench {
    private static final double[] BUDGETS = {0.5, 0.25, 0.125, 0.0625};

    private final ImageDataset data;
    private final AccuracyResults results;
    private final Path folder;

    private AccuracyBench(ImageDataset data, AccuracyResults results, Path folder) {
        this.data = data;
        this.results = results;
        this.folder = folder;
    }

    /** Runs what is not in the results yet and prints the table. */
    public static void main(String[] args) throws IOException {
        int seeds = 5;
        String dataset = "fashion-mnist-sample";
        Path file = Path.of("bench/accuracy/target/results.jsonl");
        for (int i = 0; i + 1 < args.length; i += 2) {
            switch (args[i]) {
                case "--seeds" -> seeds = Integer.parseInt(args[i + 1]);
                case "--dataset" -> dataset = args[i + 1];
                case "--results" -> file = Path.of(args[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        AccuracyResults results = AccuracyResults.open(file);
        ImageDataset data = Datasets.open(DatasetRequest.of(dataset));
        for (int seed = 1; seed <= seeds; seed++) {
            new AccuracyBench(data, results, folder).seed(seed);
            System.out.println(results.table());
        }
    }

    private void seed(int seed) throws IOException {
        Path dense = folder.resolve(data.name() + "-dense-" + seed + ".zip");
        measure(seed, "dense", 1, () -> {
            TrainedModel model = trial(seed, 1, null);
            copy(model.model(), dense);
            return model;
        });
        for (double budget : BUDGETS) {
            Path pruned = folder.resolve(data.name() + "-bar-" + budget + "-" + seed + ".zip");
            measure(seed, "bar", budget, () -> {
                TrainedModel model = trial(seed, budget, dense);
                copy(model.model(), pruned);
                return model;
            });
            if (budget > 0.125) {
                continue;
            }
            ControlTrial control = ControlTrial.of(recipe(seed, budget), data, dense, work(seed), new SilentListener());
            measure(seed, "random mask", budget, () -> control.randomMask(seed));
            measure(seed, "same architecture from scratch", budget, () -> control.fromScratch(pruned));
            measure(seed, "uniform narrow", budget, control::uniform);
        }
        ControlTrial longer = ControlTrial.of(recipe(seed, 0.0625), data, dense, work(seed), new SilentListener());
        measure(seed, "dense, total steps of 1/16", 1, longer::denseLonger);
    }

    private void measure(int seed, String method, double budget, Supplier<TrainedModel> run) throws IOException {
        if (results.has(data.name(), seed, method, budget)) {
            return;
        }
        long start = System.nanoTime();
        TrainedModel model = run.get();
        results.add(data.name(), seed, method, budget, model, (System.nanoTime() - start) / 1e9);
    }

    private TrainedModel trial(int seed, double budget, @org.jspecify.annotations.Nullable Path dense) {
        return BarTrial.run(recipe(seed, budget), data, dense, null, work(seed), new SilentListener(), () -> false);
    }

    private Path work(int seed) {
        try {
            return Files.createDirectories(folder.resolve("work-" + seed));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The quickstart's recipe. */
    private static TrialRecipe recipe(int seed, double budget) {
        return new TrialRecipe(
                new NetworkRecipe(NetworkRecipe.Kind.RESNET, 20, 16),
                budget,
                seed,
                64,
                0.02,
                new Augmentation(true, 0),
                new TrialRecipe.Pretrain(10, 3e-3),
                new TrialRecipe.Prune(5, 2e-3, 45, 0.024, 2e4),
                new TrialRecipe.FineTune(4, 6, 3e-3),
                new TrialRecipe.Distillation(4, 0.9));
    }

    private static final class SilentListener implements TrainingListener {
        @Override
        public void onEpoch(
                Phase phase, int epoch, Map<String, Double> values, Map<String, Integer> maps, Path checkpoint) {}

        @Override
        public void onDense(Path model) {}

        @Override
        public void onProgress(
                Phase phase, int epoch, double fraction, Map<String, Double> values, double secondsLeft) {}
    }
}
