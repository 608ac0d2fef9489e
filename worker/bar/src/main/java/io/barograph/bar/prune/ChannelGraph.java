package io.barograph.bar.prune;

import io.barograph.bar.prune.ChannelNode.Kind;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Which channels of a network matter under a mask. Reads convolution, batch norm after a convolution, gate, activation, add,
 * scatter-add, pooling, dense and output vertices. In a gated network the gated layers are those with a gate, else all
 * convolutions with a batch norm. Masks are [gated layer][channel], true for open. Immutable, so any thread may use it.
 */
public final class ChannelGraph {
    private final List<ChannelNode> nodes;
    private final List<GatedLayer> layers;
    private final CheapestPath cheapest;

    private ChannelGraph(List<ChannelNode> nodes, List<GatedLayer> layers) {
        this.nodes = List.copyOf(nodes);
        this.layers = List.copyOf(layers);
        this.cheapest = CheapestPath.of(this.nodes, this.layers);
    }

    /**
     * Analyses a network for images of a size.
     *
     * @param graph an initialised dense, gated or compact network with one input of NCHW images and one output
     * @param height image height in pixels
     * @param width image width in pixels
     * @throws IllegalArgumentException naming the vertex that is not supported
     */
    public static ChannelGraph of(ComputationGraph graph, int height, int width) {
        ChannelGraphReader reader = new ChannelGraphReader(graph, height, width);
        return new ChannelGraph(reader.nodes(), reader.layers());
    }

    /** The gated layers in topological order. */
    public List<GatedLayer> layers() {
        return layers;
    }

    /** V_F, the volume with every gate open, in maps·pixels. */
    public long denseVolume() {
        return layers.stream().mapToLong(GatedLayer::volume).sum();
    }

    /** V_min, the volume of the cheapest path from the input to the output with one map a layer, in maps·pixels. */
    public long minimumVolume() {
        return cheapest.volume();
    }

    /** The gated layers of the cheapest path, from the input on. */
    public List<GatedLayer> cheapestPath() {
        return cheapest.layers();
    }

    /** A mask with every gate open. */
    public boolean[][] allOpen() {
        boolean[][] open = new boolean[layers.size()][];
        for (GatedLayer layer : layers) {
            open[layer.index()] = new boolean[layer.channels()];
            Arrays.fill(open[layer.index()], true);
        }
        return open;
    }

    /**
     * The open gates that have a live path from the input and to the output; all others count as closed.
     *
     * @throws IllegalArgumentException if the mask does not have the layers' shape
     */
    public Liveness live(boolean[][] open) {
        requireShape(open);
        BitSet[] reached = reachedFromInput(open);
        boolean[] needed = neededByOutput(reached);
        return new Liveness(nodes, layers, reached, needed);
    }

    // One sweep each way is the fixpoint: a channel that the input reaches has only reached channels on its way on, and
    // all
    // convolutions read all channels.
    private BitSet[] reachedFromInput(boolean[][] open) {
        BitSet[] reached = new BitSet[nodes.size()];
        for (int i = 0; i < reached.length; i++) {
            ChannelNode node = nodes.get(i);
            reached[i] = node.kind() == Kind.PASS ? reached[node.inputs()[0]] : new BitSet(node.channels());
            int[] inputs = node.inputs();
            BitSet channels = reached[i];
            switch (node.kind()) {
                case INPUT -> channels.set(0, node.channels());
                case MIX -> channels.set(0, reached[inputs[0]].isEmpty() ? 0 : node.channels());
                case PASS -> {}
                case ADD -> Arrays.stream(inputs).forEach(input -> channels.or(reached[input]));
                case SCATTER_ADD -> {
                    for (int input = 0; input < inputs.length; input++) {
                        int[] places = node.scatter().get(input);
                        reached[inputs[input]].stream().forEach(channel -> channels.set(places[channel]));
                    }
                }
            }
            if (node.layer() >= 0) {
                retainOpen(channels, open[node.layer()]);
            }
        }
        return reached;
    }

    private static void retainOpen(BitSet channels, boolean[] open) {
        for (int channel = channels.nextSetBit(0); channel >= 0; channel = channels.nextSetBit(channel + 1)) {
            channels.set(channel, open[channel]);
        }
    }

    private boolean[] neededByOutput(BitSet[] reached) {
        boolean[] needed = new boolean[nodes.size()];
        needed[needed.length - 1] = true;
        for (int i = needed.length - 1; i >= 0; i--) {
            // A vertex that nothing reaches passes no need on: what it reads is dead or serves others.
            if (needed[i] && !reached[i].isEmpty()) {
                for (int input : nodes.get(i).inputs()) {
                    needed[input] = true;
                }
            }
        }
        return needed;
    }

    private void requireShape(boolean[][] open) {
        if (open.length != layers.size()) {
            throw new IllegalArgumentException("mask has " + open.length + " layers, network has " + layers.size());
        }
        for (GatedLayer layer : layers) {
            if (open[layer.index()].length != layer.channels()) {
                throw new IllegalArgumentException("mask of " + layer.gate() + " has " + open[layer.index()].length
                        + " channels, the layer has " + layer.channels());
            }
        }
    }
}
