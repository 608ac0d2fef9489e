package io.barograph.bar.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.engine.TrainingMachine;
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
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {
    @TempDir
    Path folder;

    private final Random random = new Random(11);
    private final ComputationGraph graph = graph();
    private final OptimizerState state =
            new OptimizerState(new float[] {1, -2.5f, Float.MIN_VALUE}, new float[] {0, 3, 4}, 77);
    private final Checkpoint checkpoint =
            new Checkpoint(Phase.PRUNE, 3, graph, Map.of("gates", state, "weights", state), Map.of("maskVolume", 0.1));
    private final CheckpointOrigin origin =
            new CheckpointOrigin(Map.of("seed", "3"), new TrainingMachine("a CPU", "a library", 7));

    @Test
    void keepsEverythingBitByBit() {
        Path file = written();

        CheckpointFile read = CheckpointFile.read(file);

        assertThat(describe(read)).isEqualTo(describe(new CheckpointFile(checkpoint, origin)));
        assertThat(folder.toFile().list()).containsExactly("checkpoint.zip");
    }

    @Test
    void refusesEveryTruncatedFileNamingIt() throws IOException {
        Path file = written();
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 1 + random.nextInt(whole.length / 100)) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> CheckpointFile.read(file))
                    .as("cut to %d of %d bytes", length, whole.length)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void aBitThatIsWrongIsEitherRefusedOrOfNoConsequence() throws IOException {
        Path file = written();
        String meant = describe(CheckpointFile.read(file));
        byte[] whole = Files.readAllBytes(file);
        int directory = whole.length - 700; // names, sizes and places of the entries are in the file's end
        for (int i = 0; i < 600; i++) {
            int at = i % 2 == 0 ? random.nextInt(whole.length) : directory + random.nextInt(700);
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            try {
                assertThat(describe(CheckpointFile.read(file)))
                        .as("read although byte " + at + " is wrong") // a time stamp, say
                        .isEqualTo(meant);
            } catch (UncheckedIOException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
    }

    @Test
    void refusesACheckpointOfANewerVersion() throws IOException {
        Path file = folder.resolve("newer.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("position"));
            new DataOutputStream(zip).writeInt(4);
        }
        assertThatThrownBy(() -> CheckpointFile.read(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(
                        "it has version 4, this program reads up to 3; was it written by a newer Barograph?");
    }

    private Path written() {
        Path file = folder.resolve("checkpoint.zip");
        CheckpointFile.write(checkpoint, origin, file);
        return file;
    }

    /** All of a checkpoint, to the bit. */
    private static String describe(CheckpointFile file) {
        Checkpoint read = file.checkpoint();
        StringBuilder all = new StringBuilder();
        all.append(file.origin()).append(read.phase()).append(read.epochsDone()).append(new TreeMap<>(read.facts()));
        all.append(read.graph().getConfiguration().toJson());
        all.append(Arrays.hashCode(ParameterSet.of(read.graph()).values()));
        new TreeMap<>(read.optimizers()).forEach((name, state) -> all.append(name)
                .append(Arrays.toString(state.first()))
                .append(Arrays.toString(state.second()))
                .append(state.steps()));
        return all.toString();
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

        CheckpointFile old = CheckpointFile.read(file);
        Checkpoint read = old.checkpoint();

        assertThat(old.origin()).isNull();
        assertThat(read.epochsDone()).isEqualTo(2);
        assertThat(ParameterSet.of(read.graph()).values())
                .isEqualTo(ParameterSet.of(graph).values());
    }

    @Test
    void leavesNothingWhereItCannotWrite() {
        Path file = folder.resolve("missing").resolve("checkpoint.zip");

        assertThatThrownBy(() -> CheckpointFile.write(checkpoint, origin, file))
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
