package io.barograph.bench;

import io.barograph.bar.data.Augmentation;
import io.barograph.bar.data.DatasetRequest;
import io.barograph.bar.data.Datasets;
import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.engine.Precision;
import io.barograph.bar.train.BarTrial;
import io.barograph.bar.train.ExportedModel;
import io.barograph.bar.train.ModelExport;
import io.barograph.bar.train.NetworkRecipe;
import io.barograph.bar.train.TrainedModel;
import io.barograph.bar.train.TrialRecipe;
import io.barograph.bar.train.TrialStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Networks as BAR really prunes them on the bundled sample, trained briefly, as DeepLearning4J and as ONNX files that are
 * kept. Arguments: the folder, then names of networks.
 */
record PrunedNetworks(Path folder) {
    static final int SIDE = 28;
    static final int CLASSES = 10;
    static final int BATCH = 64;
    static final List<Double> BUDGETS = List.of(1.0, 0.5, 0.25, 0.125, 0.0625);
    static final Map<String, NetworkRecipe> BY_NAME = Map.of(
            "resnet-20-16", new NetworkRecipe(NetworkRecipe.Kind.RESNET, 20, 16),
            "wrn-16-4", new NetworkRecipe(NetworkRecipe.Kind.WIDE_RESNET, 16, 4),
            "plain-cnn-32", new NetworkRecipe(NetworkRecipe.Kind.PLAIN_CNN, 0, 32));

    /** Trains what is not there yet. */
    public static void main(String[] args) throws IOException {
        PrunedNetworks networks =
                new PrunedNetworks(Files.createDirectories(Path.of(args[0]).toAbsolutePath()));
        for (String name : List.of(args).subList(1, args.length)) {
            for (double budget : BUDGETS) {
                networks.make(name, budget);
            }
        }
        System.exit(0);
    }

    /** The DeepLearning4J file. */
    Path model(String network, double budget) {
        return folder.resolve(network + "-" + budget + ".zip");
    }

    /** The ONNX file. */
    Path onnx(String network, double budget) {
        return folder.resolve(network + "-" + budget + ".onnx");
    }

    /** Trains the network unless it is kept; its ONNX file is always what the exporter writes now. */
    private void make(String name, double budget) throws IOException {
        Path kept = model(name, budget);
        if (!Files.exists(kept)) {
            train(name, budget, kept);
        }
        Files.write(onnx(name, budget), ModelExport.onnx(kept, SIDE, SIDE));
    }

    private void train(String name, double budget, Path kept) throws IOException {
        ImageDataset data = Datasets.open(DatasetRequest.of("fashion-mnist-sample"));
        NetworkRecipe network = BY_NAME.get(name);
        if (network == null) {
            throw new IllegalArgumentException("no network " + name + " among " + BY_NAME.keySet());
        }
        TrialStart start = budget == 1 ? TrialStart.FRESH : TrialStart.from(model(name, 1));
        Path work = Files.createDirectories(folder.resolve("work"));
        TrainedModel model =
                BarTrial.run(recipe(network, budget), data, start, work, new SilentListener(), () -> false);
        ExportedModel exported = ModelExport.write(model, data, Map.of(), onnx(name, budget));
        Files.copy(model.model(), kept, StandardCopyOption.REPLACE_EXISTING);
        System.out.printf(
                Locale.ROOT,
                "%s at %s: volume %.4f, test accuracy %.2f %% after short training%n",
                name,
                budget,
                model.volumeRatio(),
                100 * exported.testAccuracy());
    }

    private static TrialRecipe recipe(NetworkRecipe network, double budget) {
        return new TrialRecipe(
                network,
                budget,
                1,
                BATCH,
                0.02,
                Precision.FLOAT32,
                new Augmentation(true, 0),
                new TrialRecipe.Pretrain(3, 3e-3),
                new TrialRecipe.Prune(4, 2e-3, 45, 0.024, 2e4),
                new TrialRecipe.Rung(2, 30, 0.5),
                new TrialRecipe.FineTune(1, 0, 3e-3),
                new TrialRecipe.Distillation(4, 0.9));
    }
}
