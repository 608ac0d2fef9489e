package io.barograph.bar.prune;

import io.barograph.bar.layer.HardConcrete;
import java.util.List;

/**
 * The sparsity term λ'·f·L_S/V_F with L_S = Σ_l A_l Σ_i P(z_{l,i} &gt; 0), the expected volume of a training draw. Arrays of
 * log α are [gated layer][channel] in the order of {@link ChannelGraph#layers()}.
 */
public final class SparsityLoss {
    private final int[] areas;
    private final double weight;
    private final double denseVolume;

    /**
     * @param layers the gated layers
     * @param weight λ', positive or 0; 0.024 is a good start
     */
    public SparsityLoss(List<GatedLayer> layers, double weight) {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("sparsity weight must be finite and not negative, was " + weight);
        }
        this.areas = layers.stream().mapToInt(GatedLayer::area).toArray();
        this.weight = weight;
        this.denseVolume = layers.stream().mapToLong(GatedLayer::volume).sum();
    }

    /** L_S in maps·pixels. */
    public double expectedVolume(double[][] logAlpha) {
        double sum = 0;
        for (int layer = 0; layer < areas.length; layer++) {
            double maps = 0;
            for (double value : logAlpha[layer]) {
                maps += HardConcrete.openProbability(value);
            }
            sum += areas[layer] * maps;
        }
        return sum;
    }

    /** λ'·f·L_S/V_F for the barrier's value f. */
    public double value(double[][] logAlpha, double barrier) {
        return weight * barrier * expectedVolume(logAlpha) / denseVolume;
    }

    /** The derivative of {@link #value} with respect to one log α of a layer. */
    public double gradient(int layer, double logAlpha, double barrier) {
        return weight * barrier * areas[layer] * HardConcrete.openProbabilitySlope(logAlpha) / denseVolume;
    }
}
