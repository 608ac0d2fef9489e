package io.barograph.bar.engine;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A convolution with its batch normalization and gate folded in: w' = w z gamma / sigma and b' = z (beta + (b - mean)
 * gamma / sigma), sigma = sqrt(variance + epsilon).
 *
 * @param weights [out, in, kernelHeight, kernelWidth]
 * @param bias [out]
 */
public record FoldedWeights(float[] weights, float[] bias) {
    /**
     * The batch normalizations of a network by the convolution's output that they read.
     *
     * @throws IllegalArgumentException if one reads anything else, or is not the only one to read it
     */
    public static Map<Tensor, Op.Norm> norms(LayerGraph graph) {
        Map<Tensor, Op.Norm> norms = new HashMap<>();
        for (Op op : graph.ops()) {
            if (op instanceof Op.Norm norm) {
                requireOnConvolution(graph, norm);
                norms.put(norm.in(), norm);
            }
        }
        return norms;
    }

    private static void requireOnConvolution(LayerGraph graph, Op.Norm norm) {
        Tensor in = norm.in();
        boolean convolved = graph.ops().stream()
                .anyMatch(op -> op instanceof Op.Conv && op.out().equals(in));
        long readers = graph.ops().stream().filter(op -> op.ins().contains(in)).count();
        if (!convolved || readers > 1) {
            throw new IllegalArgumentException("batch normalization " + norm.layer()
                    + " cannot be evaluated: it must be the only layer that reads a convolution");
        }
    }

    /** The weights of a convolution, with the batch normalization that reads it and with its gate if there are any. */
    public static FoldedWeights of(
            Op.Conv op, Op.@Nullable Norm norm, ParameterSet parameters, Map<String, float[]> gates) {
        float[] weights = parameters.get(op.layer(), "W");
        float[] bias =
                op.bias() ? parameters.get(op.layer(), "b") : new float[op.out().channels()];
        if (norm == null) {
            return new FoldedWeights(weights, bias);
        }
        float[] gamma = parameters.get(norm.layer(), "gamma");
        float[] beta = parameters.get(norm.layer(), "beta");
        float[] mean = parameters.get(norm.layer(), "mean");
        float[] variance = parameters.get(norm.layer(), "var");
        float[] z = norm.gate() == null ? null : gates.get(norm.gate());
        int row = weights.length / bias.length;
        for (int o = 0; o < bias.length; o++) {
            double gate = z == null ? 1 : z[o];
            double factor = gate * gamma[o] / Math.sqrt(variance[o] + norm.epsilon());
            for (int i = o * row; i < (o + 1) * row; i++) {
                weights[i] = (float) (weights[i] * factor);
            }
            bias[o] = (float) (gate * beta[o] + (bias[o] - mean[o]) * factor);
        }
        return new FoldedWeights(weights, bias);
    }
}
