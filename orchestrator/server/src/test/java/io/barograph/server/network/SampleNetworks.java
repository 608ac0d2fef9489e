package io.barograph.server.network;

import io.barograph.api.ModelLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Networks to draw. */
final class SampleNetworks {
    private SampleNetworks() {}

    /** ResNet-20 on 28 by 28 images, four convolutions removed. */
    static List<ModelLayer> residual() {
        Random random = new Random(3);
        List<ModelLayer> layers = new ArrayList<>(List.of(layer("stem", 11, 16, 28, 77_616)));
        for (int stage = 1; stage <= 3; stage++) {
            int maps = 8 << stage;
            int size = 56 >> stage;
            for (int block = 1; block <= 3; block++) {
                for (int half = 1; half <= 2; half++) {
                    boolean removed = half == 1 && (stage + block == 4 || stage + block == 6);
                    int live = removed ? 0 : (int) Math.round(maps * (0.15 + 0.7 * random.nextDouble()));
                    layers.add(layer("stage" + stage + ".block" + block + ".conv" + half, live, maps, size));
                }
            }
        }
        layers.add(layer("stage2.shortcut", 20, 32, 14));
        layers.add(layer("stage3.shortcut", 64, 64, 7));
        return layers;
    }

    /** A plain network of 13 layers with 32 to {@code widest} maps. */
    static List<ModelLayer> wide(int widest) {
        int[] maps = {8, 8, 4, 4, 2, 2, 2, 1, 1, 1, 1, 1, 1};
        return IntStream.range(0, maps.length)
                .mapToObj(i ->
                        layer("conv" + (i + 1), widest / maps[i] * (90 - 7 * i) / 100, widest / maps[i], 32 >> (i / 3)))
                .toList();
    }

    /** So many layers with long names, and maps of 10,000 pixels a side. */
    static List<ModelLayer> deep(int layers) {
        return IntStream.range(0, layers)
                .mapToObj(i -> layer(
                        "features.denseblock" + i + ".denselayer<" + i + ">.conv2",
                        i % 13,
                        12 + i % 7 * 6,
                        10_000,
                        (i % 13) * 98_765_432_100L))
                .toList();
    }

    private static ModelLayer layer(String name, int live, int all, int size) {
        return layer(name, live, all, size, 9L * live * all / 2 * size * size);
    }

    private static ModelLayer layer(String name, int live, int all, int size, long macs) {
        return live == 0
                ? ModelLayer.removed(name, all)
                : new ModelLayer(
                        name, true, all, live, all, size, size, 3, 3, (long) live * size * size, 9L * live, macs);
    }
}
