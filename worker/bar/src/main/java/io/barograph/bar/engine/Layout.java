package io.barograph.bar.engine;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;

/** How a plan's activations lie in memory, and to what their channels are padded with zeros. See docs/adr/0010. */
enum Layout {
    /** Rows, columns, channels; channels fill vectors of the precision. */
    CHANNELS_LAST,
    /** Blocks of 16 channels, each of rows, columns, channels. The image is planar. */
    BLOCKED;

    private static final int BLOCK = 16;
    private static final int MOST_PLANAR = 3;
    private static final double MOST_PADDING = 1.2;
    private static final int MANY = 128;

    /**
     * The faster layout for training. Blocks need a CPU with vectors as long, no inputs to spread over a union, for which oneDNN
     * has only reference kernels there, and widths that fill them: the arithmetic that padding to whole blocks adds must be less
     * than their kernels save.
     */
    static Layout of(LayerGraph graph, Precision precision) {
        boolean vectors = dnnl.get_effective_cpu_isa().value >= dnnl.cpu_isa.avx512_core.value;
        boolean spreads = graph.ops().stream().anyMatch(op -> op instanceof Op.Merge merge && merge.spreads());
        boolean full = BLOCKED.macs(graph, precision) <= MOST_PADDING * CHANNELS_LAST.macs(graph, precision);
        return vectors && !spreads && full ? BLOCKED : CHANNELS_LAST;
    }

    /** Multiply-accumulates of all convolutions of maps with their padding. */
    private double macs(LayerGraph graph, Precision precision) {
        double macs = 0;
        for (Op op : graph.ops()) {
            if (op instanceof Op.Conv conv && conv.out().height() * conv.out().width() > 1) {
                int in = conv.in().equals(graph.input())
                        ? paddedImage(conv.in().channels(), precision)
                        : padded(conv.in().channels(), precision);
                int kernel = conv.kernelHeight() * conv.kernelWidth();
                macs += (double) in
                        * padded(conv.out().channels(), precision)
                        * kernel
                        * conv.out().height()
                        * conv.out().width();
            }
        }
        return macs;
    }

    /** Channels as buffers hold them. */
    int padded(int channels, Precision precision) {
        if (this == CHANNELS_LAST) {
            return precision.padded(channels);
        }
        // An odd number of many blocks, such as 11, makes bfloat16 kernels slower than one block more.
        int block = precision == Precision.BFLOAT16 && channels > MANY ? 2 * BLOCK : BLOCK;
        return (channels + block - 1) / block * block;
    }

    /**
     * Channels of the image as its buffer holds them. Blocked plans have fast kernels for a planar image of up to three channels
     * (in bfloat16 not for one) and for whole blocks; anything else would fall to a reference kernel.
     */
    int paddedImage(int channels, Precision precision) {
        if (this == CHANNELS_LAST) {
            return channels;
        }
        if (channels > MOST_PLANAR) {
            return padded(channels, precision);
        }
        return precision == Precision.BFLOAT16 ? Math.max(2, channels) : channels;
    }

    memory.format_tag tag(int channels) {
        if (this == CHANNELS_LAST) {
            return memory.format_tag.nhwc;
        }
        return channels % BLOCK == 0 ? memory.format_tag.nChw16c : memory.format_tag.nchw;
    }
}
