package io.barograph.bar.prune;

import io.barograph.bar.layer.HardConcrete;
import java.util.Random;

/** Random masks and log alphas for the tests, with whole layers closed now and then. */
final class TestingMasks {
    private TestingMasks() {}

    static double[][] logAlpha(ChannelGraph graph, Random random) {
        double center = random.nextDouble() * 10 - 7;
        double[][] logAlpha = new double[graph.layers().size()][];
        for (GatedLayer layer : graph.layers()) {
            double shift = random.nextInt(6) == 0 ? -50 : 0;
            logAlpha[layer.index()] = random.doubles(layer.channels())
                    .map(value -> center + 6 * value + shift)
                    .toArray();
        }
        return logAlpha;
    }

    static boolean[][] open(double[][] logAlpha) {
        boolean[][] open = new boolean[logAlpha.length][];
        for (int layer = 0; layer < open.length; layer++) {
            open[layer] = new boolean[logAlpha[layer].length];
            for (int channel = 0; channel < open[layer].length; channel++) {
                open[layer][channel] = HardConcrete.isOpen(logAlpha[layer][channel]);
            }
        }
        return open;
    }
}
