package io.barograph.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.barograph.bar.data.Augmentation;
import io.barograph.bar.data.DatasetRequest;
import io.barograph.bar.data.Datasets;
import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.engine.Engine;
import io.barograph.bar.engine.InferenceExecution;
import io.barograph.bar.engine.LayerGraph;
import io.barograph.bar.engine.LayerGraphReader;
import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.engine.Precision;
import io.barograph.bar.engine.TrainingExecution;
import io.barograph.bar.onnx.OnnxExport;
import io.barograph.bar.onnx.OnnxModel;
import io.barograph.bar.onnx.OnnxNetwork;
import io.barograph.bar.train.BarTrial;
import io.barograph.bar.train.ModelFiles;
import io.barograph.bar.train.NetworkRecipe;
import io.barograph.bar.train.TrainedModel;
import io.barograph.bar.train.TrialRecipe;
import io.barograph.bar.train.TrialStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Mixed-Connectivity beside the padded form of the same network, WRN-16-4 as BAR prunes it on the bundled sample: volume,
 * MACs, and in pairs a training step and the latency of an inference here and in ONNX Runtime. Arguments: pairs, work folder
 * that keeps the networks, JSON file or nothing.
 */
public final class ConnectivityBench {
    private static final double[] BUDGETS = {0.125, 0.0625};
    private static final int BATCH = 64;
    private static final int SIDE = 28;
    private static final int CLASSES = 10;
    private static final double SECONDS_A_SAMPLE = 0.2;

    private final int pairs;
    private final Path folder;
    private final ObjectMapper json = new ObjectMapper();
    private final ArrayNode rows = json.createArrayNode();

    private ConnectivityBench(int pairs, Path folder) {
        this.pairs = pairs;
        this.folder = folder;
    }

    public static void main(String[] args) throws IOException {
        ConnectivityBench bench = new ConnectivityBench(
                Integer.parseInt(args[0]),
                Files.createDirectories(Path.of(args[1]).toAbsolutePath()));
        for (double budget : BUDGETS) {
            bench.run(budget);
        }
        if (args.length > 2) {
            bench.json
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(Path.of(args[2]).toFile(), bench.rows);
        }
        System.exit(0);
    }

    /** A network in one of its two forms, ready to be timed. */
    private static final class Form implements AutoCloseable {
        private final LayerGraph layers;
        private final ParameterSet parameters;
        private final byte[] file;
        private final List<AutoCloseable> open = new ArrayList<>();

        Form(ComputationGraph network) {
            layers = LayerGraphReader.read(network, 1, SIDE, SIDE);
            parameters = ParameterSet.of(network);
            file = OnnxExport.of(layers, parameters, Map.of());
        }

        /** What is timed, by name. */
        Map<String, Runnable> work() {
            Map<String, Runnable> work = new LinkedHashMap<>();
            work.put("training step, batch 64", step());
            for (int batch : new int[] {1, BATCH}) {
                InferenceExecution ours = Engine.oneDnn().inference(layers, parameters, Map.of(), batch);
                InferenceExecution runtime =
                        OnnxNetwork.open(file, batch, Runtime.getRuntime().availableProcessors());
                open.add(ours);
                open.add(runtime);
                float[] pixels = gaussian(batch * SIDE * SIDE, 1);
                work.put("our inference, batch " + batch, () -> ours.logits(pixels));
                work.put("ONNX Runtime, batch " + batch, () -> runtime.logits(pixels));
            }
            return work;
        }

        private Runnable step() {
            TrainingExecution training = Engine.oneDnn().training(layers, BATCH);
            open.add(training);
            float[] pixels = gaussian(BATCH * SIDE * SIDE, 1);
            float[] toLogits = gaussian(BATCH * CLASSES, 0.01f);
            float[] gradient = new float[parameters.values().length];
            return () -> {
                training.forward(parameters, pixels, Map.of());
                training.backward(parameters, toLogits, gradient, new HashMap<>());
            };
        }

        private static float[] gaussian(int count, float scale) {
            Random random = new Random(1);
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = scale * (float) random.nextGaussian();
            }
            return values;
        }

