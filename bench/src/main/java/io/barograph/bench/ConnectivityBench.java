package io.barograph.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.barograph.bar.engine.Engine;
import io.barograph.bar.engine.InferenceExecution;
import io.barograph.bar.engine.LayerGraph;
import io.barograph.bar.engine.LayerGraphReader;
import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.engine.TrainingExecution;
import io.barograph.bar.onnx.ConvolutionInputs;
import io.barograph.bar.onnx.OnnxExport;
import io.barograph.bar.onnx.OnnxModel;
import io.barograph.bar.onnx.OnnxNetwork;
import io.barograph.bar.train.ModelFiles;
import java.io.IOException;
import java.nio.file.Path;
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
 * MACs, and in pairs a training step and the latency of an inference here and in ONNX Runtime. Arguments: pairs, folder of
 * {@link PrunedNetworks}, JSON file or -.
 */
public final class ConnectivityBench {
    static final String NETWORK = "wrn-16-4";
    private static final double[] BUDGETS = {0.125, 0.0625};
    private static final double AGREEMENT = 1e-4;

    private final int pairs;
    private final PrunedNetworks networks;
    private final ObjectMapper json = new ObjectMapper();
    private final ArrayNode rows = json.createArrayNode();

    private ConnectivityBench(int pairs, PrunedNetworks networks) {
        this.pairs = pairs;
        this.networks = networks;
    }

    public static void main(String[] args) throws IOException {
        ConnectivityBench bench =
                new ConnectivityBench(Integer.parseInt(args[0]), new PrunedNetworks(Path.of(args[1])));
        for (double budget : BUDGETS) {
            bench.run(budget);
        }
        if (!args[2].equals("-")) {
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
            layers = LayerGraphReader.read(network, 1, PrunedNetworks.SIDE, PrunedNetworks.SIDE);
            parameters = ParameterSet.of(network);
            file = OnnxExport.of(layers, parameters, Map.of(), ConvolutionInputs.FOURS); // as it is shipped
        }

        /** What is timed, by name. */
        Map<String, Runnable> work() {
            Map<String, Runnable> work = new LinkedHashMap<>();
            work.put("training step, batch 64", step());
            for (int batch : new int[] {1, PrunedNetworks.BATCH}) {
                InferenceExecution ours = Engine.oneDnn().inference(layers, parameters, Map.of(), batch);
                InferenceExecution runtime =
                        OnnxNetwork.open(file, batch, Runtime.getRuntime().availableProcessors());
                open.add(ours);
                open.add(runtime);
                float[] pixels = gaussian(batch * PrunedNetworks.SIDE * PrunedNetworks.SIDE, 1);
                work.put("our inference, batch " + batch, () -> ours.logits(pixels));
                work.put("ONNX Runtime, batch " + batch, () -> runtime.logits(pixels));
            }
            return work;
        }

        float[] logits() {
            try (InferenceExecution network =
                    Engine.oneDnn().inference(layers, parameters, Map.of(), PrunedNetworks.BATCH)) {
                return network.logits(gaussian(PrunedNetworks.BATCH * PrunedNetworks.SIDE * PrunedNetworks.SIDE, 1))
                        .clone();
            }
        }

        private Runnable step() {
            TrainingExecution training = Engine.oneDnn().training(layers, PrunedNetworks.BATCH);
            open.add(training);
            float[] pixels = gaussian(PrunedNetworks.BATCH * PrunedNetworks.SIDE * PrunedNetworks.SIDE, 1);
            float[] toLogits = gaussian(PrunedNetworks.BATCH * PrunedNetworks.CLASSES, 0.01f);
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
        ComputationGraph compact = ModelFiles.read(networks.model(NETWORK, budget));
        try (Form mixed = new Form(compact);
                Form padded = new Form(PaddedNetwork.of(compact))) {
            requireEqual(mixed.logits(), padded.logits());
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
                Pairs times = Pairs.of(pairs, left.get(name), Objects.requireNonNull(right.get(name)));
                row(budget, name + ", ms", times.ours(), times.peer());
            }
        }
    }

    private static void requireEqual(float[] mixed, float[] padded) {
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < mixed.length; i++) {
            largest = Math.max(largest, Math.abs(mixed[i]));
            difference = Math.max(difference, Math.abs(mixed[i] - padded[i]));
        }
        if (difference > AGREEMENT * largest) {
            throw new IllegalStateException("the two forms differ by " + difference + " of " + largest);
        }
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
}
