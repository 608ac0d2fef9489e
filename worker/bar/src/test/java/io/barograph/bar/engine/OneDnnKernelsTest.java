package io.barograph.bar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.bar.network.ResNets;
import io.barograph.bar.prune.ChannelGraph;
import io.barograph.bar.prune.Compaction;
import io.barograph.bar.prune.Gates;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No width that pruning can leave falls to oneDNN's reference kernels, which are a hundred times slower. */
class OneDnnKernelsTest {
    private static final int BATCH = 8;
    private static final int SIDE = 12;

    static IntStream widths() {
        return IntStream.rangeClosed(1, 33);
    }

    @ParameterizedTest
    @MethodSource("widths")
    void noWidthFallsToAReferenceKernel(int width) {
        ComputationGraph dense = new ComputationGraph(ResNets.cifar(1, width, SIDE, SIDE, 3, 10, 1));
        dense.init();
        assertNoReference(dense);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8, 12, 16, 17})
    void noImageFallsToAReferenceKernel(int channels) {
        for (int width : new int[] {8, 16}) {
            ComputationGraph dense = new ComputationGraph(ResNets.cifar(1, width, SIDE, SIDE, channels, 10, 1));
            dense.init();
            assertNoReference(dense);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noUnionFallsToAReferenceKernel(long seed) {
        ComputationGraph dense = new ComputationGraph(ResNets.cifar(2, 12, SIDE, SIDE, 1, 10, seed));
        dense.init();
        ComputationGraph gated = Gates.insert(dense, 3, 17);
        ChannelGraph channels = ChannelGraph.of(gated, SIDE, SIDE);
        Random random = new Random(seed);
        boolean[][] mask = channels.allOpen();
        for (boolean[] row : mask) {
            for (int c = 1; c < row.length; c++) {
                row[c] = random.nextInt(3) == 0;
            }
        }
        assertNoReference(Compaction.compact(gated, channels, mask).graph());
    }

    private static void assertNoReference(ComputationGraph network) {
        Stream.of(Precision.values()).filter(Precision::isSupported).forEach(p -> assertNoReference(network, p));
    }

    private static void assertNoReference(ComputationGraph network, Precision precision) {
        LayerGraph graph = LayerGraphReader.read(
                network, (int) network.getLayer("stem_conv").getParam("W").size(1), SIDE, SIDE);
        Set<String> kernels = new TreeSet<>();
        try (OneDnnTraining training = new OneDnnTraining(graph, BATCH, precision, Layout.of(graph, precision));
                OneDnnInference inference = new OneDnnInference(graph, ParameterSet.of(network), Map.of(), BATCH)) {
            kernels.addAll(training.kernels());
            kernels.addAll(inference.kernels());
        }
        assertThat(kernels).isNotEmpty().noneMatch(name -> name.contains("ref"));
    }
}
