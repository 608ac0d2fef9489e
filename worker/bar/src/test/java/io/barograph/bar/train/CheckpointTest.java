package io.barograph.bar.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.network.PlainCnn;
import io.barograph.bar.prune.Gates;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
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
    void refusesADamagedFileNamingIt() throws IOException {
        Path file = folder.resolve("checkpoint.zip");
        Checkpoint.start(Phase.PRUNE, graph, Map.of()).write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 60; at < whole.length; at += Math.max(1, whole.length / 50)) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(file, damaged);
            try {
                assertThat(ParameterSet.of(Checkpoint.read(file).graph()).values())
                        .as("read although byte " + at + " is wrong") // a time stamp, say
                        .isEqualTo(ParameterSet.of(graph).values());
            } catch (UncheckedIOException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
    }

    @Test
    void readsACheckpointFromBeforeParametersWereKeptPlain() throws IOException {
        Path file = folder.resolve("old.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("position"));
            DataOutputStream position = new DataOutputStream(zip);
            position.writeInt(1);
            position.writeUTF("FINE_TUNE");
            position.writeInt(2);
            position.writeInt(0);
            zip.putNextEntry(new ZipEntry("network.zip"));
            ByteArrayOutputStream model = new ByteArrayOutputStream();
            ModelSerializer.writeModel(graph, model, false);
            zip.write(model.toByteArray());
        }

        Checkpoint read = Checkpoint.read(file);

        assertThat(read.epochsDone()).isEqualTo(2);
        assertThat(ParameterSet.of(read.graph()).values())
                .isEqualTo(ParameterSet.of(graph).values());
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
