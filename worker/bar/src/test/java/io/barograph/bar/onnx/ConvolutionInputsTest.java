package io.barograph.bar.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtSession;
import io.barograph.bar.engine.LayerGraph;
import io.barograph.bar.engine.LayerGraphReader;
import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.network.PlainCnn;
import io.barograph.bar.network.ResNets;
import io.barograph.bar.network.WideResNets;
import io.barograph.bar.prune.ChannelGraph;
import io.barograph.bar.prune.CompactedNetwork;
import io.barograph.bar.prune.Compaction;
import io.barograph.bar.prune.Gates;
import io.barograph.bar.prune.Liveness;
import io.barograph.bar.prune.TestingMasks;
import io.barograph.bar.prune.TestingNetworks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ConvolutionInputsTest {
    private static final int MASKS = 30;
    private static final int HEIGHT = 17;
    private static final int WIDTH = 24;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"1,0", "3,0", "9,0", "15,0", "16,0", "17,3", "18,2", "19,1", "20,0", "63,1", "64,0"})
    void fillsUpWhatIsMoreThanABlock(int live, int zeros) {
        assertThat(ConvolutionInputs.FOURS.zeros(live)).isEqualTo(zeros);
        assertThat(ConvolutionInputs.LIVE.zeros(live)).isZero();
    }

    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of("resnet", ResNets.cifar(2, 24, HEIGHT, WIDTH, 3, 10, 1)),
                Arguments.of("wide resnet", WideResNets.cifar(1, 12, 3, HEIGHT, WIDTH, 3, 10, 3)),
                Arguments.of("plain", PlainCnn.of(24, HEIGHT, WIDTH, 3, 10, 4)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void aFilledFileAnswersTheSameHasTheSameVolumeAndCountsItsZeros(String name, ComputationGraphConfiguration conf) {
        INDArray images = Nd4j.rand(3, 3, HEIGHT, WIDTH).muli(2).subi(1);
        ComputationGraph gated = Gates.insert(TestingNetworks.trained(conf, 8));
        ChannelGraph channels = ChannelGraph.of(gated, HEIGHT, WIDTH);
        Random random = new Random(33);
        int filled = 0;
        for (int mask = 0; mask < MASKS; mask++) {
            double[][] logAlpha = TestingMasks.connected(channels, random);
            Liveness live = channels.live(Gates.open(logAlpha));
            Gates.setLogAlpha(gated, channels, logAlpha);
            CompactedNetwork compact = Compaction.compact(gated, channels, Gates.open(logAlpha));
            LayerGraph layers = LayerGraphReader.read(compact.graph(), 3, HEIGHT, WIDTH);
            byte[] exact = OnnxExport.of(layers, ParameterSet.of(compact.graph()), Map.of());
            byte[] file = OnnxExport.of(layers, ParameterSet.of(compact.graph()), Map.of(), ConvolutionInputs.FOURS);
            OnnxModel cost = OnnxModel.read(file);
            assertThat(cost.volume()).isEqualTo(live.volume());
            assertCounted(cost, OnnxModel.read(exact));
            try (OnnxNetwork network = OnnxNetwork.open(file, 3, 1)) {
                OnnxExportTest.assertAgree(
                        network.logits(OnnxExportTest.channelsLast(images)),
                        TestingNetworks.logits(compact.graph(), images)
                                .dup('c')
                                .data()
                                .asFloat());
            }
            filled += file.length > exact.length ? 1 : 0;
        }
        assertThat(filled).as("masks with inputs to fill up").isGreaterThan(5);
    }

    /** Every layer is that of the exact file, but for the zeros that it reads. */
    private static void assertCounted(OnnxModel filled, OnnxModel exact) {
        assertThat(filled.layers()).hasSameSizeAs(exact.layers());
        for (int i = 0; i < exact.layers().size(); i++) {
            OnnxLayer layer = exact.layers().get(i);
            int zeros = layer.convolution() ? ConvolutionInputs.FOURS.zeros(layer.inputMaps()) : 0;
            long weights = (long) zeros * layer.outputMaps() * layer.kernelHeight() * layer.kernelWidth();
            assertThat(filled.layers().get(i))
                    .isEqualTo(new OnnxLayer(
                            layer.name(),
                            layer.convolution(),
                            layer.inputMaps() + zeros,
                            layer.outputMaps(),
                            layer.height(),
                            layer.width(),
                            layer.kernelHeight(),
                            layer.kernelWidth(),
                            layer.parameters() + weights,
                            layer.macs() + weights * layer.height() * layer.width()));
        }
    }

    /** What the form is for. Should a new version of ONNX Runtime choose its kernels in another way, this says so. */
    @Test
    void onnxRuntimeRunsEveryConvolutionInBlocks() throws Exception {
        ComputationGraph dense = TestingNetworks.trained(ResNets.cifar(2, 32, 28, 28, 1, 10, 1), 8);
        assumeTrue(unblocked(file(dense, ConvolutionInputs.LIVE)).isEmpty(), "a CPU for which it has blocks");
        ComputationGraph gated = Gates.insert(dense);
        ChannelGraph channels = ChannelGraph.of(gated, 28, 28);
        Random random = new Random(34);
        double[][] logAlpha = channels.layers().stream()
                .map(layer -> random.doubles(layer.channels(), -4, 4).toArray())
                .toArray(double[][]::new);
        Gates.setLogAlpha(gated, channels, logAlpha);
        ComputationGraph pruned =
                Compaction.compact(gated, channels, Gates.open(logAlpha)).graph();
        assertThat(unblocked(file(pruned, ConvolutionInputs.LIVE))).isNotEmpty();
        assertThat(unblocked(file(pruned, ConvolutionInputs.FOURS))).isEmpty();
    }

    private static byte[] file(ComputationGraph network, ConvolutionInputs inputs) {
        return OnnxExport.of(LayerGraphReader.read(network, 1, 28, 28), ParameterSet.of(network), Map.of(), inputs);
    }

    /** Convolutions that ONNX Runtime does not run in blocks of channels on this machine. */
    private List<String> unblocked(byte[] file) throws Exception {
        Path optimized = folder.resolve("optimized.onnx");
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizedModelFilePath(optimized.toString());
            OnnxNetwork.environment().createSession(file, options).close();
        }
        return ModelProto.parseFrom(Files.readAllBytes(optimized)).getGraph().getNodeList().stream()
                .filter(node -> node.getOpType().endsWith("Conv"))
                .filter(node -> !node.getDomain().equals("com.microsoft.nchwc"))
                .map(NodeProto::getName)
                .toList();
    }
}
