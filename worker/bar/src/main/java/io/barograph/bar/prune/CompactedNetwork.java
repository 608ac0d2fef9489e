package io.barograph.bar.prune;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A network whose closed maps are gone.
 *
 * @param graph the smaller network, its iteration count as {@link Compaction} says
 * @param keptChannels for every vertex that stays, the channels that its output keeps, as ids of the network it came from
 * @param slices how every parameter that stays was cut
 * @param volume volume in maps·pixels
 * @param cost parameters and multiply-accumulates
 */
public record CompactedNetwork(
        ComputationGraph graph,
        Map<String, int[]> keptChannels,
        List<ParameterSlice> slices,
        long volume,
        NetworkCost cost) {
    public CompactedNetwork {
        keptChannels = Map.copyOf(keptChannels);
        slices = List.copyOf(slices);
    }
}
