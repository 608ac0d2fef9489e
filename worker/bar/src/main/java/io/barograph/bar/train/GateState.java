package io.barograph.bar.train;

import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.layer.GateLayer;
import io.barograph.bar.layer.HardConcrete;
import io.barograph.bar.prune.ChannelGraph;
import io.barograph.bar.prune.GatedLayer;
import io.barograph.bar.prune.Gates;
import io.barograph.bar.prune.Liveness;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The gates of a network in training, for the channels of the dense network: [layer][channel] stays the same while maps
 * are removed. Gates of removed maps are gone for good: never drawn, never moved, log alpha
 * {@link Gates#CLOSED_LOG_ALPHA}.
 */
final class GateState {
    private final List<GatedLayer> layers;
    private final List<GateLayer> gates;
    private final ParameterSet parameters;
    private final boolean[][] gone;
    private final double[][] uniforms;
    private final Map<String, float[]> drawn = new HashMap<>();

    /**
     * The gates of a network from which nothing has been removed.
     *
     * @param gated the dense network with gates
     */
    GateState(ComputationGraph gated, ChannelGraph channels) {
        this.layers = channels.layers();
        this.gates = layers.stream()
                .map(layer -> (GateLayer) gated.getLayer(layer.gate()).conf().getLayer())
                .toList();
        this.parameters = ParameterSet.of(gated);
        this.gone = new boolean[layers.size()][];
        this.uniforms = new double[layers.size()][];
        for (GatedLayer layer : layers) {
            gone[layer.index()] = new boolean[layer.channels()];
            uniforms[layer.index()] = new double[layer.channels()];
            drawn.put(layer.gate(), new float[layer.channels()]);
        }
    }

    /** Takes log alpha from what was left of the network; gates that it does not have are gone. */
    void restore(ComputationGraph left) {
        double[][] all = logAlpha();
        for (GatedLayer layer : layers) {
            Arrays.fill(gone[layer.index()], true);
            if (left.getVertex(layer.gate()) != null) {
                Layer gate = left.getLayer(layer.gate());
                float[] given = gate.getParam(GateLayer.LOG_ALPHA).toFloatVector();
                for (int c = 0; c < given.length; c++) {
                    int id = ((GateLayer) gate.conf().getLayer()).originalChannel(c);
                    gone[layer.index()][id] = false;
                    all[layer.index()][id] = given[c];
                }
            }
        }
        setLogAlpha(all);
    }

    /** Holds log alpha of the dense network's gates; the optimizer of the gates works on it. */
    ParameterSet parameters() {
        return parameters;
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

    /** Overwrites log alpha, but not of gates that are gone. */
    void setLogAlpha(double[][] all) {
        for (GatedLayer layer : layers) {
            double[] row = all[layer.index()];
            float[] values = new float[row.length];
            for (int c = 0; c < row.length; c++) {
                values[c] = (float) (gone[layer.index()][c] ? Gates.CLOSED_LOG_ALPHA : row[c]);
            }
            parameters.set(layer.gate(), GateLayer.LOG_ALPHA, values);
        }
    }

    /** From now on every gate but these is gone. */
    void keepOnly(Liveness kept) {
        for (GatedLayer layer : layers) {
            for (int c = 0; c < layer.channels(); c++) {
                gone[layer.index()][c] = !kept.isLive(layer.index(), c);
            }
        }
        setLogAlpha(logAlpha());
    }

    /** Draws z of every gate for a step; the arrays are used again by the next draw. */
    Map<String, float[]> draw(double[][] logAlpha, long step) {
        for (int l = 0; l < layers.size(); l++) {
            float[] z = values(drawn, layers.get(l));
            for (int c = 0; c < z.length; c++) {
                uniforms[l][c] = gates.get(l).uniform(step, c);
                z[c] = gone[l][c] ? 0 : (float) HardConcrete.sample(logAlpha[l][c], uniforms[l][c]);
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
     * @param toGates dL/dz of every gate
     * @param sparsity derivative of the sparsity term by layer and log alpha
     */
    void gradient(double[][] logAlpha, Map<String, float[]> toGates, SparsityGradient sparsity, float[] gradient) {
        for (GatedLayer layer : layers) {
            int l = layer.index();
            int offset = parameters.entry(layer.gate(), GateLayer.LOG_ALPHA).offset();
            float[] toGate = values(toGates, layer);
            for (int c = 0; c < toGate.length; c++) {
                double slope = HardConcrete.sampleSlope(logAlpha[l][c], uniforms[l][c]);
                gradient[offset + c] = gone[l][c] ? 0 : (float) (toGate[c] * slope + sparsity.of(l, logAlpha[l][c]));
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
