package io.barograph.bar.engine;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolution on ND4J's ops; one whose kernel covers its whole input is a matrix product. Weights are [out, in, kernel]. */
final class Nd4jConvolution {
    private static final int NO_PADDING_MODE = 0;
    private static final int SAME_PADDING_MODE = 1;
    private static final int CHANNELS_FIRST = 0;
    private static final int OUT_IN_KERNEL = 1;

    private Nd4jConvolution() {}

    static int[] weightShape(Op.Conv op) {
        return new int[] {op.out().channels(), op.in().channels(), op.kernelHeight(), op.kernelWidth()};
    }

    static Runnable forward(Op.Conv op, INDArray in, INDArray weights, @Nullable INDArray bias, INDArray out) {
        if (isMatrixProduct(op)) {
            INDArray product = rows(out);
            Runnable multiply = matrixProduct(rows(in), false, rows(weights), true, product);
            return bias == null
                    ? multiply
                    : Nd4jOps.sequence(multiply, Nd4jOps.add(product, bias.reshape(1, bias.length()), product));
        }
        INDArray[] inputs = bias == null ? new INDArray[] {in, weights} : new INDArray[] {in, weights, bias};
        return Nd4jOps.custom("conv2d", inputs, new INDArray[] {out}, arguments(op));
    }

    /** The arrays of a backward pass. */
    record Gradients(INDArray out, INDArray in, INDArray weights, @Nullable INDArray bias) {}

    static Runnable backward(Op.Conv op, INDArray in, INDArray weights, @Nullable INDArray bias, Gradients to) {
        INDArray toBias = to.bias;
        if (isMatrixProduct(op)) {
            INDArray error = rows(to.out);
            return Nd4jOps.sequence(
                    matrixProduct(error, true, rows(in), false, rows(to.weights)),
                    matrixProduct(error, false, rows(weights), false, rows(to.in)),
                    toBias == null ? () -> {} : Nd4jOps.sum(error, toBias, 0));
        }
        boolean biased = bias != null && toBias != null;
        INDArray[] inputs = biased ? new INDArray[] {in, weights, bias, to.out} : new INDArray[] {in, weights, to.out};
        INDArray[] outputs = biased ? new INDArray[] {to.in, to.weights, toBias} : new INDArray[] {to.in, to.weights};
        return Nd4jOps.custom("conv2d_bp", inputs, outputs, arguments(op));
    }

    private static boolean isMatrixProduct(Op.Conv op) {
        return op.kernelHeight() == op.in().height()
                && op.kernelWidth() == op.in().width()
                && op.out().height() == 1
                && op.out().width() == 1
                && op.padHeight() == 0
                && op.padWidth() == 0;
    }

    private static INDArray rows(INDArray array) {
        return array.reshape('c', array.size(0), array.length() / array.size(0));
    }

    private static Runnable matrixProduct(INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray to) {
        return Nd4jOps.custom(
                "matmul", new INDArray[] {a, b}, new INDArray[] {to}, transposeA ? 1 : 0, transposeB ? 1 : 0, 0);
    }

    private static int[] arguments(Op.Conv op) {
        boolean symmetric = isSymmetric(
                        op.in().height(), op.out().height(), op.kernelHeight(), op.strideHeight(), op.padHeight())
                && isSymmetric(op.in().width(), op.out().width(), op.kernelWidth(), op.strideWidth(), op.padWidth());
        return new int[] {
            op.kernelHeight(),
            op.kernelWidth(),
            op.strideHeight(),
            op.strideWidth(),
            op.padHeight(),
            op.padWidth(),
            1,
            1,
            symmetric ? NO_PADDING_MODE : SAME_PADDING_MODE,
            CHANNELS_FIRST,
            OUT_IN_KERNEL
        };
    }

    /** Whether the same padding before and after gives this output; if not, it is the op's own padding for equal sizes. */
    private static boolean isSymmetric(int in, int out, int kernel, int stride, int pad) {
        return (in + 2 * pad - kernel) / stride + 1 == out;
    }
}
