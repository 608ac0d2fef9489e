package io.barograph.bar.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.bar.layer.HardConcreteGate;
import io.barograph.bar.layer.ScatterAddVertex;
import io.barograph.bar.network.PlainCnn;
import io.barograph.bar.network.ResNets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

class CompactionTest {
    private static final int MASKS = 30;

    static Stream<Arguments> architectures() {
        return TestingNetworks.architectures();
    }

    // JUnit would close the arrays, which several cases share.
    @ParameterizedTest(name = "{0}", autoCloseArguments = false)
    @MethodSource("architectures")
    void compactNetworkComputesWhatTheGatedOneDoes(
            String name, ComputationGraphConfiguration conf, INDArray images, @TempDir Path folder) throws Exception {
        ComputationGraph gated = Gates.insert(TestingNetworks.trained(conf, 8));
        ChannelGraph channels = ChannelGraph.of(gated, (int) images.size(2), (int) images.size(3));
        Random random = new Random(21);
        int deadLayers = 0;
        int scattered = 0;
        for (int trial = 0; trial < MASKS; trial++) {
            double[][] logAlpha = TestingMasks.connected(channels, random);
            Gates.setLogAlpha(gated, channels, logAlpha);
            Liveness live = channels.live(Gates.open(logAlpha));
            Gates.closeOthers(gated, channels, live);
            CompactedNetwork compact = Compaction.compact(gated, channels, Gates.open(logAlpha));

            INDArray expected = TestingNetworks.logits(gated, images);

            Path file = folder.resolve("compact.zip");
            ModelSerializer.writeModel(compact.graph(), file.toFile(), false);
            ComputationGraph read = ModelSerializer.restoreComputationGraph(file.toFile());
            assertThat(read.getConfiguration()).isEqualTo(compact.graph().getConfiguration());
            assertClose(TestingNetworks.logits(read, images), expected);
            INDArray image = images.get(NDArrayIndex.interval(0, 1));
            assertThat(PhysicalVolume.measure(file, image)).isEqualTo(live.volume());
            assertThat(compact.volume()).isEqualTo(live.volume());

            ChannelGraph again = ChannelGraph.of(read, (int) images.size(2), (int) images.size(3));
            assertThat(again.denseVolume()).isEqualTo(live.volume());
            assertThat(again.live(again.allOpen()).cost()).isEqualTo(live.cost());
            assertThat(compact.cost()).isEqualTo(live.cost());
            deadLayers += again.layers().size() < channels.layers().size() ? 1 : 0;
            scattered +=
                    read.getConfiguration().getVertices().values().stream().anyMatch(ScatterAddVertex.class::isInstance)
                            ? 1
                            : 0;
        }
        if (!name.startsWith("plain")) {
            assertThat(deadLayers).as("masks with dead layers").isGreaterThan(5);
            assertThat(scattered).as("masks with scatter-adds").isGreaterThan(5);
        }
    }

    @Test
    void openGatesGiveTheDenseNetworkBack() {
        ComputationGraph dense = TestingNetworks.trained(ResNets.cifar(1, 4, 8, 8, 3, 10, 1), 3);
        ComputationGraph gated = Gates.insert(dense);
        ChannelGraph channels = ChannelGraph.of(gated, 8, 8);
        ComputationGraph compact =
                Compaction.compact(gated, channels, channels.allOpen()).graph();
        assertThat(compact.getConfiguration().getVertices().keySet())
                .isEqualTo(dense.getConfiguration().getVertices().keySet());
        INDArray images = Nd4j.rand(3, 3, 8, 8);
        assertThat(compact.output(images)[0]).isEqualTo(dense.output(images)[0]);
    }

    @Test
    void everyParameterIsTheSliceOfItsOriginal() {
        ComputationGraph gated = Gates.insert(TestingNetworks.trained(PlainCnn.of(2, 16, 24, 1, 3, 1), 3));
        ChannelGraph channels = ChannelGraph.of(gated, 16, 24);
        boolean[][] open = channels.allOpen();
        open[1][0] = false;
        open[2][3] = false;
        CompactedNetwork compact = Compaction.compact(gated, channels, open);
        assertThat(compact.slices()).hasSize(3 + 12 + 4);
        for (ParameterSlice slice : compact.slices()) {
            INDArray source = gated.getLayer(slice.layer()).getParam(slice.parameter());
            INDArray target = compact.graph().getLayer(slice.layer()).getParam(slice.parameter());
            assertThat(slice.slice(source)).isEqualTo(target);
            assertThat(slice.slice(source.dup('c').data().asFloat()))
                    .isEqualTo(target.dup('c').data().asFloat());
        }
        // The dense layer reads 2x3 pixels of every map: those of map 3 are gone.
        INDArray before = gated.getLayer("dense").getParam("W");
        INDArray after = compact.graph().getLayer("dense").getParam("W");
        assertThat(after.rows()).isEqualTo(before.rows() - 6);
        assertThat(after.getRow(17)).isEqualTo(before.getRow(17));
        assertThat(after.getRow(18)).isEqualTo(before.getRow(24));
    }

