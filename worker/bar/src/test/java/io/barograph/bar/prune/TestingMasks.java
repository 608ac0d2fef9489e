package io.barograph.bar.prune;

import java.util.Random;

/** Random masks and log alphas for the tests, with whole layers closed now and then. */
public final class TestingMasks {
    private TestingMasks() {}

    /** Log alphas, [gated layer][channel], of a mask that does not sever the network. */
    public static double[][] connected(ChannelGraph channels, Random random) {
        for (int attempt = 0; attempt < 1000; attempt++) {
            double[][] logAlpha = logAlpha(channels, random);
            if (channels.live(Gates.open(logAlpha)).connected()) {
                return logAlpha;
            }
        }
        throw new IllegalStateException("no mask keeps the network connected");
    }

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
