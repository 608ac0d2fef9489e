package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.function.Function;

/** The dense network that a sweep prunes. A closed set: handle every kind with {@link #fold}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = NetworkSpec.ResNet.class, name = "resnet"),
    @JsonSubTypes.Type(value = NetworkSpec.WideResNet.class, name = "wide-resnet"),
    @JsonSubTypes.Type(value = NetworkSpec.PlainCnn.class, name = "plain-cnn")
})
public sealed interface NetworkSpec {

    /** The kind as specs write it, for example {@code wide-resnet}. */
    String id();

    <R> R fold(
            Function<? super ResNet, R> onResNet,
            Function<? super WideResNet, R> onWideResNet,
            Function<? super PlainCnn, R> onPlainCnn);

    /**
     * CIFAR-style residual network with three stages of basic blocks.
     *
     * @param depth 6n+2 for n blocks in a stage: 8, 14, 20, ... up to 110
     * @param width feature maps of the stem and first stage, 1 to 256; doubled in each later stage
     */
    record ResNet(int depth, int width) implements NetworkSpec {
        public ResNet {
            requireDepth(depth);
            requireWidth("network.width", width);
        }

        public int blocksPerStage() {
            return (depth - 2) / 6;
        }

        @Override
        public String id() {
            return "resnet";
        }

        @Override
        public <R> R fold(
                Function<? super ResNet, R> onResNet,
                Function<? super WideResNet, R> onWideResNet,
                Function<? super PlainCnn, R> onPlainCnn) {
            return onResNet.apply(this);
        }
    }

    /**
     * Wide residual network with post-activation blocks: a stem of 16 maps, then stages of 16, 32 and 64 times the
     * width factor.
     *
     * @param depth 6n+2 for n blocks in a stage: 8, 14, 20, 26, ... up to 110
     * @param widthFactor 1 to 16
     */
    record WideResNet(int depth, int widthFactor) implements NetworkSpec {
        public WideResNet {
            requireDepth(depth);
            Checks.require(
                    widthFactor >= 1 && widthFactor <= 16,
                    widthFactor,
                    "network.widthFactor",
                    widthFactor,
                    "be 1 to 16");
        }

        public int blocksPerStage() {
            return (depth - 2) / 6;
        }

        @Override
        public String id() {
            return "wide-resnet";
        }

        @Override
        public <R> R fold(
                Function<? super ResNet, R> onResNet,
                Function<? super WideResNet, R> onWideResNet,
                Function<? super PlainCnn, R> onPlainCnn) {
            return onWideResNet.apply(this);
        }
    }

    /**
     * Small convolutional network without residual paths.
     *
     * @param width feature maps of the first layer, 1 to 256
     */
    record PlainCnn(int width) implements NetworkSpec {
        public PlainCnn {
            requireWidth("network.width", width);
        }

        @Override
        public String id() {
            return "plain-cnn";
        }

        @Override
        public <R> R fold(
                Function<? super ResNet, R> onResNet,
                Function<? super WideResNet, R> onWideResNet,
                Function<? super PlainCnn, R> onPlainCnn) {
            return onPlainCnn.apply(this);
        }
    }

    private static void requireDepth(int depth) {
        Checks.require(
                depth >= 8 && depth <= 110 && depth % 6 == 2, depth, "network.depth", depth, "be 6n+2, from 8 to 110");
    }

    private static void requireWidth(String what, int width) {
        Checks.require(width >= 1 && width <= 256, width, what, width, "be 1 to 256");
    }
}
