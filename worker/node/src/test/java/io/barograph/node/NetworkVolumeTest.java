package io.barograph.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.NetworkSpec;
import io.barograph.api.NetworkVolume;
import io.barograph.bar.network.PlainCnn;
import io.barograph.bar.network.ResNets;
import io.barograph.bar.network.WideResNets;
import io.barograph.bar.prune.ChannelGraph;
import io.barograph.bar.prune.ConnectivityGuard;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is known of a network without building it is what the network itself says. */
class NetworkVolumeTest {
    static List<NetworkSpec> networks() {
        return List.of(
                new NetworkSpec.ResNet(8, 4),
                new NetworkSpec.ResNet(20, 3),
                new NetworkSpec.WideResNet(8, 1),
                new NetworkSpec.WideResNet(14, 2),
                new NetworkSpec.PlainCnn(1),
                new NetworkSpec.PlainCnn(5));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void isThatOfTheNetwork(NetworkSpec network) {
        for (int pixels : new int[] {28, 29, 32}) {
            ComputationGraph graph = new ComputationGraph(built(network, pixels));
            graph.init();
            ChannelGraph channels = ChannelGraph.of(graph, pixels, pixels);
            NetworkVolume known = NetworkVolume.of(network, pixels);
            assertThat(known).isEqualTo(new NetworkVolume(channels.denseVolume(), channels.minimumVolume()));

            double below = known.leastBudget() * 0.999;
            assertThat(known.allows(below)).isFalse();
            assertThatThrownBy(() -> ConnectivityGuard.requireFeasible(channels, below * channels.denseVolume()))
                    .isInstanceOf(IllegalArgumentException.class);
            double above = known.leastBudget() * 1.001;
            assertThat(known.allows(above)).isTrue();
            assertThatCode(() -> ConnectivityGuard.requireFeasible(channels, above * channels.denseVolume()))
                    .doesNotThrowAnyException();
        }
    }

    private static ComputationGraphConfiguration built(NetworkSpec network, int pixels) {
        return network.fold(
                resnet -> ResNets.cifar(resnet.blocksPerStage(), resnet.width(), pixels, pixels, 1, 10, 1),
                wide -> WideResNets.cifar(wide.blocksPerStage(), 16, wide.widthFactor(), pixels, pixels, 3, 10, 1),
                plain -> PlainCnn.of(plain.width(), pixels, pixels, 1, 10, 1));
    }
}
