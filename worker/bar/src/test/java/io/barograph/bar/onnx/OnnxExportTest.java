package io.barograph.bar.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import io.barograph.bar.data.Batches;
import io.barograph.bar.data.DatasetRequest;
import io.barograph.bar.data.Datasets;
import io.barograph.bar.data.ImageBatch;
import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.engine.Engine;
import io.barograph.bar.engine.InferenceExecution;
import io.barograph.bar.engine.LayerGraph;
import io.barograph.bar.engine.LayerGraphReader;
import io.barograph.bar.engine.Op;
import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.layer.HardConcrete;
import io.barograph.bar.network.PlainCnn;
import io.barograph.bar.network.ResNets;
import io.barograph.bar.network.WideResNets;
import io.barograph.bar.prune.ChannelGraph;
import io.barograph.bar.prune.CompactedNetwork;
import io.barograph.bar.prune.Compaction;
import io.barograph.bar.prune.ConnectivityGuard;
import io.barograph.bar.prune.ForcedClosing;
import io.barograph.bar.prune.GatedLayer;
import io.barograph.bar.prune.Gates;
import io.barograph.bar.prune.Liveness;
import io.barograph.bar.prune.TestingMasks;
import io.barograph.bar.prune.TestingNetworks;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Masked dense network, compact network and ONNX file give one answer. */
class OnnxExportTest {
    private static final int MASKS = 100;
    private static final double[] BUDGETS = {0.5, 0.25, 0.125, 0.0625};
    private static final double AGREEMENT = 1e-4;

    static Stream<Arguments> architectures() {
        return TestingNetworks.architectures();
    }

    // JUnit would close the arrays, which several cases share.
    @ParameterizedTest(name = "{0}", autoCloseArguments = false)
    @MethodSource("architectures")
    void exportedNetworkComputesWhatTheMaskedOneDoes(String name, ComputationGraphConfiguration conf, INDArray images) {
        int height = (int) images.size(2);
        int width = (int) images.size(3);
        ComputationGraph gated = Gates.insert(TestingNetworks.trained(conf, 8));
        ChannelGraph channels = ChannelGraph.of(gated, height, width);
        Random random = new Random(31);
        int deadLayers = 0;
        int mixed = 0;
        for (int mask = 0; mask < MASKS; mask++) {
            double[][] logAlpha = TestingMasks.connected(channels, random);
            Gates.setLogAlpha(gated, channels, logAlpha);
            Liveness live = channels.live(Gates.open(logAlpha));
            Gates.closeOthers(gated, channels, live);
            float[] expected =
                    TestingNetworks.logits(gated, images).dup('c').data().asFloat();

            CompactedNetwork compact = Compaction.compact(gated, channels, Gates.open(logAlpha));
            LayerGraph layers = LayerGraphReader.read(compact.graph(), (int) images.size(1), height, width);
            byte[] file = OnnxExport.of(layers, ParameterSet.of(compact.graph()), Map.of());

            assertAgree(
                    TestingNetworks.logits(compact.graph(), images)
                            .dup('c')
                            .data()
                            .asFloat(),
                    expected);
            try (OnnxNetwork network = OnnxNetwork.open(file, (int) images.size(0), 1)) {
                assertAgree(network.logits(channelsLast(images)), expected);
            }
            OnnxModel cost = OnnxModel.read(file);
            assertThat(cost.volume()).isEqualTo(live.volume());
            assertThat(cost.macs()).isEqualTo(live.cost().macs());
            assertThat(cost.parameters()).isLessThanOrEqualTo(live.cost().parameters());
            deadLayers += compact.keptChannels().keySet().containsAll(convolutions(channels)) ? 0 : 1;
            mixed += layers.ops().stream().anyMatch(op -> op instanceof Op.Merge merge && merge.spreads()) ? 1 : 0;
        }
        if (!name.startsWith("plain")) {
            assertThat(deadLayers).as("masks with dead layers").isGreaterThan(15);
            assertThat(mixed).as("masks with paths of different channels").isGreaterThan(15);
        }
    }

    private static List<String> convolutions(ChannelGraph channels) {
        return channels.layers().stream().map(GatedLayer::convolution).toList();
    }

