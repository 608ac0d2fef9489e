package io.barograph.bar.train;

import io.barograph.bar.engine.ParameterSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Adam with decoupled weight decay and its own clip by global norm, over some kinds of parameters (Kingma and Ba 2015;
 * Loshchilov and Hutter 2019). Only weights decay.
 */
final class Adam {
    private final List<ParameterSet.Entry> entries = new ArrayList<>();
    private final Settings settings;
    private final float[] first;
    private final float[] second;
    private long steps;

    /**
     * What stays the same over a run.
     *
     * @param beta1 decay of the first moment
     * @param beta2 decay of the second moment
     * @param weightDecay per step, times the learning rate, on weights only
     * @param clipNorm largest global norm of a gradient
     */
    record Settings(double beta1, double beta2, double weightDecay, double clipNorm) {
        static final double EPSILON = 1e-8;
    }

    Adam(ParameterSet parameters, Set<ParameterSet.Kind> kinds, Settings settings) {
        for (ParameterSet.Entry entry : parameters.entries()) {
            if (kinds.contains(entry.kind())) {
                entries.add(entry);
            }
        }
        this.settings = settings;
        this.first = new float[parameters.values().length];
        this.second = new float[parameters.values().length];
    }

    /** Everything that is learnt by gradient but the gates. */
    static Set<ParameterSet.Kind> weights() {
        return Set.of(
                ParameterSet.Kind.WEIGHT, ParameterSet.Kind.BIAS, ParameterSet.Kind.SCALE, ParameterSet.Kind.SHIFT);
    }

    /**
     * One step.
     *
     * @return norm of the gradient before clipping
     */
    double step(float[] values, float[] gradient, double learningRate) {
        steps++;
        double norm = norm(gradient);
        float clip = (float) Math.min(1, settings.clipNorm / (norm + 1e-12));
        float b1 = (float) settings.beta1;
        float b2 = (float) settings.beta2;
        float correction = (float) (1 - Math.pow(settings.beta1, steps));
        float rootCorrection = (float) Math.sqrt(1 - Math.pow(settings.beta2, steps));
        float rate = (float) learningRate / correction;
        float epsilon = (float) Settings.EPSILON;
        for (ParameterSet.Entry entry : entries) {
            boolean decays = entry.kind() == ParameterSet.Kind.WEIGHT;
            float keep = decays ? (float) (1 - learningRate * settings.weightDecay) : 1;
            int end = entry.offset() + entry.length();
            for (int i = entry.offset(); i < end; i++) {
                float g = gradient[i] * clip;
                float m = b1 * first[i] + (1 - b1) * g;
                float v = b2 * second[i] + (1 - b2) * g * g;
                first[i] = m;
                second[i] = v;
                values[i] = keep * values[i] - rate * m / ((float) Math.sqrt(v) / rootCorrection + epsilon);
            }
        }
        return norm;
    }

    private double norm(float[] gradient) {
        double sum = 0;
        for (ParameterSet.Entry entry : entries) {
            int end = entry.offset() + entry.length();
            float part = 0;
            for (int i = entry.offset(); i < end; i++) {
                part += gradient[i] * gradient[i];
            }
            sum += part;
        }
        return Math.sqrt(sum);
    }

    /** State to be saved: first moments, second moments, and the number of steps. */
    OptimizerState state() {
        return new OptimizerState(first.clone(), second.clone(), steps);
    }

    /** Continues from saved state. */
    void restore(OptimizerState state) {
        if (state.first().length != first.length || state.second().length != second.length) {
            throw new IllegalArgumentException("optimizer state of " + state.first().length + " values does not fit "
                    + first.length + " parameters");
        }
        System.arraycopy(state.first(), 0, first, 0, first.length);
        System.arraycopy(state.second(), 0, second, 0, second.length);
        steps = state.steps();
    }
}