    @Test
    void deadBlockLeavesNothingBehind() {
        ComputationGraph gated = Gates.insert(TestingNetworks.trained(ResNets.cifar(2, 4, 8, 8, 3, 10, 1), 3));
        ChannelGraph channels = ChannelGraph.of(gated, 8, 8);
        boolean[][] open = channels.allOpen();
        for (GatedLayer layer : channels.layers()) {
            if (layer.convolution().equals("s1b2_conv1")) {
                open[layer.index()] = new boolean[4];
            }
        }
        CompactedNetwork compact = Compaction.compact(gated, channels, open);
        assertThat(compact.graph().getConfiguration().getVertices().keySet())
                .noneMatch(name -> name.startsWith("s1b2"));
        assertThat(compact.graph().getConfiguration().getVertexInputs().get("s2b1_conv1"))
                .containsExactly("s1b1_relu2");
    }

    @Test
    void shrunkNetworkKeepsItsGatesAndTheirDraws() {
        ComputationGraph gated = Gates.insert(TestingNetworks.trained(ResNets.cifar(2, 5, 12, 8, 3, 10, 1), 3), 0.2, 9);
        ChannelGraph channels = ChannelGraph.of(gated, 12, 8);
        Random random = new Random(4);
        INDArray images = Nd4j.rand(3, 3, 12, 8);
        for (int trial = 0; trial < 10; trial++) {
            double[][] logAlpha = TestingMasks.connected(channels, random);
            Gates.setLogAlpha(gated, channels, logAlpha);
            Liveness live = channels.live(Gates.open(logAlpha));
            Gates.closeOthers(gated, channels, live);
            CompactedNetwork shrunk = Compaction.shrink(gated, channels, live.toMask());
            assertClose(TestingNetworks.logits(shrunk.graph(), images), TestingNetworks.logits(gated, images));
            for (GatedLayer layer : ChannelGraph.of(shrunk.graph(), 12, 8).layers()) {
                var gate = (HardConcreteGate) shrunk.graph().getLayer(layer.gate());
                var original = (HardConcreteGate) gated.getLayer(layer.gate());
                int[] kept = shrunk.keptChannels().getOrDefault(layer.convolution(), new int[0]);
                for (int i = 0; i < kept.length; i++) {
                    assertThat(gate.values(true)[i]).isEqualTo(original.values(true)[kept[i]]);
                }
            }
            ChannelGraph half = ChannelGraph.of(shrunk.graph(), 12, 8);
            double[][] later = TestingMasks.connected(half, random);
            Gates.setLogAlpha(shrunk.graph(), half, later);
            Gates.closeOthers(shrunk.graph(), half, half.live(Gates.open(later)));
            CompactedNetwork compact = Compaction.compact(shrunk.graph(), half, Gates.open(later));
            assertClose(
                    TestingNetworks.logits(compact.graph(), images), TestingNetworks.logits(shrunk.graph(), images));
        }
    }

    @Test
    void refusesAMaskThatSeversTheNetwork() {
        ComputationGraph gated = Gates.insert(TestingNetworks.initialised(PlainCnn.of(2, 8, 8, 1, 3, 1)));
        ChannelGraph channels = ChannelGraph.of(gated, 8, 8);
        boolean[][] open = channels.allOpen();
        open[1] = new boolean[4];
        assertThatThrownBy(() -> Compaction.compact(gated, channels, open)).hasMessageContaining("severs");
    }

    @Test
    void compactFileIsSmallInProportionToItsParameters(@TempDir Path folder) throws Exception {
        ComputationGraph dense = TestingNetworks.trained(ResNets.cifar(3, 16, 28, 28, 1, 10, 1), 2);
        ComputationGraph gated = Gates.insert(dense);
        ChannelGraph channels = ChannelGraph.of(gated, 28, 28);
        double[][] logAlpha = TestingMasks.connected(channels, new Random(3));
        CompactedNetwork compact = Compaction.compact(gated, channels, Gates.open(logAlpha));
        long denseParameters = channels.live(channels.allOpen()).cost().parameters();
        double ratio = (double) compact.cost().parameters() / denseParameters;
        assertThat(ratio).isLessThan(0.9);
        ModelSerializer.writeModel(dense, folder.resolve("dense.zip").toFile(), false);
        ModelSerializer.writeModel(
                compact.graph(), folder.resolve("compact.zip").toFile(), false);
        assertThat((double) Files.size(folder.resolve("compact.zip")))
                .isLessThanOrEqualTo(Files.size(folder.resolve("dense.zip")) * ratio + 65_536);
    }

    private static void assertClose(INDArray actual, INDArray expected) {
        double largest = Math.max(1, Transforms.abs(expected).maxNumber().doubleValue());
        double difference = Transforms.abs(actual.sub(expected)).maxNumber().doubleValue();
        assertThat(difference).isLessThanOrEqualTo(1e-4 * largest);
    }
}
