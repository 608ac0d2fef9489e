package io.barograph.bar.prune;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The path from the input to the output whose gated layers have the smallest areas. One open map in each of them keeps the
 * network connected: between two of them a channel only passes adds, activations and pools, and a convolution reads all.
 */
record CheapestPath(long volume, List<GatedLayer> layers) {
    static CheapestPath of(List<ChannelNode> nodes, List<GatedLayer> gated) {
        long[] cost = new long[nodes.size()];
        int[] from = new int[nodes.size()];
        for (int i = 0; i < cost.length; i++) {
            ChannelNode node = nodes.get(i);
            from[i] = Arrays.stream(node.inputs())
                    .boxed()
                    .min((a, b) -> Long.compare(cost[a], cost[b]))
                    .orElse(-1);
            cost[i] = (from[i] < 0 ? 0 : cost[from[i]])
                    + (node.layer() < 0 ? 0 : gated.get(node.layer()).area());
        }
        Deque<GatedLayer> path = new ArrayDeque<>();
        int last = cost.length - 1;
        for (int i = last; i >= 0; i = from[i]) {
            if (nodes.get(i).layer() >= 0) {
                path.addFirst(gated.get(nodes.get(i).layer()));
            }
        }
        return new CheapestPath(cost[last], List.copyOf(path));
    }
}
