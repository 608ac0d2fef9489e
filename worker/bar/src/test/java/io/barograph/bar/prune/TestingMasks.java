package io.barograph.bar.prune;

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
}
