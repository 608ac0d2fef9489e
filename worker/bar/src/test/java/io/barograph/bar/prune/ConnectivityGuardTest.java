package io.barograph.bar.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.bar.network.PlainCnn;
import io.barograph.bar.network.ResNets;
import io.barograph.bar.network.WideResNets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConnectivityGuardTest {
    private final ChannelGraph resNet =
            ChannelGraph.of(TestingNetworks.initialised(ResNets.cifar(3, 16, 28, 28, 1, 10, 1)), 28, 28);

    @Test
    void stemKeepsTwoMapsAndProjectionsASixteenth() {
        ConnectivityGuard guard = ConnectivityGuard.of(resNet, resNet.denseVolume() / 16.0);
        for (GatedLayer layer : resNet.layers()) {
            int floor =
                    switch (layer.convolution()) {
                        case "stem_conv", "s2b1_shortcut_conv" -> 2;
                        case "s3b1_shortcut_conv" -> 4;
                        default -> 0;
                    };
            assertThat(guard.floor(layer.index())).as(layer.convolution()).isEqualTo(floor);
        }
    }

    @Test
    void floorsShrinkToLeaveRoomInATightBudget() {
        ConnectivityGuard guard = ConnectivityGuard.of(resNet, resNet.minimumVolume());
        long floors = resNet.layers().stream()
                .mapToLong(layer -> (long) guard.floor(layer.index()) * layer.area())
                .sum();
        assertThat(floors).isEqualTo(resNet.minimumVolume());
    }

    @Test
    void refusesABudgetBelowTheCheapestPath() {
        assertThatCode(() -> ConnectivityGuard.requireFeasible(resNet, resNet.minimumVolume()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> ConnectivityGuard.of(resNet, resNet.minimumVolume() - 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cheapest path")
                .hasMessageContaining(Long.toString(resNet.minimumVolume()));
    }

    @Test
    void pinsTheHighestLogAlphas() {
        ConnectivityGuard guard = ConnectivityGuard.of(resNet, resNet.denseVolume() / 4.0);
        double[] logAlpha = new double[16];
        logAlpha[3] = 5;
        logAlpha[9] = 1;
        assertThat(guard.pinned(0, logAlpha)).containsExactly(3, 9);
        double[][] all = resNet.layers().stream()
                .map(layer -> layer.index() == 0 ? logAlpha : new double[layer.channels()])
                .toArray(double[][]::new);
        guard.hold(all);
        assertThat(all[0][3]).isEqualTo(5);
        assertThat(all[0][9]).isEqualTo(ConnectivityGuard.PINNED_LOG_ALPHA);
        assertThat(all[0][0]).isZero();
        assertThat(guard.hold(all)).isZero();
    }

    @Test
    void noGuardedLogAlphasSeverANetwork() {
        List<ChannelGraph> networks = Stream.of(
                        ResNets.cifar(2, 8, 16, 16, 3, 10, 1),
                        WideResNets.cifar(1, 4, 3, 16, 16, 3, 10, 1),
                        PlainCnn.of(4, 16, 16, 1, 10, 1))
                .map(conf -> ChannelGraph.of(TestingNetworks.initialised(conf), 16, 16))
                .toList();
        Random random = new Random(5);
        int unguardedSevered = 0;
        for (ChannelGraph graph : networks) {
            for (int trial = 0; trial < 300; trial++) {
                double share = random.nextDouble();
                double budget = graph.minimumVolume() + share * (graph.denseVolume() - graph.minimumVolume());
                ConnectivityGuard guard = ConnectivityGuard.of(graph, budget);
                double[][] logAlpha = TestingMasks.logAlpha(graph, random);
                unguardedSevered += graph.live(Gates.open(logAlpha)).connected() ? 0 : 1;
                guard.hold(logAlpha);
                Liveness live = graph.live(Gates.open(logAlpha));
                assertThat(live.connected()).isTrue();
                for (GatedLayer layer : graph.layers()) {
                    assertThat(live.count(layer.index())).isGreaterThanOrEqualTo(guard.floor(layer.index()));
                }
            }
        }
        assertThat(unguardedSevered).isPositive();
    }

    @Test
    void forcedClosingMeetsTheBudgetAndKeepsTheNetworkConnected() {
        Random random = new Random(6);
        for (int trial = 0; trial < 60; trial++) {
            double budget = resNet.minimumVolume() * (1 + 20 * random.nextDouble());
            ConnectivityGuard guard = ConnectivityGuard.of(resNet, budget);
            double[][] logAlpha = TestingMasks.logAlpha(resNet, random);
            guard.hold(logAlpha);
            boolean[][] open = Gates.open(logAlpha);
            ForcedClosing closing = ForcedClosing.within(resNet, guard, logAlpha, open, budget);
            Liveness live = resNet.live(closing.mask());
            assertThat((double) live.volume()).isLessThanOrEqualTo(budget);
            assertThat(live.connected()).isTrue();
            assertThat(closing.closed()).isEqualTo(resNet.live(open).count() - live.count());
        }
    }

    @Test
    void forcedClosingLeavesAVolumeWithinTheBudgetAlone() {
        double[][] logAlpha = TestingMasks.logAlpha(resNet, new Random(7));
        boolean[][] open = resNet.allOpen();
        ConnectivityGuard guard = ConnectivityGuard.of(resNet, resNet.denseVolume());
        ForcedClosing closing = ForcedClosing.within(resNet, guard, logAlpha, open, resNet.denseVolume());
        assertThat(closing.closed()).isZero();
        assertThat(closing.mask()).isDeepEqualTo(open);
    }
}
