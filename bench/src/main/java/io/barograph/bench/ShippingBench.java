package io.barograph.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.barograph.bar.onnx.OnnxModel;
import io.barograph.bar.onnx.OnnxNetwork;
import io.barograph.bar.train.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What pruned networks cost as they are shipped, every budget beside the dense network of the same kind: volume, parameters,
 * MACs, bytes of both files, and latency at batch 1 and 64 in ONNX Runtime and in DeepLearning4J, timed in turn with the dense
 * network's. Arguments: pairs, folder of {@link PrunedNetworks}, JSON file or -, then names of networks.
 */
public final class ShippingBench {
    private final int pairs;
    private final PrunedNetworks networks;
    private final ObjectMapper json = new ObjectMapper();
    private final ArrayNode rows = json.createArrayNode();

    private ShippingBench(int pairs, PrunedNetworks networks) {
        this.pairs = pairs;
        this.networks = networks;
    }

    public static void main(String[] args) throws IOException {
        ShippingBench bench = new ShippingBench(Integer.parseInt(args[0]), new PrunedNetworks(Path.of(args[1])));
        for (String name : List.of(args).subList(3, args.length)) {
            bench.run(name);
        }
        if (!args[2].equals("-")) {
            bench.json
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(Path.of(args[2]).toFile(), bench.rows);
        }
        System.exit(0);
    }

    private void run(String name) throws IOException {
        System.out.printf("%n%s%n", name);
        System.out.printf(
                Locale.ROOT,
                "%-7s %8s %9s %10s %9s %9s  %-26s %-26s %-26s %-26s%n",
                "budget",
                "volume",
                "weights",
                "MACs",
                "ONNX",
                "DL4J",
                "ONNX Runtime, 1 image",
                "64 images",
                "DL4J, 1 image",
                "64 images");
        for (double budget : PrunedNetworks.BUDGETS) {
            row(name, budget);
        }
    }

    private void row(String name, double budget) throws IOException {
        OnnxModel model = OnnxModel.read(Files.readAllBytes(networks.onnx(name, budget)));
        OnnxModel dense = OnnxModel.read(Files.readAllBytes(networks.onnx(name, 1)));
        double ratio = (double) model.volume() / dense.volume();
        long onnxBytes = Files.size(networks.onnx(name, budget));
        long zipBytes = Files.size(networks.model(name, budget));
        ObjectNode row = rows.addObject()
                .put("network", name)
                .put("budget", budget)
                .put("volumeRatio", ratio)
                .put("parameters", model.parameters())
                .put("macs", model.macs())
                .put("onnxBytes", onnxBytes)
                .put("modelBytes", zipBytes);
        List<String> latencies = new ArrayList<>();
        for (int batch : new int[] {1, PrunedNetworks.BATCH}) {
            latencies.add(onnx(name, budget, batch, row));
        }
        for (int batch : new int[] {1, PrunedNetworks.BATCH}) {
            latencies.add(dl4j(name, budget, batch, row));
        }
        System.out.printf(
                Locale.ROOT,
                "%-7s %8.4f %7.1f k %8.2f M %6d kB %6d kB  %-26s %-26s %-26s %-26s%n",
                budget,
                ratio,
                model.parameters() / 1e3,
                model.macs() / 1e6,
                Math.round(onnxBytes / 1e3),
                Math.round(zipBytes / 1e3),
                latencies.get(0),
                latencies.get(1),
                latencies.get(2),
                latencies.get(3));
    }

    private String onnx(String name, double budget, int batch, ObjectNode row) throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        float[] pixels = new float[batch * PrunedNetworks.SIDE * PrunedNetworks.SIDE];
        try (OnnxNetwork pruned = OnnxNetwork.open(Files.readAllBytes(networks.onnx(name, budget)), batch, threads);
                OnnxNetwork dense = OnnxNetwork.open(Files.readAllBytes(networks.onnx(name, 1)), batch, threads)) {
            return timed("onnxMillisBatch" + batch, () -> pruned.logits(pixels), () -> dense.logits(pixels), row);
        }
    }

    private String dl4j(String name, double budget, int batch, ObjectNode row) {
        ComputationGraph pruned = ModelFiles.read(networks.model(name, budget));
        ComputationGraph dense = ModelFiles.read(networks.model(name, 1));
        INDArray images = Nd4j.zeros(batch, 1, PrunedNetworks.SIDE, PrunedNetworks.SIDE);
        return timed(
                "dl4jMillisBatch" + batch, () -> pruned.output(false, images), () -> dense.output(false, images), row);
    }

    /** Milliseconds of the pruned network, and its ratio to the dense one. */
    private String timed(String key, Runnable pruned, Runnable dense, ObjectNode row) {
        Pairs times = Pairs.of(pairs, pruned, dense);
        Ratio ratio = Ratio.of(times.ours(), times.peer());
        row.put(key, Ratio.median(times.ours())).put(key + "Dense", Ratio.median(times.peer()));
        row.put(key + "Ratio", ratio.median()).put(key + "RatioLow", ratio.low());
        row.put(key + "RatioHigh", ratio.high());
        row.set(key + "Raw", json.valueToTree(times.ours()));
        row.set(key + "DenseRaw", json.valueToTree(times.peer()));
        return String.format(Locale.ROOT, "%.3f ms, %s", Ratio.median(times.ours()), ratio);
    }
}
