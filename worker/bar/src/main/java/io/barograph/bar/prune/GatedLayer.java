package io.barograph.bar.prune;

/**
 * A convolution whose maps can be gated.
 *
 * @param index position in {@link ChannelGraph#layers()}
 * @param convolution name of the convolution's vertex
 * @param batchNorm name of its batch norm
 * @param gate name of its gate, present or as {@link Gates} would call it
 * @param area height·width of its output maps in pixels (A_l)
 * @param channels number of its maps
 */
public record GatedLayer(int index, String convolution, String batchNorm, String gate, int area, int channels) {
    /** Volume with every gate open, in maps·pixels. */
    public long volume() {
        return (long) area * channels;
    }
}