    static Stream<Arguments> whole() {
        return Stream.of(
                Arguments.of("resnet", ResNets.cifar(3, 16, 28, 28, 1, 10, 1)),
                Arguments.of("wide resnet", WideResNets.cifar(2, 16, 2, 28, 28, 1, 10, 3)),
                Arguments.of("plain", PlainCnn.of(16, 28, 28, 1, 10, 4)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whole")
    void everyBudgetGivesTheSameAnswerToTheWholeTestSplit(String name, ComputationGraphConfiguration conf) {
        ImageDataset data = Datasets.open(DatasetRequest.of("fashion-mnist-sample"));
        ComputationGraph gated = Gates.insert(TestingNetworks.trained(conf, 8));
        ChannelGraph channels = ChannelGraph.of(gated, 28, 28);
        LayerGraph masked = LayerGraphReader.read(gated, 1, 28, 28);
        Random random = new Random(5);
        double[][] logAlpha = new double[channels.layers().size()][];
        for (GatedLayer layer : channels.layers()) {
            logAlpha[layer.index()] = random.doubles(layer.channels(), 0, 4).toArray();
        }
        Gates.setLogAlpha(gated, channels, logAlpha);
        for (double budget : BUDGETS) {
            double asked = budget * channels.denseVolume();
            boolean[][] open = ForcedClosing.within(
                            channels, ConnectivityGuard.of(channels, asked), logAlpha, Gates.open(logAlpha), asked)
                    .mask();
            Map<String, float[]> z = new HashMap<>();
            for (GatedLayer layer : channels.layers()) {
                float[] values = new float[layer.channels()];
                for (int c = 0; c < values.length; c++) {
                    double value = HardConcrete.deterministic(logAlpha[layer.index()][c]);
                    values[c] = open[layer.index()][c] ? (float) value : 0;
                }
                z.put(layer.gate(), values);
            }
            CompactedNetwork compact = Compaction.compact(gated, channels, open);
            LayerGraph layers = LayerGraphReader.read(compact.graph(), 1, 28, 28);
            for (ConvolutionInputs inputs : ConvolutionInputs.values()) {
                byte[] file = OnnxExport.of(layers, ParameterSet.of(compact.graph()), Map.of(), inputs);
                assertThat(OnnxModel.read(file).volume()).isLessThanOrEqualTo((long) asked);
                try (InferenceExecution dense = Engine.oneDnn().inference(masked, ParameterSet.of(gated), z, 100)) {
                    assertSameAnswers(data, file, dense);
                }
            }
        }
    }

    private static void assertSameAnswers(ImageDataset data, byte[] file, InferenceExecution dense) {
        try (OnnxNetwork exported = OnnxNetwork.open(file, 100, 1);
                Batches batches = Batches.evaluation(data, data.test(), 100)) {
            while (batches.hasNext()) {
                ImageBatch batch = batches.next();
                float[] expected = dense.logits(batch.pixels());
                float[] actual = exported.logits(batch.pixels());
                assertAgree(actual, expected);
                for (int b = 0; b < batch.size(); b++) {
                    assertThat(best(actual, b * 10)).isEqualTo(best(expected, b * 10));
                }
            }
        }
    }

    @Test
    void refusesANetworkThatStillHasGates() {
        ComputationGraph gated = Gates.insert(TestingNetworks.trained(PlainCnn.of(2, 8, 8, 1, 3, 1), 1));
        LayerGraph layers = LayerGraphReader.read(gated, 1, 8, 8);
        assertThatThrownBy(() -> OnnxExport.of(layers, ParameterSet.of(gated), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("compact the network first");
    }

    @Test
    void refusesBytesThatAreNoModel() {
        assertThatThrownBy(() -> OnnxModel.read(new byte[] {1, 2, 3})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OnnxNetwork.open(new byte[] {1, 2, 3}, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ONNX Runtime cannot run the model");
    }

    @Test
    void refusesAModelThatDoesNotMapImagesToLogits() {
        assertThatThrownBy(() -> OnnxNetwork.open(identity("image", "logits", 3, 8, 8), 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("output logits of the model must have 2 dimensions");
        assertThatThrownBy(() -> OnnxNetwork.open(identity("image", "logits", 10), 1, 1))
                .hasMessageContaining("input image of the model must have 4 dimensions");
        assertThatThrownBy(() -> OnnxNetwork.open(identity("picture", "logits", 3, 8, 8), 1, 1))
                .hasMessageContaining("the model has no input image");
        assertThatThrownBy(() -> OnnxNetwork.open(identity("image", "labels", 3, 8, 8), 1, 1))
                .hasMessageContaining("the model has no output logits");
        assertThatThrownBy(() -> OnnxNetwork.open(identity("image", "logits", 3, 1 << 20, 1 << 20), 1, 1))
                .hasMessageContaining("at most 16777216 values an image");
    }

    /** Version 1.29.0 has an uploader built in, which also breaks every process with a long command line. */
    @Test
    void theRuntimeReportsToNobody() throws Exception {
        String library = "/ai/onnxruntime/native/linux-x64/libonnxruntime.so";
        try (InputStream in = Objects.requireNonNull(OrtEnvironment.class.getResourceAsStream(library))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .contains("onnxruntime")
                    .doesNotContain("events.data.microsoft.com");
        }
    }

    private static byte[] identity(String input, String output, long... sizes) {
        OnnxGraph graph = new OnnxGraph("identity");
        graph.input(input, sizes);
        graph.node("Identity", output, List.of(input));
        graph.output(output, sizes);
        return ModelProto.newBuilder()
                .setIrVersion(7)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
                .setGraph(graph.build())
                .build()
                .toByteArray();
    }

    static void assertAgree(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
        }
        assertThat(difference).isLessThanOrEqualTo(AGREEMENT * largest);
    }

    static float[] channelsLast(INDArray images) {
        return images.permute(0, 2, 3, 1).dup('c').data().asFloat();
    }

    private static int best(float[] logits, int from) {
        int best = 0;
        for (int k = 1; k < 10; k++) {
            best = logits[from + k] > logits[from + best] ? k : best;
        }
        return best;
    }
}
