package io.barograph.bar.onnx;

/** What the convolutions of an ONNX file read. Their outputs, and so the volume, are the same in every form. */
public enum ConvolutionInputs {
    /** The live maps and nothing else. */
    LIVE,

    /**
     * The live maps, and after more than 16 of them zeros to the next multiple of 4. ONNX Runtime on a CPU has kernels for blocks of
     * channels for such inputs, and for fewer channels than a block; any others take a way of twice the time.
     */
    FOURS;

    private static final int BLOCK = 16;
    private static final int MULTIPLE = 4;

    /** How many maps of zeros a convolution reads after this many live ones. */
    int zeros(int live) {
        return this == LIVE || live < BLOCK ? 0 : Math.floorMod(-live, MULTIPLE);
    }
}
