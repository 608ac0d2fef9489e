package io.barograph.bar.prune;

import io.barograph.bar.layer.GateLayer;
import io.barograph.bar.layer.HardConcrete;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Puts gates into a dense network: one after every batch norm that follows a convolution. */
public final class Gates {
    /** Log α of a gate that is closed for good: it opens in 1 of 100 million draws. */
    public static final double CLOSED_LOG_ALPHA = -20;

    /**
     * A gate below this log α is removed while training goes on. It is closed in evaluation, open in one of five draws, and
     * was never seen to come back (docs/adr/0007).
     */
    public static final double GONE_LOG_ALPHA = -3;

    private Gates() {}

    /** As {@link #insert(ComputationGraph, double, long)} with log α {@value GateLayer#DEFAULT_LOG_ALPHA} and seed 0. */
    public static ComputationGraph insert(ComputationGraph dense) {
        return insert(dense, GateLayer.DEFAULT_LOG_ALPHA, 0);
    }

    /**
     * A gated copy of a network at iteration 0; the dense one is left as it is. The gate of {@code x_bn} is called {@code x_gate}.
     *
     * @param dense an initialised graph
     * @param initialLogAlpha initial log α of every gate
     * @param drawSeed seed of the gates' training draws
     * @throws IllegalArgumentException if no batch norm follows a convolution
     */
    public static ComputationGraph insert(ComputationGraph dense, double initialLogAlpha, long drawSeed) {
        ComputationGraphConfiguration conf = dense.getConfiguration().clone();
        GraphRewrite rewrite = new GraphRewrite(conf);
        boolean gated = false;
        for (String name : TopologicalOrder.of(conf)) {
            GraphVertex vertex = conf.getVertices().get(name);
            if (vertex == null) {
                continue;
            }
            rewrite.put(name, vertex, conf.getVertexInputs().getOrDefault(name, List.of()));
            if (isGatedBatchNorm(conf, name)) {
                String gateName = gateName(name, conf.getVertices());
                rewrite.put(gateName, gate(gateName, (LayerVertex) vertex, initialLogAlpha, drawSeed), List.of(name));
                rewrite.replace(name, gateName);
                gated = true;
            }
        }
        if (!gated) {
            throw new IllegalArgumentException("the network has no batch norm after a convolution to gate");
        }
        ComputationGraph graph = rewrite.build(0);
        for (org.deeplearning4j.nn.api.Layer layer : dense.getLayers()) {
            String name = layer.conf().getLayer().getLayerName();
            layer.paramTable()
                    .forEach((key, value) -> graph.getLayer(name).getParam(key).assign(value));
        }
        return graph;
    }

    /** The log α of every gate of a gated network, [gated layer][channel]. */
    public static double[][] logAlpha(ComputationGraph gated, ChannelGraph channels) {
        return channels.layers().stream()
                .map(layer -> parameter(gated, layer).toDoubleVector())
                .toArray(double[][]::new);
    }

    /** Sets the log α of every gate of a gated network. */
    public static void setLogAlpha(ComputationGraph gated, ChannelGraph channels, double[][] logAlpha) {
        for (GatedLayer layer : channels.layers()) {
            INDArray parameter = parameter(gated, layer);
            INDArray values = Nd4j.createFromArray(logAlpha[layer.index()]);
            parameter.assign(values.castTo(parameter.dataType()).reshape(parameter.shape()));
        }
    }

    /** The open gates of log alphas, [gated layer][channel]. */
    public static boolean[][] open(double[][] logAlpha) {
        return mask(logAlpha, HardConcrete::isOpen);
    }

    /** The gates that are not below {@link #GONE_LOG_ALPHA}, [gated layer][channel]. */
    public static boolean[][] mayOpen(double[][] logAlpha) {
        return mask(logAlpha, value -> value >= GONE_LOG_ALPHA);
    }

    private static boolean[][] mask(double[][] logAlpha, DoublePredicate in) {
        boolean[][] mask = new boolean[logAlpha.length][];
        for (int layer = 0; layer < mask.length; layer++) {
            mask[layer] = new boolean[logAlpha[layer].length];
            for (int channel = 0; channel < mask[layer].length; channel++) {
                mask[layer][channel] = in.test(logAlpha[layer][channel]);
            }
        }
        return mask;
    }

    /** Closes for good every gate of a gated network that is not live: log α becomes {@value #CLOSED_LOG_ALPHA}. */
    public static void closeOthers(ComputationGraph gated, ChannelGraph channels, Liveness live) {
        double[][] logAlpha = logAlpha(gated, channels);
        for (GatedLayer layer : channels.layers()) {
            for (int channel = 0; channel < layer.channels(); channel++) {
                if (!live.isLive(layer.index(), channel)) {
                    logAlpha[layer.index()][channel] = CLOSED_LOG_ALPHA;
                }
            }
        }
        setLogAlpha(gated, channels, logAlpha);
    }

    private static INDArray parameter(ComputationGraph gated, GatedLayer layer) {
        return gated.getLayer(layer.gate()).getParam(GateLayer.LOG_ALPHA);
    }

    private static LayerVertex gate(String name, LayerVertex batchNorm, double initialLogAlpha, long drawSeed) {
        BatchNormalization norm = (BatchNormalization) batchNorm.getLayerConf().getLayer();
        GateLayer gate = new GateLayer((int) norm.getNOut(), initialLogAlpha, drawSeed);
        gate.setLayerName(name);
        gate.setIUpdater(norm.getIUpdater() == null ? new Sgd(0.01) : norm.getIUpdater());
        NeuralNetConfiguration conf = batchNorm.getLayerConf().clone();
        conf.clearVariables();
        conf.setLayer(gate);
        return new LayerVertex(conf, null);
    }

    private static boolean isGatedBatchNorm(ComputationGraphConfiguration conf, String name) {
        if (!(layer(conf, name) instanceof BatchNormalization)) {
            return false;
        }
        List<String> from = conf.getVertexInputs().getOrDefault(name, List.of());
        return from.size() == 1 && layer(conf, from.get(0)) instanceof ConvolutionLayer;
    }

    static @Nullable Layer layer(ComputationGraphConfiguration conf, String name) {
        return conf.getVertices().get(name) instanceof LayerVertex vertex
                ? vertex.getLayerConf().getLayer()
                : null;
    }

    static String gateName(String batchNorm, Map<String, GraphVertex> taken) {
        String name = batchNorm.contains("bn") ? batchNorm.replace("bn", "gate") : batchNorm + "_gate";
        return taken.containsKey(name) ? batchNorm + "_gate" : name;
    }
}
