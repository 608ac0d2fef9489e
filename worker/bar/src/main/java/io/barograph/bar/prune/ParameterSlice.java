package io.barograph.bar.prune;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How one parameter of a network shrinks to that of its compact network; optimizer state of the same shape shrinks alike.
 *
 * @param layer vertex name
 * @param parameter DL4J's parameter name, such as W
 * @param kept for every dimension of the old array the positions that stay, increasing
 * @param from shape of the old array
 */
public record ParameterSlice(String layer, String parameter, List<int[]> kept, List<Integer> from) {
    public ParameterSlice {
        kept = List.copyOf(kept);
        from = List.copyOf(from);
        if (kept.size() != from.size()) {
            throw new IllegalArgumentException(kept.size() + " lists of positions for " + from.size() + " dimensions");
        }
    }

    /** Shape of the new array. */
    public long[] shape() {
        return kept.stream().mapToLong(positions -> positions.length).toArray();
    }

    /** For every element of the new array, row-major, its place in the old one, row-major. */
    public int[] sources() {
        int[] sources = {0};
        for (int dimension = 0; dimension < from.size(); dimension++) {
            int[] positions = kept.get(dimension);
            int[] next = new int[sources.length * positions.length];
            for (int i = 0; i < next.length; i++) {
                next[i] = sources[i / positions.length] * from.get(dimension) + positions[i % positions.length];
            }
            sources = next;
        }
        return sources;
    }

    /**
     * Slices a row-major array.
     *
     * @throws IllegalArgumentException if the array does not have as many elements as the old parameter
     */
    public float[] slice(float[] rowMajor) {
        requireLength(rowMajor.length);
        int[] sources = sources();
        float[] result = new float[sources.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = rowMajor[sources[i]];
        }
        return result;
    }

    /** Slices an array of the old shape into a new array of the same data type, order c. */
    public INDArray slice(INDArray array) {
        requireLength(array.length());
        double[] rowMajor = array.dup('c').reshape(array.length()).toDoubleVector();
        double[] result = Arrays.stream(sources()).mapToDouble(i -> rowMajor[i]).toArray();
        return Nd4j.createFromArray(result).castTo(array.dataType()).reshape('c', shape());
    }

    private void requireLength(long length) {
        long expected = from.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        if (length != expected) {
            throw new IllegalArgumentException(
                    layer + "." + parameter + " of shape " + from + " cannot slice " + length + " elements");
        }
    }
}
