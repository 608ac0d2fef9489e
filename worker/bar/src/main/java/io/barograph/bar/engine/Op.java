package io.barograph.bar.engine;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One step of a network as it is executed; gates and ReLUs are fused into what precedes them. */
public sealed interface Op {
    /** The activation this step makes. */
    Tensor out();

    /** The activations this step reads. */
    List<Tensor> ins();

    /**
     * Convolution; a dense layer is a convolution whose kernel covers its whole input.
     *
     * @param layer name of the DL4J layer that owns the parameters W [out, in, kernelHeight, kernelWidth] and b [out]
     * @param bias whether the layer has a bias
     */
    record Conv(
            String layer,
            Tensor in,
            Tensor out,
            int kernelHeight,
            int kernelWidth,
            int strideHeight,
            int strideWidth,
            int padHeight,
            int padWidth,
            boolean bias)
            implements Op {
        @Override
        public List<Tensor> ins() {
            return List.of(in);
        }
    }

    /**
     * Batch normalization, then the gate z per channel if there is one, then ReLU if asked.
     *
     * @param layer name of the DL4J layer that owns gamma, beta, mean and var
     * @param gate name of the gate layer, or null
     */
    record Norm(String layer, @Nullable String gate, Tensor in, Tensor out, boolean relu, float epsilon) implements Op {
        @Override
        public List<Tensor> ins() {
            return List.of(in);
        }
    }

    /**
     * Sum of inputs, each channel written to its position in the union, then ReLU if asked.
     *
     * @param positions per input the union channel of each of its channels
     */
    record Merge(List<Tensor> ins, List<int[]> positions, Tensor out, boolean relu) implements Op {
        /** Whether some input covers only a part of the union, or in another order. */
        public boolean spreads() {
            return IntStream.range(0, ins.size()).anyMatch(i -> !isIdentity(i));
        }

        /** Whether input i covers the union channel by channel. */
        public boolean isIdentity(int i) {
            int[] position = positions.get(i);
            if (position.length != out.channels()) {
                return false;
            }
            for (int c = 0; c < position.length; c++) {
                if (position[c] != c) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Max or average pooling; global pooling has the kernel of the whole input. */
    record Pool(boolean max, Tensor in, Tensor out, int[] kernel, int[] stride, int[] pad) implements Op {
        @Override
        public List<Tensor> ins() {
            return List.of(in);
        }
    }

    /** ReLU that could not be fused. */
    record Relu(Tensor in, Tensor out) implements Op {
        @Override
        public List<Tensor> ins() {
            return List.of(in);
        }
    }
}
