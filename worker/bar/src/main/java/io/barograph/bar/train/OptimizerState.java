package io.barograph.bar.train;

import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.prune.ParameterSlice;
import java.util.List;

/**
 * Moments of an {@link Adam}, as long as the parameters' flat array.
 *
 * @param steps steps taken, for the bias correction
 */
record OptimizerState(float[] first, float[] second, long steps) {
    /**
     * The state of a network whose maps were removed in part; moments of what stays are unchanged, to the bit.
     *
     * @param from the parameters this state belongs to
     * @param to the parameters of the smaller network
     * @param slices how each of them was cut
     */
    OptimizerState sliced(ParameterSet from, ParameterSet to, List<ParameterSlice> slices) {
        float[][] parts = {new float[to.values().length], new float[to.values().length]};
        for (ParameterSlice slice : slices) {
            ParameterSet.Entry old = from.entry(slice.layer(), slice.parameter());
            ParameterSet.Entry cut = to.entry(slice.layer(), slice.parameter());
            int[] sources = slice.sources();
            for (int i = 0; i < sources.length; i++) {
                int source = old.offset() + old.position(sources[i]);
                int target = cut.offset() + cut.position(i);
                parts[0][target] = first[source];
                parts[1][target] = second[source];
            }
        }
        return new OptimizerState(parts[0], parts[1], steps);
    }
}
