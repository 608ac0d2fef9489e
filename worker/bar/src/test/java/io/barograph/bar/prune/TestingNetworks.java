package io.barograph.bar.prune;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Small networks for the tests. */
final class TestingNetworks {
    private TestingNetworks() {}

    static ComputationGraph initialised(ComputationGraphConfiguration conf) {
        ComputationGraph graph = new ComputationGraph(conf);
        graph.init();
        return graph;
    }
}
