package io.barograph.bar.prune;

import io.barograph.bar.layer.GateLayer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.Sgd;

/** Puts gates into a dense network: one after every batch norm that follows a convolution. */
public final class Gates {
    private Gates() {}

    /** As {@link #insert(ComputationGraph, double, long)} with log α {@value GateLayer#DEFAULT_LOG_ALPHA} and seed 0. */
    public static ComputationGraph insert(ComputationGraph dense) {
        return insert(dense, GateLayer.DEFAULT_LOG_ALPHA, 0);
    }

    /**
     * A gated copy of a network; the dense one is left as it is. The gate of {@code x_bn} is called {@code x_gate}.
     *
     * @param dense an initialised graph
     * @param initialLogAlpha initial log α of every gate
     * @param drawSeed seed of the gates' training draws
     * @throws IllegalArgumentException if no batch norm follows a convolution
     */
    public static ComputationGraph insert(ComputationGraph dense, double initialLogAlpha, long drawSeed) {
        ComputationGraphConfiguration conf = dense.getConfiguration().clone();
        Map<String, String> gateOf = new LinkedHashMap<>();
        Map<String, GraphVertex> vertices = new LinkedHashMap<>();
        Map<String, List<String>> inputs = new LinkedHashMap<>();
        conf.getVertices().forEach((name, vertex) -> {
            vertices.put(name, vertex);
            if (isGatedBatchNorm(conf, name)) {
                String gateName = gateName(name, conf.getVertices());
                gateOf.put(name, gateName);
                vertices.put(gateName, gate(gateName, (LayerVertex) vertex, initialLogAlpha, drawSeed));
            }
        });
        if (gateOf.isEmpty()) {
            throw new IllegalArgumentException("the network has no batch norm after a convolution to gate");
        }
        conf.getVertexInputs().forEach((name, from) -> {
            inputs.put(name, from.stream().map(n -> gateOf.getOrDefault(n, n)).toList());
            String gateName = gateOf.get(name);
            if (gateName != null) {
                inputs.put(gateName, List.of(name));
            }
        });
        return rebuilt(conf, vertices, inputs, dense);
    }

    private static ComputationGraph rebuilt(
            ComputationGraphConfiguration conf,
            Map<String, GraphVertex> vertices,
            Map<String, List<String>> inputs,
            ComputationGraph source) {
        conf.setVertices(vertices);
        conf.setVertexInputs(inputs);
        conf.setTopologicalOrder(null);
        conf.setTopologicalOrderStr(null);
        ComputationGraph graph = new ComputationGraph(conf);
        graph.init();
        for (org.deeplearning4j.nn.api.Layer layer : source.getLayers()) {
            String name = layer.conf().getLayer().getLayerName();
            layer.paramTable()
                    .forEach((key, value) -> graph.getLayer(name).getParam(key).assign(value));
        }
        return graph;
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
