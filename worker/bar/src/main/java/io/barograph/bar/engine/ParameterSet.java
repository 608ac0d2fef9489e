package io.barograph.bar.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * All parameters of a DL4J network as one flat array on the Java heap: what the optimizer works on. Each entry holds
 * the values in the order of the DL4J parameter's own layout.
 */
public final class ParameterSet {
    /** What a parameter is for; decides decay and optimizer. */
    public enum Kind {
        WEIGHT,
        BIAS,
        SCALE,
        SHIFT,
        RUNNING_MEAN,
        RUNNING_VARIANCE,
        GATE
    }

    /**
     * One parameter.
     *
     * @param key DL4J key, layer_parameter
     * @param offset first value in the flat array
     * @param shape DL4J shape
     * @param order 'c' or 'f'
     */
    public record Entry(String key, Kind kind, int offset, int length, long[] shape, char order) {
        /** Where an element, counted row by row, lies from the offset on. */
        public int position(int rowMajor) {
            if (order == 'c') {
                return rowMajor;
            }
            int position = 0;
            int stride = length;
            int rest = rowMajor;
            for (int dimension = shape.length - 1; dimension >= 0; dimension--) {
                int size = (int) shape[dimension];
                stride /= size;
                position += rest % size * stride;
                rest /= size;
            }
            return position;
        }
    }

    private final Map<String, Entry> entries;
    private final float[] values;

    private ParameterSet(Map<String, Entry> entries, float[] values) {
        this.entries = entries;
        this.values = values;
    }

    /** Copies the parameters of a network. */
    public static ParameterSet of(ComputationGraph graph) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        List<float[]> parts = new ArrayList<>();
        int offset = 0;
        for (Map.Entry<String, INDArray> e : graph.paramTable().entrySet()) {
            INDArray array = e.getValue();
            float[] part = array.dup(array.ordering()).data().asFloat();
            entries.put(
                    e.getKey(),
                    new Entry(e.getKey(), kind(e.getKey()), offset, part.length, array.shape(), array.ordering()));
            parts.add(part);
            offset += part.length;
        }
        float[] values = new float[offset];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, values, at, part.length);
            at += part.length;
        }
        return new ParameterSet(entries, values);
    }

    private static Kind kind(String key) {
        String name = key.substring(key.lastIndexOf('_') + 1);
        return switch (name) {
            case "W" -> Kind.WEIGHT;
            case "b" -> Kind.BIAS;
            case "gamma" -> Kind.SCALE;
            case "beta" -> Kind.SHIFT;
            case "mean" -> Kind.RUNNING_MEAN;
            case "var" -> Kind.RUNNING_VARIANCE;
            case "logAlpha" -> Kind.GATE;
            default -> throw new IllegalArgumentException("unknown kind of parameter: " + key);
        };
    }

    /** Writes the values back into the network they came from, or one of the same layout. */
    public void writeTo(ComputationGraph graph) {
        for (Entry entry : entries.values()) {
            float[] part = Arrays.copyOfRange(values, entry.offset, entry.offset + entry.length);
            INDArray target = graph.getParam(entry.key);
            target.assign(Nd4j.create(part, entry.shape, entry.order));
        }
    }

    /** An independent copy. */
    public ParameterSet copy() {
        return new ParameterSet(entries, values.clone());
    }

    /** The flat array itself; changes are seen. */
    public float[] values() {
        return values;
    }

    public Iterable<Entry> entries() {
        return entries.values();
    }

    /** The entry of a layer's parameter. */
    public Entry entry(String layer, String parameter) {
        Entry entry = entries.get(layer + "_" + parameter);
        if (entry == null) {
            throw new IllegalArgumentException("no parameter " + parameter + " in layer " + layer);
        }
        return entry;
    }

    /** Copy of one parameter's values. */
    public float[] get(String layer, String parameter) {
        Entry entry = entry(layer, parameter);
        return Arrays.copyOfRange(values, entry.offset, entry.offset + entry.length);
    }

    /** Overwrites one parameter's values. */
    public void set(String layer, String parameter, float[] part) {
        Entry entry = entry(layer, parameter);
        if (part.length != entry.length) {
            throw new IllegalArgumentException(entry.key + " has " + entry.length + " values, not " + part.length);
        }
        System.arraycopy(part, 0, values, entry.offset, part.length);
    }
}
