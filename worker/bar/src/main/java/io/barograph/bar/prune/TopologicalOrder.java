package io.barograph.bar.prune;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * The vertices that the output depends on, each after its inputs, the output last. It follows the order in which vertices
 * name their inputs, so that a network with gates and without keeps one order of layers, which DL4J's own order does not.
 */
final class TopologicalOrder {
    private final ComputationGraphConfiguration conf;
    private final Set<String> order = new LinkedHashSet<>();

    private TopologicalOrder(ComputationGraphConfiguration conf) {
        this.conf = conf;
    }

    static List<String> of(ComputationGraphConfiguration conf) {
        TopologicalOrder sorter = new TopologicalOrder(conf);
        conf.getNetworkOutputs().forEach(sorter::add);
        return List.copyOf(sorter.order);
    }

    private void add(String name) {
        if (!order.contains(name)) {
            conf.getVertexInputs().getOrDefault(name, List.of()).forEach(this::add);
            order.add(name);
        }
    }
}
