package io.barograph.bar.prune;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The definition of orphans, word for word and slowly: as long as some open gate has no open gate (or the input) before it, or
 * none (or the output) after it, close it. Knows the built-in networks by the names of their vertices only.
 */
final class OrphanFixpoint {
    private OrphanFixpoint() {}

    static boolean[][] close(ComputationGraph network, List<GatedLayer> layers, boolean[][] open) {
        boolean[][] closed = new boolean[open.length][];
        for (int layer = 0; layer < open.length; layer++) {
            closed[layer] = open[layer].clone();
        }
        Map<String, List<String>> inputs = network.getConfiguration().getVertexInputs();
        for (boolean changed = true; changed; ) {
            changed = false;
            for (GatedLayer layer : layers) {
                for (int channel = 0; channel < layer.channels(); channel++) {
                    if (closed[layer.index()][channel]
                            && !(anySource(layer.convolution(), inputs, layers, closed)
                                    && anySink(layer.batchNorm(), channel, inputs, layers, closed))) {
                        closed[layer.index()][channel] = false;
                        changed = true;
                    }
                }
            }
        }
        return closed;
    }

    private static boolean anySource(
            String convolution, Map<String, List<String>> inputs, List<GatedLayer> layers, boolean[][] open) {
        List<String> pending = new ArrayList<>(inputs.getOrDefault(convolution, List.of()));
        while (!pending.isEmpty()) {
            String name = pending.remove(0);
            if (name.equals("image")) {
                return true;
            }
            Map<String, GatedLayer> byNorm = new HashMap<>();
            layers.forEach(layer -> byNorm.put(layer.batchNorm(), layer));
            GatedLayer layer = byNorm.get(name);
            if (layer == null) {
                pending.addAll(inputs.getOrDefault(name, List.of()));
            } else {
                for (boolean gate : open[layer.index()]) {
                    if (gate) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean anySink(
            String from, int channel, Map<String, List<String>> inputs, List<GatedLayer> layers, boolean[][] open) {
        for (Map.Entry<String, List<String>> entry : inputs.entrySet()) {
            if (!entry.getValue().contains(from)) {
                continue;
            }
            String name = entry.getKey();
            if (name.equals("output") || name.equals("dense")) {
                return true;
            }
            GatedLayer reader = layers.stream()
                    .filter(layer -> layer.convolution().equals(name))
                    .findFirst()
                    .orElse(null);
            if (reader == null) {
                if (anySink(name, channel, inputs, layers, open)) {
                    return true;
                }
            } else {
                for (boolean gate : open[reader.index()]) {
                    if (gate) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
