package io.barograph.bar.prune;

import io.barograph.bar.data.DatasetRequest;
import io.barograph.bar.data.Datasets;
import io.barograph.bar.data.ImageSplit;
import io.barograph.bar.network.PlainCnn;
import io.barograph.bar.network.ResNets;
import io.barograph.bar.network.WideResNets;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.provider.Arguments;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Small networks and real images for the tests. */
public final class TestingNetworks {
    private TestingNetworks() {}

    /** Every built-in architecture, small, as (name, configuration, three images). */
    public static Stream<Arguments> architectures() {
        INDArray real = realImages(3);
        Nd4j.getRandom().setSeed(9);
        INDArray rectangular = Nd4j.rand(3, 3, 17, 24).muli(2).subi(1);
        return Stream.of(
                Arguments.of("resnet", ResNets.cifar(2, 6, 28, 28, 1, 10, 1), real),
                Arguments.of("resnet, odd size", ResNets.cifar(1, 5, 17, 24, 3, 10, 2), rectangular),
                Arguments.of("wide resnet", WideResNets.cifar(1, 3, 3, 28, 28, 1, 10, 3), real),
                Arguments.of("plain", PlainCnn.of(4, 28, 28, 1, 10, 4), real),
                Arguments.of("plain, height is not width", PlainCnn.of(3, 17, 24, 3, 10, 5), rectangular));
    }

    static ComputationGraph initialised(ComputationGraphConfiguration conf) {
        ComputationGraph graph = new ComputationGraph(conf);
        graph.init();
        return graph;
    }

    /** Random batch norms, as training would leave them, so that a dead channel has a constant to show. */
    public static ComputationGraph trained(ComputationGraphConfiguration conf, long seed) {
        ComputationGraph graph = initialised(conf);
        Nd4j.getRandom().setSeed(seed);
        for (Layer layer : graph.getLayers()) {
            if (layer.conf().getLayer() instanceof BatchNormalization norm) {
                int maps = (int) norm.getNOut();
                layer.getParam("gamma").assign(Nd4j.rand(1, maps).addi(0.5));
                layer.getParam("beta").assign(Nd4j.randn(1, maps).muli(0.5));
                layer.getParam("mean").assign(Nd4j.randn(1, maps).muli(0.5));
                layer.getParam("var").assign(Nd4j.rand(1, maps).addi(0.5));
            }
        }
        return graph;
    }

    /** The first images of Fashion-MNIST's sample, [count, 1, 28, 28]. */
    public static INDArray realImages(int count) {
        ImageSplit split =
                Datasets.open(DatasetRequest.of("fashion-mnist-sample")).test();
        byte[] pixels = split.pixels();
        float[] values = new float[count * 28 * 28];
        for (int i = 0; i < values.length; i++) {
            values[i] = (pixels[i] & 0xFF) / 128f - 0.5f;
        }
        return Nd4j.createFromArray(values).reshape(count, 1, 28, 28);
    }

    /** The logits that a softmax output layer is about to turn into probabilities. */
    public static INDArray logits(ComputationGraph graph, INDArray images) {
        String before = graph.getConfiguration()
                .getVertexInputs()
                .getOrDefault("output", List.of())
                .get(0);
        INDArray last = graph.feedForward(images, false).getOrDefault(before, Nd4j.empty());
        Layer output = graph.getLayer("output");
        return last.mmul(output.getParam("W")).addiRowVector(output.getParam("b"));
    }
}
