package io.barograph.bar.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.barograph.bar.layer.CounterRandom;
import io.barograph.bar.layer.HardConcrete;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparsityLossTest {
    private final List<GatedLayer> layers = List.of(
            new GatedLayer(0, "a_conv", "a_bn", "a_gate", 100, 2), new GatedLayer(1, "b_conv", "b_bn", "b_gate", 9, 3));
    private final double[][] logAlpha = {{-2, 0.3}, {1, -5, 2.5}};
    private final SparsityLoss loss = new SparsityLoss(layers, 0.024);

    @Test
    void gradientEqualsFiniteDifferences() {
        double barrier = 3.5;
        double step = 1e-5;
        for (int layer = 0; layer < 2; layer++) {
            for (int channel = 0; channel < logAlpha[layer].length; channel++) {
                double at = logAlpha[layer][channel];
                logAlpha[layer][channel] = at + step;
                double above = loss.value(logAlpha, barrier);
                logAlpha[layer][channel] = at - step;
                double below = loss.value(logAlpha, barrier);
                logAlpha[layer][channel] = at;
                assertThat(loss.gradient(layer, at, barrier)).isCloseTo((above - below) / (2 * step), within(1e-9));
            }
        }
    }

    @Test
    void expectedVolumeIsTheMeanVolumeOfDraws() {
        int draws = 50_000;
        double sum = 0;
        for (int step = 0; step < draws; step++) {
            for (GatedLayer layer : layers) {
                for (int channel = 0; channel < layer.channels(); channel++) {
                    double u = CounterRandom.uniform(1, step, layer.index(), channel);
                    sum += HardConcrete.sample(logAlpha[layer.index()][channel], u) > 0 ? layer.area() : 0;
                }
            }
        }
        assertThat(sum / draws).isCloseTo(loss.expectedVolume(logAlpha), within(1.5));
    }

    @Test
    void openNetworkCostsAboutTheWeightTimesTheBarrier() {
        double[][] open = {{30, 30}, {30, 30, 30}};
        assertThat(loss.value(open, 10)).isCloseTo(0.24, within(1e-9));
        assertThat(loss.value(open, 0)).isZero();
    }

    @Test
    void refusesANegativeWeight() {
        assertThatThrownBy(() -> new SparsityLoss(layers, -1)).hasMessageContaining("-1");
    }
}
