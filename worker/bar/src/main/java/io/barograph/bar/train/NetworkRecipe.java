package io.barograph.bar.train;

import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.network.PlainCnn;
import io.barograph.bar.network.ResNets;
import io.barograph.bar.network.WideResNets;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Which built-in network to train.
 *
 * @param depth layers: 6n+2 for a ResNet, 6n+2 or 6n+4 for a Wide ResNet (WRN-26-12 and WRN-16-4 of the
 *     literature); without meaning for the plain network
 * @param width maps of the first stage; for a Wide ResNet the widening factor
 */
public record NetworkRecipe(Kind kind, int depth, int width) {
    private static final int WIDE_STEM = 16;

    /** Built-in families. */
    public enum Kind {
        RESNET,
        WIDE_RESNET,
        PLAIN_CNN
    }

    public NetworkRecipe {
        if (width < 1 || width > 1024) {
            throw new IllegalArgumentException("width must be 1 to 1024, was " + width);
        }
        switch (kind) {
            case RESNET -> ResNets.blocksPerStage(depth);
            case WIDE_RESNET -> wideBlocks(depth);
            case PLAIN_CNN -> {}
        }
    }

    /** Blocks per stage of a Wide ResNet, whose depth is counted with or without the two later projections. */
    private static int wideBlocks(int depth) {
        return ResNets.blocksPerStage((depth - 4) % 6 == 0 ? depth - 2 : depth);
    }

    /** A fresh network for images and classes of this dataset. */
    public ComputationGraph build(ImageDataset data, long seed) {
        ComputationGraph graph = new ComputationGraph(configuration(data, seed));
        graph.init();
        return graph;
    }

    private ComputationGraphConfiguration configuration(ImageDataset data, long seed) {
        int height = data.height();
        int columns = data.width();
        int channels = data.channels();
        return switch (kind) {
            case RESNET ->
                ResNets.cifar(ResNets.blocksPerStage(depth), width, height, columns, channels, data.classes(), seed);
            case WIDE_RESNET ->
                WideResNets.cifar(wideBlocks(depth), WIDE_STEM, width, height, columns, channels, data.classes(), seed);
            case PLAIN_CNN -> PlainCnn.of(width, height, columns, channels, data.classes(), seed);
        };
    }
}
