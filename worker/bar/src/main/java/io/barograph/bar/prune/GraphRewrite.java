package io.barograph.bar.prune;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A changed copy of a graph's configuration in the making: vertices in topological order with their inputs. */
final class GraphRewrite {
    private final ComputationGraphConfiguration conf;
    private final Map<String, GraphVertex> vertices = new LinkedHashMap<>();
    private final Map<String, List<String>> inputs = new LinkedHashMap<>();
    private final Map<String, String> standIns = new LinkedHashMap<>();

    /** @param conf a copy that this rewrite may keep */
    GraphRewrite(ComputationGraphConfiguration conf) {
        this.conf = conf;
    }

    ComputationGraphConfiguration conf() {
        return conf;
    }

    void put(String name, GraphVertex vertex, List<String> from) {
        vertices.put(name, vertex);
        inputs.put(name, from.stream().map(this::resolve).toList());
    }

    /** From now on whoever reads {@code name} reads {@code other} instead. */
    void replace(String name, String other) {
        standIns.put(name, resolve(other));
    }

    /** The vertex that is read in place of this one. */
    String resolve(String name) {
        return standIns.getOrDefault(name, name);
    }

    ComputationGraph build(int iterationCount) {
        conf.setVertices(vertices);
        conf.setVertexInputs(inputs);
        conf.setTopologicalOrder(null);
        conf.setTopologicalOrderStr(null);
        conf.setIterationCount(iterationCount);
        ComputationGraph graph = new ComputationGraph(conf);
        graph.init();
        return graph;
    }
}
