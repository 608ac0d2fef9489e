package io.barograph.bar.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.network.PlainCnn;
import io.barograph.bar.prune.Gates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    @TempDir
    Path folder;

    private final ComputationGraph graph = graph();

    @Test
    void keepsEverythingBitByBit() {
        Path file = folder.resolve("checkpoint.zip");
        OptimizerState state = new OptimizerState(new float[] {1, -2.5f, Float.MIN_VALUE}, new float[] {0, 3, 4}, 77);
        new Checkpoint(Phase.PRUNE, 3, graph, Map.of("gates", state), Map.of("maskVolume", 0.1)).write(file);

        Checkpoint read = Checkpoint.read(file);

        assertThat(read.phase()).isEqualTo(Phase.PRUNE);
        assertThat(read.epochsDone()).isEqualTo(3);
        assertThat(read.facts()).containsExactly(Map.entry("maskVolume", 0.1));
        OptimizerState got = java.util.Objects.requireNonNull(read.optimizers().get("gates"));
        assertThat(got.first()).isEqualTo(state.first());
        assertThat(got.second()).isEqualTo(state.second());
        assertThat(got.steps()).isEqualTo(77);
        assertThat(ParameterSet.of(read.graph()).values())
                .isEqualTo(ParameterSet.of(graph).values());
        assertThat(folder.toFile().list()).containsExactly("checkpoint.zip");
    }

    @Test
    void refusesATruncatedFileNamingIt() throws IOException {
        Path file = folder.resolve("checkpoint.zip");
        Checkpoint.start(Phase.PRUNE, graph, Map.of()).write(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> Checkpoint.read(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void leavesNothingWhereItCannotWrite() {
        Path file = folder.resolve("missing").resolve("checkpoint.zip");

        assertThatThrownBy(() -> Checkpoint.start(Phase.PRUNE, graph, Map.of()).write(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot write checkpoint");
        assertThat(folder).isEmptyDirectory();
    }

    private static ComputationGraph graph() {
        ComputationGraph dense = new ComputationGraph(PlainCnn.of(2, 8, 8, 1, 3, 1));
        dense.init();
        return Gates.insert(dense);
    }
}
