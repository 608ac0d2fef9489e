package io.barograph.bar.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.bar.network.PlainCnn;
import io.barograph.bar.network.ResNets;
import io.barograph.bar.network.WideResNets;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;

class ChannelGraphTest {
    private final ComputationGraph dense = TestingNetworks.initialised(ResNets.cifar(2, 16, 32, 32, 3, 10, 1));
    private final ChannelGraph graph = ChannelGraph.of(dense, 32, 32);

    @Test
    void wideNetworkOfThePaperHasItsVolume() {
        ComputationGraph wide = new ComputationGraph(WideResNets.cifar(4, 16, 12, 32, 32, 3, 10, 1));
        wide.init();
        ChannelGraph channels = ChannelGraph.of(wide, 32, 32);
        assertThat(channels.denseVolume()).isEqualTo(3_112_960);
        assertThat(channels.layers()).hasSize(1 + 24 + 3);
        assertThat(channels.live(channels.allOpen()).volume()).isEqualTo(3_112_960);
    }

    @Test
    void gatedAndDenseNetworkHaveTheSameLayers() {
        assertThat(ChannelGraph.of(Gates.insert(dense), 32, 32).layers()).isEqualTo(graph.layers());
        assertThat(graph.layers().get(0)).isEqualTo(new GatedLayer(0, "stem_conv", "stem_bn", "stem_gate", 1024, 16));
    }

    @Test
    void cheapestPathIsTheStemAndTheProjections() {
        assertThat(graph.cheapestPath().stream().map(GatedLayer::convolution))
                .containsExactly("stem_conv", "s2b1_shortcut_conv", "s3b1_shortcut_conv");
        assertThat(graph.minimumVolume()).isEqualTo(1024 + 256 + 64);
    }

    @Test
    void openNetworkCostsWhatDl4jCounts() {
        NetworkCost cost = graph.live(graph.allOpen()).cost();
        int statistics = 2 * (16 * 5 + 32 * 5 + 64 * 5);
        assertThat(cost.parameters()).isEqualTo(dense.numParams() - statistics);
        long stage1 = 27 * 16 * 1024L + 4 * 9 * 16 * 16 * 1024L;
        long stage2 = (9 * 16 * 32 + 3 * 9 * 32 * 32 + 16 * 32) * 256L;
        long stage3 = (9 * 32 * 64 + 3 * 9 * 64 * 64 + 32 * 64) * 64L;
        assertThat(cost.macs()).isEqualTo(stage1 + stage2 + stage3 + 640);
    }

    @Test
    void innerLayerWithoutMapsClosesTheBlocksOuterGates() {
        boolean[][] open = graph.allOpen();
        close(open, "s2b2_conv1");
        Liveness live = graph.live(open);
        assertThat(live.count(index("s2b2_conv2"))).isZero();
        assertThat(live.count(index("s2b1_conv2"))).isEqualTo(32);
        assertThat(live.volume()).isEqualTo(graph.denseVolume() - 2 * 32 * 256);
    }

    @Test
    void outerLayerWithoutMapsClosesTheBlocksInnerGates() {
        boolean[][] open = graph.allOpen();
        close(open, "s1b1_conv2");
        assertThat(graph.live(open).count(index("s1b1_conv1"))).isZero();
        assertThat(graph.live(open).connected()).isTrue();
    }

    @Test
    void stageWithoutAReaderIsAnOrphan() {
        boolean[][] open = graph.allOpen();
        close(open, "s3b1_conv1");
        close(open, "s3b1_shortcut_conv");
        Liveness live = graph.live(open);
        // The last block still has an identity shortcut, but nothing arrives on it.
        assertThat(live.connected()).isFalse();
        assertThat(live.volume()).isZero();
    }

    @Test
    void sweepsAgreeWithASearchForPathsOverManyRandomMasks() {
        ComputationGraph[] networks = {
            dense,
            TestingNetworks.initialised(WideResNets.cifar(1, 3, 2, 12, 20, 3, 10, 1)),
            TestingNetworks.initialised(PlainCnn.of(3, 16, 24, 1, 10, 1))
        };
        Random random = new Random(11);
        for (ComputationGraph network : networks) {
            ChannelGraph channels = ChannelGraph.of(network, 16, 24);
            for (int trial = 0; trial < 100; trial++) {
                boolean[][] open = Gates.open(TestingMasks.logAlpha(channels, random));
                assertThat(channels.live(open).toMask())
                        .isDeepEqualTo(OrphanFixpoint.close(network, channels.layers(), open));
            }
        }
    }

    @Test
    void closingOrphansTwiceChangesNothing() {
        Random random = new Random(12);
        for (int trial = 0; trial < 50; trial++) {
            Liveness live = graph.live(Gates.open(TestingMasks.logAlpha(graph, random)));
            assertThat(graph.live(live.toMask()).volume()).isEqualTo(live.volume());
        }
    }

    @Test
    void refusesAMaskOfAnotherShape() {
        boolean[][] open = graph.allOpen();
        open[3] = new boolean[7];
        assertThatThrownBy(() -> graph.live(open)).hasMessageContaining("7").hasMessageContaining("16");
    }

    private void close(boolean[][] open, String convolution) {
        open[index(convolution)] = new boolean[open[index(convolution)].length];
    }

    private int index(String convolution) {
        return graph.layers().stream()
                .filter(layer -> layer.convolution().equals(convolution))
                .findFirst()
                .orElseThrow()
                .index();
    }
}
