package io.barograph.bar.prune;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The live channels of a network under a mask: the open gates on a path from the input to the output. Immutable. */
public final class Liveness {
    private static final BitSet NONE = new BitSet();

    private final List<ChannelNode> nodes;
    private final List<GatedLayer> layers;
    private final BitSet[] reached;
    private final boolean[] needed;
    private final BitSet[] live;
    private final long volume;

    Liveness(List<ChannelNode> nodes, List<GatedLayer> layers, BitSet[] reached, boolean[] needed) {
        this.nodes = nodes;
        this.layers = layers;
        this.reached = reached;
        this.needed = needed;
        this.live = new BitSet[layers.size()];
        long sum = 0;
        for (int i = 0; i < reached.length; i++) {
            int layer = nodes.get(i).layer();
            if (layer >= 0) {
                live[layer] = needed[i] ? reached[i] : NONE;
                sum += (long) layers.get(layer).area() * live[layer].cardinality();
            }
        }
        this.volume = sum;
    }

    /** Whether any path leads from the input to the output. */
    public boolean connected() {
        return !reached[reached.length - 1].isEmpty();
    }

    /** Volume of the live maps, in maps·pixels. */
    public long volume() {
        return volume;
    }

    /** Number of live maps of a gated layer. */
    public int count(int layer) {
        return live[layer].cardinality();
    }

    /** Number of live maps of all gated layers. */
    public int count() {
        int sum = 0;
        for (BitSet channels : live) {
            sum += channels.cardinality();
        }
        return sum;
    }

    /** Whether a map of a gated layer is live. */
    public boolean isLive(int layer, int channel) {
        return live[layer].get(channel);
    }

    /** The live channels of a gated layer, increasing. */
    public int[] channels(int layer) {
        return live[layer].stream().toArray();
    }

    /** The live gates as a mask. */
    public boolean[][] toMask() {
        boolean[][] mask = new boolean[layers.size()][];
        for (int layer = 0; layer < mask.length; layer++) {
            mask[layer] = new boolean[layers.get(layer).channels()];
            for (int channel : channels(layer)) {
                mask[layer][channel] = true;
            }
        }
        return mask;
    }

    /** Parameters and multiply-accumulates of the compact network. */
    public NetworkCost cost() {
        long parameters = 0;
        long macs = 0;
        for (int i = 0; i < nodes.size(); i++) {
            ChannelNode node = nodes.get(i);
            long outputs = keptCount(i);
            long weights = 0;
            if (node.mixes()) {
                weights = node.weightsPerPair() * keptCount(node.inputs()[0]) * outputs;
            }
            parameters += weights + node.perChannel() * outputs;
            macs += weights * node.area();
        }
        return new NetworkCost(parameters, macs);
    }

    /** The kept channels of every vertex that stays, by name. */
    Map<String, int[]> keptByVertex() {
        Map<String, int[]> kept = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            if (keptCount(i) > 0) {
                kept.put(nodes.get(i).name(), reached[i].stream().toArray());
            }
        }
        return kept;
    }

    private long keptCount(int node) {
        return needed[node] ? reached[node].cardinality() : 0;
    }
}
