package io.barograph.bar.train;

import io.barograph.bar.data.ImageBatch;
import io.barograph.bar.data.ImageSplit;
import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.layer.GateLayer;
import io.barograph.bar.prune.ChannelGraph;
import io.barograph.bar.prune.CompactedNetwork;
import io.barograph.bar.prune.Compaction;
import io.barograph.bar.prune.GatedLayer;
import io.barograph.bar.prune.Gates;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A gated network that learns and gets smaller while it does. Gates are given and answered for the channels of the dense
 * network; in here they are those of the maps that are left.
 */
final class GatedLearner implements AutoCloseable {
    private final TrialRun run;
    private final ChannelGraph dense;
    private ChannelGraph channels;
    private Learner learner;
    private Map<String, int[]> kept;

    /**
     * @param dense the dense network's channels
     * @param gated the network, the dense one with gates or what was left of it
     */
    GatedLearner(TrialRun run, ChannelGraph dense, ComputationGraph gated) {
        this.run = run;
        this.dense = dense;
        this.channels = run.channels(gated);
        this.learner = run.learner(gated);
        this.kept = kept(gated, channels);
    }

    /** The dense network's ids of the channels of every gate that is left. */
    static Map<String, int[]> kept(ComputationGraph gated, ChannelGraph channels) {
        Map<String, int[]> kept = new HashMap<>();
        for (GatedLayer layer : channels.layers()) {
            GateLayer gate = (GateLayer) gated.getLayer(layer.gate()).conf().getLayer();
            kept.put(
                    layer.gate(),
                    IntStream.range(0, layer.channels())
                            .map(gate::originalChannel)
                            .toArray());
        }
        return kept;
    }

    /** Volume of the maps that are left, in maps·pixels. */
    long volume() {
        return channels.denseVolume();
    }

    Learner.StepResult step(ImageBatch batch, LogitLoss loss, double learningRate, Map<String, float[]> gates) {
        return learner.step(batch, loss, learningRate, narrow(gates));
    }

    /** Gradient of z of the last step; 0 for channels that are gone. */
    Map<String, float[]> gateGradients() {
        Map<String, float[]> all = new HashMap<>();
        for (GatedLayer layer : dense.layers()) {
            float[] wide = new float[layer.channels()];
            float[] narrow = learner.gateGradients().get(layer.gate());
            int[] ids = kept.get(layer.gate());
            for (int c = 0; narrow != null && ids != null && c < ids.length; c++) {
                wide[ids[c]] = narrow[c];
            }
            all.put(layer.gate(), wide);
        }
        return all;
    }

    /** Removes every map that the mask does not keep; parameters, statistics and moments of the others stay as they are. */
    void shrink(boolean[][] keep, double[][] logAlpha) {
        CompactedNetwork smaller = Compaction.shrink(graph(logAlpha), channels, narrow(keep));
        Learner old = learner;
        learner = run.learner(smaller.graph());
        OptimizerState moments = old.optimizer().state();
        learner.optimizer().restore(moments.sliced(old.parameters(), learner.parameters(), smaller.slices()));
        old.close();
        channels = run.channels(smaller.graph());
        kept = kept(smaller.graph(), channels);
    }

    /** The DL4J network with the current parameters and these log alphas. */
    ComputationGraph graph(double[][] logAlpha) {
        return withLogAlpha(learner.graph(), logAlpha);
    }

    private ComputationGraph withLogAlpha(ComputationGraph graph, double[][] logAlpha) {
        double[][] narrow = new double[channels.layers().size()][];
        for (GatedLayer layer : dense.layers()) {
            int[] ids = kept.get(layer.gate());
            if (ids != null) {
                double[] wide = logAlpha[layer.index()];
                narrow[index(layer.gate())] =
                        IntStream.of(ids).mapToDouble(id -> wide[id]).toArray();
            }
        }
        Gates.setLogAlpha(graph, channels, narrow);
        return graph;
    }

    /** The parameters with batch statistics as they are under these gates. */
    ParameterSet settled(Map<String, float[]> gates) {
        return BatchNormStatistics.reestimated(run, learner.execution(), learner.parameters(), narrow(gates));
    }

    double accuracy(ParameterSet parameters, Map<String, float[]> gates, ImageSplit split) {
        return run.accuracy(learner.layers(), parameters, narrow(gates), split);
    }

    /** The compact network without gates under a mask. */
    ComputationGraph compact(ParameterSet settled, double[][] logAlpha, boolean[][] open) {
        ComputationGraph graph = learner.graph();
        settled.writeTo(graph);
        return Compaction.compact(withLogAlpha(graph, logAlpha), channels, narrow(open))
                .graph();
    }

    OptimizerState optimizerState() {
        return learner.optimizer().state();
    }

    void restore(OptimizerState state) {
        learner.optimizer().restore(state);
    }

    private int index(String gate) {
        for (GatedLayer layer : channels.layers()) {
            if (layer.gate().equals(gate)) {
                return layer.index();
            }
        }
        throw new IllegalStateException("no gate " + gate);
    }

    private boolean[][] narrow(boolean[][] mask) {
        boolean[][] narrow = new boolean[channels.layers().size()][];
        for (GatedLayer layer : dense.layers()) {
            int[] ids = kept.get(layer.gate());
            if (ids != null) {
                boolean[] row = new boolean[ids.length];
                for (int c = 0; c < ids.length; c++) {
                    row[c] = mask[layer.index()][ids[c]];
                }
                narrow[index(layer.gate())] = row;
            }
        }
        return narrow;
    }

    private Map<String, float[]> narrow(Map<String, float[]> gates) {
        Map<String, float[]> narrow = new LinkedHashMap<>();
        gates.forEach((gate, z) -> {
            int[] ids = kept.get(gate);
            if (ids != null) {
                float[] values = new float[ids.length];
                for (int c = 0; c < ids.length; c++) {
                    values[c] = z[ids[c]];
                }
                narrow.put(gate, values);
            }
        });
        return narrow;
    }

    @Override
    public void close() {
        learner.close();
    }
}
