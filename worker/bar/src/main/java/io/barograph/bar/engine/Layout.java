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

    /**
     * The faster layout for training. Blocks need a CPU with vectors as long, widths that fill them without more padding, and
     * no inputs to spread over a union, for which oneDNN has only reference kernels there.
     */
    static Layout of(LayerGraph graph, Precision precision) {
        boolean vectors = dnnl.get_effective_cpu_isa().value >= dnnl.cpu_isa.avx512_core.value;
        return vectors && graph.ops().stream().allMatch(op -> suitsBlocks(op, precision)) ? BLOCKED : CHANNELS_LAST;
    }

    private static boolean suitsBlocks(Op op, Precision precision) {
        Tensor map = op.out();
        boolean full = map.height() * map.width() == 1 || precision.padded(map.channels()) % BLOCK == 0;
        return full && !(op instanceof Op.Merge merge && merge.spreads());
    }

    /** Channels as buffers hold them. */
    int padded(int channels, Precision precision) {
        return this == CHANNELS_LAST ? precision.padded(channels) : (channels + BLOCK - 1) / BLOCK * BLOCK;
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