        @Override
        public void close() {
            for (AutoCloseable one : open) {
                try {
                    one.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private void run(double budget) throws IOException {
        ComputationGraph compact = ModelFiles.read(pruned(budget));
        try (Form mixed = new Form(compact);
                Form padded = new Form(PaddedNetwork.of(compact))) {
            OnnxModel ours = OnnxModel.read(mixed.file);
            OnnxModel other = OnnxModel.read(padded.file);
            row(budget, "volume, maps·pixels", new double[] {ours.volume()}, new double[] {other.volume()});
            row(budget, "MACs, millions", new double[] {ours.macs() / 1e6}, new double[] {other.macs() / 1e6});
            row(budget, "parameters, thousands", new double[] {ours.parameters() / 1e3}, new double[] {
                other.parameters() / 1e3
            });
            Map<String, Runnable> left = mixed.work();
            Map<String, Runnable> right = padded.work();
            for (String name : left.keySet()) {
                compare(budget, name, left.get(name), Objects.requireNonNull(right.get(name)));
            }
        }
    }

    private void compare(double budget, String name, Runnable mixed, Runnable padded) {
        int repeats = 1;
        for (double seconds = 0; seconds < SECONDS_A_SAMPLE; repeats *= 2) {
            seconds = seconds(padded, repeats);
        }
        double[] ours = new double[pairs];
        double[] other = new double[pairs];
        seconds(mixed, repeats);
        for (int pair = 0; pair < pairs; pair++) {
            ours[pair] = 1e3 * seconds(mixed, repeats) / repeats;
            other[pair] = 1e3 * seconds(padded, repeats) / repeats;
        }
        row(budget, name + ", ms", ours, other);
    }

    private static double seconds(Runnable work, int repeats) {
        long start = System.nanoTime();
        for (int i = 0; i < repeats; i++) {
            work.run();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private void row(double budget, String name, double[] ours, double[] padded) {
        Ratio ratio = Ratio.of(ours, padded);
        System.out.printf(
                Locale.ROOT,
                "at %-6s %-32s mixed %10.3f, padded %10.3f, ratio %s%n",
                budget,
                name,
                Ratio.median(ours),
                Ratio.median(padded),
                ratio);
        ObjectNode row = rows.addObject()
                .put("case", "WRN-16-4 at " + budget + ", " + name)
                .put("ours", Ratio.median(ours))
                .put("peer", Ratio.median(padded))
                .put("ratio", ratio.median())
                .put("ratioLow", ratio.low())
                .put("ratioHigh", ratio.high());
        row.set("oursRaw", json.valueToTree(ours));
        row.set("peerRaw", json.valueToTree(padded));
    }

    /** The network that BAR leaves of WRN-16-4, without fine-tuning, which changes no shape. */
    private Path pruned(double budget) throws IOException {
        Path kept = folder.resolve("pruned-" + budget + ".zip");
        if (Files.notExists(kept)) {
            Path dense = dense();
            Files.copy(train(budget, TrialStart.from(dense)), kept, StandardCopyOption.REPLACE_EXISTING);
        }
        return kept;
    }

    private Path dense() throws IOException {
        Path kept = folder.resolve("dense.zip");
        if (Files.notExists(kept)) {
            Files.copy(train(1, TrialStart.FRESH), kept, StandardCopyOption.REPLACE_EXISTING);
        }
        return kept;
    }

    private Path train(double budget, TrialStart start) throws IOException {
        ImageDataset data = Datasets.open(DatasetRequest.of("fashion-mnist-sample"));
        TrialRecipe recipe = new TrialRecipe(
                new NetworkRecipe(NetworkRecipe.Kind.WIDE_RESNET, 16, 4),
                budget,
                1,
                BATCH,
                0.02,
                Precision.FLOAT32,
                new Augmentation(true, 0),
                new TrialRecipe.Pretrain(3, 3e-3),
                new TrialRecipe.Prune(4, 2e-3, 45, 0.024, 2e4),
                new TrialRecipe.Rung(2, 30, 0.5),
                new TrialRecipe.FineTune(0, 0, 3e-3),
                new TrialRecipe.Distillation(4, 0.9));
        Path work = Files.createDirectories(folder.resolve("work"));
        TrainedModel model = BarTrial.run(recipe, data, start, work, new SilentListener(), () -> false);
        System.out.printf(
                Locale.ROOT,
                "WRN-16-4 at %s: volume %.4f, test accuracy %.2f %% before fine-tuning%n",
                budget,
                model.volumeRatio(),
                100 * model.testAccuracy());
        return model.model();
    }
}
