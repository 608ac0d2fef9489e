package io.barograph.bar.prune;

import java.util.List;

/**
 * One vertex of a network as the channel analysis sees it.
 *
 * @param name vertex name
 * @param kind what it does with channels
 * @param inputs positions of the vertices it reads, all smaller than its own
 * @param channels channels of its output
 * @param area height·width of its output, 1 for vectors
 * @param layer index of the gated layer whose mask applies to this output, or -1
 * @param weightsPerPair weights for each pair of input and output channel; 0 without a weight matrix
 * @param perChannel further parameters of each output channel
 * @param scatter for a scatter-add, the output channel of each input's channels; else empty
 */
record ChannelNode(
        String name,
        Kind kind,
        int[] inputs,
        int channels,
        int area,
        int layer,
        int weightsPerPair,
        int perChannel,
        List<int[]> scatter) {

    enum Kind {
        INPUT,
        /** Every output channel reads every input channel: convolution, dense, output. */
        MIX,
        /** Output channel i reads input channel i. */
        PASS,
        ADD,
        SCATTER_ADD
    }

    boolean mixes() {
        return kind == Kind.MIX;
    }
}
