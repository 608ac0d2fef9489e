package io.barograph.bar.prune;

import io.barograph.bar.data.DatasetRequest;
import io.barograph.bar.data.Datasets;
import io.barograph.bar.data.ImageSplit;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Small networks and real images for the tests. */
public final class TestingNetworks {
    private TestingNetworks() {}

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
