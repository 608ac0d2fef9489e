package io.barograph.bar.train;

/** Softmax at a temperature. */
final class Softmax {
    private Softmax() {}

    /**
     * Probabilities of one row.
     *
     * @param probabilities receives softmax(logits / temperature)
     * @return log of the sum of exp(logits / temperature)
     */
    static double of(float[] logits, int offset, int classes, double temperature, double[] probabilities) {
        double max = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < classes; k++) {
            max = Math.max(max, logits[offset + k] / temperature);
        }
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            probabilities[k] = Math.exp(logits[offset + k] / temperature - max);
            sum += probabilities[k];
        }
        for (int k = 0; k < classes; k++) {
            probabilities[k] /= sum;
        }
        return max + Math.log(sum);
    }
}
