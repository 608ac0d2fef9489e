package io.barograph.bench;

import io.barograph.bar.data.Augmentation;
import io.barograph.bar.data.DatasetRequest;
import io.barograph.bar.data.Datasets;
import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.engine.Precision;
import io.barograph.bar.train.BarTrial;
import io.barograph.bar.train.ControlTrial;
import io.barograph.bar.train.NetworkRecipe;
import io.barograph.bar.train.TrainedModel;
import io.barograph.bar.train.TrainingListener;
import io.barograph.bar.train.TrialRecipe;
import io.barograph.bar.train.TrialStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Accuracy at every budget against the dense teacher and against controls of equal volume, for one seed. Learns from the
 * dataset and tests on the 10,000 test images of Fashion-MNIST. Results are appended as they come; a second run goes on.
 * Arguments: seed, dataset (fashion-mnist-sample or fashion-mnist), methods (some of
 * pruned, ladder, bfloat16, controls and longer with commas between them), folder of the results.
 */
public final class AccuracyBench {
    private static final double[] BUDGETS = {0.5, 0.25, 0.125, 0.0625};
    private static final double LARGEST_CONTROLLED = 0.125;

    private final ImageDataset data;
    private final AccuracyResults results;
    private final Path folder;
    private final int seed;
    private final Path dense;

    private AccuracyBench(ImageDataset data, AccuracyResults results, Path folder, int seed) {
        this.data = data;
        this.results = results;
        this.folder = folder;
        this.seed = seed;
        this.dense = folder.resolve(data.name() + "-dense-" + seed + ".zip");
    }

    /** Runs what is not in the results yet. */
    public static void main(String[] args) throws IOException {
        int seed = Integer.parseInt(args[0]);
        ImageDataset data = testedOnAll(Datasets.open(DatasetRequest.of(args[1])));
        Path folder = Files.createDirectories(Path.of(args[3]).toAbsolutePath());
        AccuracyResults results = AccuracyResults.open(folder.resolve("results-" + seed + ".jsonl"));
        AccuracyBench bench = new AccuracyBench(data, results, folder, seed);
        Set<String> methods = Set.of(args[2].split(","));
        bench.teacher();
        if (methods.contains("pruned")) {
            bench.pruned();
        }
        if (methods.contains("ladder")) {
            bench.ladder();
        }
        if (methods.contains("bfloat16")) {
            bench.bfloat16();
        }
        if (methods.contains("controls")) {
            bench.controls();
        }
        if (methods.contains("longer")) {
            bench.denseLonger();
        }
    }

    /** The same images to learn from and to choose by, and all 10,000 images to test on. */
    private static ImageDataset testedOnAll(ImageDataset data) {
        ImageDataset all = Datasets.open(DatasetRequest.of("fashion-mnist"));
        return ImageDataset.of(data.name(), data.classNames(), data.train(), data.validation(), all.test());
    }

    private void teacher() throws IOException {
        if (Files.notExists(dense)) {
            results.forget(data.name(), seed);
        }
        measure("dense", 1, () -> {
            TrainedModel model = trial(1, TrialStart.FRESH, new SilentListener());
            copy(model.model(), dense);
            return model;
        });
    }

    private void pruned() throws IOException {
        for (double budget : BUDGETS) {
            measure("bar", budget, () -> {
                TrainedModel model = trial(budget, TrialStart.from(dense), new SilentListener());
                copy(model.model(), pruned(budget));
                return model;
            });
        }
    }

    private void ladder() throws IOException {
        @Nullable Path rung = null;
        for (double budget : BUDGETS) {
            Path left = folder.resolve(data.name() + "-rung-" + budget + "-" + seed + ".zip");
            TrialStart start = new TrialStart(dense, rung, null, null);
            measure(
                    "bar, as a ladder",
                    budget,
                    () -> trial(budget, start, new SilentListener() {
                        @Override
                        public void onRung(Path snapshot) {
                            copy(snapshot, left);
                        }
                    }));
            rung = left;
        }
    }

    /** A dense network and its pruned ones, all trained in bfloat16. */
    private void bfloat16() throws IOException {
        Path own = folder.resolve(data.name() + "-dense-bfloat16-" + seed + ".zip");
        measure("dense, bfloat16", 1, () -> {
            TrainedModel model = trial(recipe(1, Precision.BFLOAT16), TrialStart.FRESH, new SilentListener());
            copy(model.model(), own);
            return model;
        });
        for (double budget : BUDGETS) {
            TrialRecipe recipe = recipe(budget, Precision.BFLOAT16);
            measure("bar, bfloat16", budget, () -> trial(recipe, TrialStart.from(own), new SilentListener()));
        }
    }

    private void controls() throws IOException {
        for (double budget : BUDGETS) {
            if (budget <= LARGEST_CONTROLLED) {
                measure("random mask", budget, () -> control(budget).randomMask(seed));
                measure("same architecture from scratch", budget, () -> control(budget)
                        .fromScratch(pruned(budget)));
                measure("uniform narrow", budget, () -> control(budget).uniform());
            }
        }
    }

    private void denseLonger() throws IOException {
        measure("dense, total steps of 1/16", 1, () -> control(0.0625).denseLonger());
    }

    private Path pruned(double budget) {
        return folder.resolve(data.name() + "-bar-" + budget + "-" + seed + ".zip");
    }

    private ControlTrial control(double budget) {
        return ControlTrial.of(recipe(budget), data, dense, work(), new SilentListener());
    }

    private void measure(String method, double budget, Supplier<TrainedModel> run) throws IOException {
        if (results.has(data.name(), seed, method, budget)) {
            return;
        }
        long start = System.nanoTime();
        TrainedModel model = run.get();
        results.add(data.name(), seed, method, budget, model, (System.nanoTime() - start) / 1e9);
    }

    private TrainedModel trial(double budget, TrialStart start, TrainingListener listener) {
        return trial(recipe(budget), start, listener);
    }

    private TrainedModel trial(TrialRecipe recipe, TrialStart start, TrainingListener listener) {
        return BarTrial.run(recipe, data, start, work(), listener, () -> false);
    }

    private Path work() {
        try {
            return Files.createDirectories(folder.resolve("work-" + seed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The quickstart's recipe; an epoch of the full dataset has seven times the steps, so fewer epochs do. */
    private TrialRecipe recipe(double budget) {
        return recipe(budget, Precision.FLOAT32);
    }

    private TrialRecipe recipe(double budget, Precision precision) {
        boolean full = data.name().equals("fashion-mnist");
        return new TrialRecipe(
                new NetworkRecipe(NetworkRecipe.Kind.RESNET, 20, 16),
                budget,
                seed,
                64,
                0.02,
                precision,
                new Augmentation(true, 0),
                new TrialRecipe.Pretrain(full ? 3 : 10, 3e-3),
                new TrialRecipe.Prune(full ? 2 : 5, 2e-3, 45, 0.024, 2e4),
                new TrialRecipe.Rung(full ? 1 : 2, 30, 0.5),
                full ? new TrialRecipe.FineTune(3, 1, 3e-3) : new TrialRecipe.FineTune(4, 6, 3e-3),
                new TrialRecipe.Distillation(4, 0.9));
    }
}
