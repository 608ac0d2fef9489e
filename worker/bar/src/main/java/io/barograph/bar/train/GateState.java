package io.barograph.bar.train;

import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.layer.GateLayer;
import io.barograph.bar.layer.HardConcrete;
import io.barograph.bar.prune.ChannelGraph;
import io.barograph.bar.prune.GatedLayer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The gates of a network in training: log alpha lives in the parameters, everything else is derived from it. */
final class GateState {
    private final List<GatedLayer> layers;
    private final List<GateLayer> gates;
    private final ParameterSet parameters;
    private final double[][] uniforms;
    private final Map<String, float[]> drawn = new HashMap<>();

    GateState(ComputationGraph graph, ChannelGraph channels, ParameterSet parameters) {
        this.layers = channels.layers();
        this.gates = layers.stream()
                .map(layer -> (GateLayer) graph.getLayer(layer.gate()).conf().getLayer())
                .toList();
        this.parameters = parameters;
        this.uniforms = new double[layers.size()][];
        for (GatedLayer layer : layers) {
            uniforms[layer.index()] = new double[layer.channels()];
            drawn.put(layer.gate(), new float[layer.channels()]);
        }
    }

    /** Current log alpha, [layer][channel]; a copy. */
    double[][] logAlpha() {
        double[][] all = new double[layers.size()][];
        for (GatedLayer layer : layers) {
            float[] values = parameters.get(layer.gate(), GateLayer.LOG_ALPHA);
            double[] row = new double[values.length];
            for (int c = 0; c < row.length; c++) {
                row[c] = values[c];
            }
            all[layer.index()] = row;
        }
        return all;
    }

    /** Overwrites log alpha. */
    void setLogAlpha(double[][] all) {
        for (GatedLayer layer : layers) {
            double[] row = all[layer.index()];
            float[] values = new float[row.length];
            for (int c = 0; c < row.length; c++) {
                values[c] = (float) row[c];
            }
            parameters.set(layer.gate(), GateLayer.LOG_ALPHA, values);
        }
    }

    /** The mask, [layer][channel]. */
    static boolean[][] open(double[][] logAlpha) {
        boolean[][] open = new boolean[logAlpha.length][];
        for (int l = 0; l < open.length; l++) {
            open[l] = new boolean[logAlpha[l].length];
            for (int c = 0; c < open[l].length; c++) {
                open[l][c] = HardConcrete.isOpen(logAlpha[l][c]);
            }
        }
        return open;
    }

    /** Draws z of every gate for a step; the arrays are used again by the next draw. */
    Map<String, float[]> draw(double[][] logAlpha, long step) {
        for (int l = 0; l < layers.size(); l++) {
            float[] z = values(drawn, layers.get(l));
            for (int c = 0; c < z.length; c++) {
                uniforms[l][c] = gates.get(l).uniform(step, c);
                z[c] = (float) HardConcrete.sample(logAlpha[l][c], uniforms[l][c]);
            }
        }
        return drawn;
    }

    /** z in evaluation; gates that are closed by the mask, orphans among them, are 0. */
    Map<String, float[]> deterministic(double[][] logAlpha, boolean[][] open) {
        Map<String, float[]> all = new LinkedHashMap<>();
        for (GatedLayer layer : layers) {
            float[] z = new float[layer.channels()];
            for (int c = 0; c < z.length; c++) {
                double value = HardConcrete.deterministic(logAlpha[layer.index()][c]);
                z[c] = open[layer.index()][c] ? (float) value : 0f;
            }
            all.put(layer.gate(), z);
        }
        return all;
    }

    /**
     * Writes dL/dlog alpha into the flat gradient: through the last draw, plus the sparsity term.
     *
     * @param sparsity derivative of the sparsity term by layer and log alpha
     */
    void gradient(double[][] logAlpha, Map<String, float[]> byGate, SparsityGradient sparsity, float[] gradient) {
        for (GatedLayer layer : layers) {
            int l = layer.index();
            int offset = parameters.entry(layer.gate(), GateLayer.LOG_ALPHA).offset();
            float[] toGate = values(byGate, layer);
            for (int c = 0; c < toGate.length; c++) {
                double slope = HardConcrete.sampleSlope(logAlpha[l][c], uniforms[l][c]);
                gradient[offset + c] = (float) (toGate[c] * slope + sparsity.of(l, logAlpha[l][c]));
            }
        }
    }

    /** Derivative of the sparsity term. */
    @FunctionalInterface
    interface SparsityGradient {
        double of(int layer, double logAlpha);
    }

    /** Open maps by name of the convolution. */
    Map<String, Integer> openMaps(boolean[][] open) {
        Map<String, Integer> maps = new LinkedHashMap<>();
        for (GatedLayer layer : layers) {
            int count = 0;
            for (boolean one : open[layer.index()]) {
                count += one ? 1 : 0;
            }
            maps.put(layer.convolution(), count);
        }
        return maps;
    }

    private static float[] values(Map<String, float[]> map, GatedLayer layer) {
        float[] found = map.get(layer.gate());
        if (found == null) {
            throw new IllegalStateException("no values for gate " + layer.gate());
        }
        return found;
    }
}
