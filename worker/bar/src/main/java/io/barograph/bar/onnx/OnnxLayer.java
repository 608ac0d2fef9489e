package io.barograph.bar.onnx;

/**
 * A convolution or dense layer of an ONNX model.
 *
 * @param convolution whether it is a convolution; else a dense layer
 * @param inputMaps feature maps that it reads, or values for a dense layer
 * @param outputMaps feature maps that it makes, or values
 * @param height rows of the output, 1 for a dense layer
 * @param width columns of the output, 1 for a dense layer
 * @param kernelHeight 1 for a dense layer
 * @param kernelWidth 1 for a dense layer
 * @param parameters numbers in weights and bias
 * @param macs multiply-accumulates for one image, padding counted
 */
public record OnnxLayer(
        String name,
        boolean convolution,
        int inputMaps,
        int outputMaps,
        int height,
        int width,
        int kernelHeight,
        int kernelWidth,
        long parameters,
        long macs) {
    /** Maps·pixels that count for the budget: those of a convolution's output. */
    public long volume() {
        return convolution ? (long) outputMaps * height * width : 0;
    }
}
