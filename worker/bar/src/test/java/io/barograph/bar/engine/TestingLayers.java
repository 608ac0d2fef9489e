package io.barograph.bar.engine;

import io.barograph.bar.layer.GateLayer;
import io.barograph.bar.layer.ScatterAddVertex;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.params.provider.Arguments;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Every kind of layer by itself, between a convolution to 4 maps, "first", and a softmax. */
final class TestingLayers {
    static final int MAPS = 4;

    private final GraphBuilder graph;
    private final int classes;

    private TestingLayers(int height, int width, int channels, int classes) {
        graph = new NeuralNetConfiguration.Builder()
                .seed(12)
                .weightInit(WeightInit.RELU)
                .activation(Activation.IDENTITY)
                .convolutionMode(ConvolutionMode.Truncate)
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.convolutional(height, width, channels))
                .setOutputs("output");
        convolution("first", "image", plain(3, MAPS).padding(1, 1));
        this.classes = classes;
    }

    /** Networks on images of this size, each with its name. */
    static Stream<Arguments> all(int height, int width, int channels, int classes) {
        return Stream.of(
                        kind(
                                "3x3 convolution",
                                g -> g.convolution("c", "first", plain(3, 5).padding(1, 1))),
                        kind("convolution with bias", g -> g.convolution("c", "first", biased(3, 5))),
                        kind(
                                "strided convolution",
                                g -> g.convolution(
                                        "c", "first", plain(3, 5).padding(1, 1).stride(2, 2))),
                        kind(
                                "convolution, height unlike width",
                                g -> g.convolution(
                                        "c",
                                        "first",
                                        new ConvolutionLayer.Builder(3, 2)
                                                .nOut(3)
                                                .stride(1, 2)
                                                .padding(2, 1))),
                        kind(
                                "convolution padded to equal size",
                                g -> g.convolution(
                                        "c", "first", biased(3, 5).stride(2, 2).convolutionMode(ConvolutionMode.Same))),
                        kind("1x1 convolution", g -> g.convolution("c", "first", biased(1, 6))),
                        kind(
                                "strided 1x1 convolution",
                                g -> g.convolution("c", "first", plain(1, 6).stride(2, 2))),
                        kind(
                                "convolution of the whole input",
                                g -> g.convolution("c", "first", new ConvolutionLayer.Builder(height, width).nOut(5))),
                        kind("dense with ReLU", TestingLayers::dense),
                        kind("batch norm", g -> g.norm("bn", "first")),
                        kind("batch norm with ReLU", g -> g.relu("r", g.norm("bn", "first"))),
                        kind("batch norm with gate", g -> g.gate("gate", g.norm("bn", "first"))),
                        kind("batch norm with gate and ReLU", g -> g.relu("r", g.gate("gate", g.norm("bn", "first")))),
                        kind("batch norm read twice", TestingLayers::normReadTwice),
                        kind("sum", g -> g.add("sum", g.branch("a", MAPS), "first")),
                        kind("sum with ReLU", g -> g.relu("r", g.add("sum", g.branch("a", MAPS), "first"))),
                        kind("sum of a tensor with itself", g -> g.add("sum", "first", "first")),
                        kind("union of all and some", g -> g.union(6, new int[][] {{0, 1, 2, 3, 4, 5}, {1, 4}})),
                        kind("union of some and some", g -> g.union(7, new int[][] {{0, 2, 3}, {2, 5}})),
                        kind("union of three", g -> g.union(5, new int[][] {{4}, {0, 1, 2, 3, 4}, {1, 2}})),
                        kind("union of a single input", g -> g.union(6, new int[][] {{1, 2, 5}})),
                        kind("rectified union of a single input", g -> g.relu("r", g.union(6, new int[][] {{0, 3}}))),
                        kind("rectified union", g -> g.relu("r", g.union(6, new int[][] {{0, 3}, {2, 3, 4}}))),
                        kind("rectified union read twice", TestingLayers::unionReadTwice),
                        kind("sum of rectified norms", TestingLayers::sumOfRectifiedNorms),
                        kind("sum of rectified unions", TestingLayers::sumOfRectifiedUnions),
                        kind("growing sum", g -> g.growing("g", 6, 1, new int[][] {{1, 4}, {0, 1, 5}})),
                        kind(
                                "rectified growing sum",
                                g -> g.relu("r", g.growing("g", 6, 3, new int[][] {{4}, {2, 4}}))),
                        kind("sum grown to more vectors", g -> g.growing("g", 20, 1, new int[][] {{3, 7, 19}, {0, 7}})),
                        kind(
                                "sum grown to more vectors by a wide kernel",
                                g -> g.growing("g", 20, 3, new int[][] {{3, 7, 19}, {0, 7}})),
                        kind("sum of two that are read twice and a path", TestingLayers::sumOfTwoReadTwiceAndAPath),
                        kind("rectified sum of growing sums", TestingLayers::sumOfGrowingSums),
                        kind("ReLU of a pooled growing sum", TestingLayers::pooledGrowingSum),
                        kind("max pool", g -> g.pool("p", SubsamplingLayer.PoolingType.MAX, 2, 2, 0)),
                        kind("max pool that overlaps", g -> g.pool("p", SubsamplingLayer.PoolingType.MAX, 3, 2, 1)),
                        kind("average pool", g -> g.pool("p", SubsamplingLayer.PoolingType.AVG, 2, 2, 0)),
                        kind("average pool that overlaps", g -> g.pool("p", SubsamplingLayer.PoolingType.AVG, 3, 2, 1)),
                        kind("global average", g -> g.global("p", PoolingType.AVG)),
                        kind("global maximum", g -> g.global("p", PoolingType.MAX)),
                        kind("lone ReLU", g -> g.relu("r", "first")),
                        kind("ReLU of a tensor read twice", g -> g.add("sum", g.relu("r", "first"), "first")))
                .map(kind -> Arguments.of(kind.name, kind.build(height, width, channels, classes)));
    }

    /** Batch norms that evaluation cannot fold into a convolution: after a pool, and beside another reader. */
    static Stream<Arguments> unfoldable(int height, int width, int channels, int classes) {
        return Stream.of(
                        kind(
                                "batch norm after a pool",
                                g -> g.norm("bn", g.pool("p", SubsamplingLayer.PoolingType.MAX, 2, 2, 0))),
                        kind("batch norm beside another reader", g -> g.add("sum", g.norm("bn", "first"), "first")))
                .map(kind -> Arguments.of(kind.name, kind.build(height, width, channels, classes)));
    }

    private record Kind(String name, Function<TestingLayers, String> make) {
        ComputationGraphConfiguration build(int height, int width, int channels, int classes) {
            TestingLayers layers = new TestingLayers(height, width, channels, classes);
            return layers.finished(make.apply(layers));
        }
    }

    private static Kind kind(String name, Function<TestingLayers, String> make) {
        return new Kind(name, make);
    }

    private static ConvolutionLayer.Builder plain(int kernel, int maps) {
        return new ConvolutionLayer.Builder(kernel, kernel).nOut(maps).hasBias(false);
    }

    private static ConvolutionLayer.Builder biased(int kernel, int maps) {
        return new ConvolutionLayer.Builder(kernel, kernel).nOut(maps);
    }

    private String convolution(String name, String from, ConvolutionLayer.Builder convolution) {
        graph.addLayer(name, convolution.build(), from);
        return name;
    }

    private String branch(String name, int maps) {
        return convolution(name, "first", plain(1, maps));
    }

    private String dense() {
        graph.addLayer("dense", new DenseLayer.Builder().nOut(5).build(), "first");
        return relu("r", "dense");
    }

    private String norm(String name, String from) {
        graph.addLayer(
                name,
                new BatchNormalization.Builder().eps(1e-3).useLogStd(false).build(),
                from);
        return name;
    }

    private String gate(String name, String from) {
        graph.addLayer(name, new GateLayer(MAPS, 0.3, 17), from);
        return name;
    }

    private String relu(String name, String from) {
        graph.addLayer(name, new ActivationLayer(Activation.RELU), from);
        return name;
    }

    private String add(String name, String... from) {
        graph.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), from);
        return name;
    }

    /** The gradient of the norm's output is shared, so that it may not be masked in place. */
    private String normReadTwice() {
        String norm = relu("r", norm("bn", "first"));
        return add("sum", norm, convolution("c", norm, plain(3, MAPS).padding(1, 1)));
    }

    private String union(int channels, int[][] indices) {
        return union("union", channels, indices);
    }

    private String union(String name, int channels, int[][] indices) {
        String[] from = new String[indices.length];
        for (int i = 0; i < from.length; i++) {
            from[i] = branch(name + "_" + i, indices[i].length);
        }
        graph.addVertex(name, new ScatterAddVertex(indices, channels), from);
        return name;
    }

    private String unionReadTwice() {
        String union = relu("r", union("union", 6, new int[][] {{0, 3}, {2, 3, 4}}));
        return add("sum", union, convolution("c", union, plain(3, 6).padding(1, 1)));
    }

    /** Both share the gradient of the sum, so that neither may mask it in place. */
    private String sumOfRectifiedNorms() {
        String a = relu("ra", norm("na", branch("a", MAPS)));
        String b = relu("rb", norm("nb", branch("b", MAPS)));
        return add("sum", a, b);
    }

    private String sumOfRectifiedUnions() {
        String a = relu("ra", union("ua", 6, new int[][] {{0, 3}, {2, 3, 4}}));
        String b = relu("rb", union("ub", 6, new int[][] {{0, 5}, {1, 2, 3}}));
        return add("sum", a, b);
    }

    /** A sum of a tensor that is read twice and of a path that starts there, over a union of channels. */
    private String growing(String name, int channels, int kernel, int[][] indices) {
        String start = relu(name + "_start", branch(name + "_0", indices[0].length));
        String path =
                convolution(name + "_1", start, plain(kernel, indices[1].length).padding(kernel / 2, kernel / 2));
        graph.addVertex(name, new ScatterAddVertex(indices, channels), start, path);
        return name;
    }

    private String sumOfTwoReadTwiceAndAPath() {
        String a = relu("ra", growing("a", 6, 1, new int[][] {{2, 5}, {0, 2, 3}}));
        String b = relu("rb", branch("b", 3));
        String path = convolution("c", a, plain(3, 2).padding(1, 1));
        int[][] indices = {{0, 1, 2, 3, 4, 6}, {1, 5, 7}, {3, 5}};
        graph.addVertex("sum", new ScatterAddVertex(indices, 8), a, b, path);
        return add("again", "sum", convolution("d", b, plain(1, 8)));
    }

    /** The two hold their channels in different orders. */
    private String sumOfGrowingSums() {
        String a = relu("ra", growing("a", 6, 1, new int[][] {{1, 4}, {0, 1, 5}}));
        String b = relu("rb", growing("b", 6, 3, new int[][] {{2, 3, 5}, {0, 2}}));
        return relu("r", add("sum", a, b));
    }

    private String pooledGrowingSum() {
        String sum = growing("g", 6, 1, new int[][] {{2, 5}, {0, 1, 2}});
        String pooled = pool("p", sum, SubsamplingLayer.PoolingType.AVG, 2, 2, 0);
        return relu("r", pooled);
    }

    private String pool(String name, SubsamplingLayer.PoolingType type, int kernel, int stride, int padding) {
        return pool(name, "first", type, kernel, stride, padding);
    }

    private String pool(
            String name, String from, SubsamplingLayer.PoolingType type, int kernel, int stride, int padding) {
        graph.addLayer(
                name,
                new SubsamplingLayer.Builder(type)
                        .kernelSize(kernel, kernel)
                        .stride(stride, stride)
                        .padding(padding, padding)
                        .build(),
                from);
        return name;
    }

    private String global(String name, PoolingType type) {
        graph.addLayer(name, new GlobalPoolingLayer(type), "first");
        return name;
    }

    private ComputationGraphConfiguration finished(String last) {
        graph.addLayer(
                "output",
                new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .weightInit(WeightInit.XAVIER)
                        .nOut(classes)
                        .build(),
                last);
        return graph.build();
    }
}
