package io.barograph.bar.train;

import io.barograph.bar.engine.TrainingMachine;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A checkpoint in a file: a zip with {@code position}, the network's {@code configuration.json} and {@code parameters}, and
 * one entry per optimizer, not compressed, because numbers do not get smaller by it; written under a temporary name, synced
 * and renamed, so a file of the final name is always whole.
 *
 * @param origin null in files of versions 1 and 2, which do not say where they come from
 */
record CheckpointFile(Checkpoint checkpoint, @Nullable CheckpointOrigin origin) {
    private static final int VERSION = 3;
    private static final int WITHOUT_ORIGIN = 2;
    private static final int WITH_MODEL_FILE = 1; // the network as network.zip, a DL4J model file
    private static final String OPTIMIZER = "optimizer/";

    /** Writes a checkpoint that says where it comes from. */
    static void write(Checkpoint checkpoint, CheckpointOrigin origin, Path file) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (FileOutputStream out = new FileOutputStream(temporary.toFile());
                    ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, 1 << 16))) {
                zip.setLevel(Deflater.NO_COMPRESSION);
                zip.putNextEntry(new ZipEntry("position"));
                writePosition(new DataOutputStream(zip), checkpoint, origin);
                for (Map.Entry<String, OptimizerState> e :
                        checkpoint.optimizers().entrySet()) {
                    zip.putNextEntry(new ZipEntry(OPTIMIZER + e.getKey()));
                    writeState(new DataOutputStream(zip), e.getValue());
                }
                ComputationGraph graph = checkpoint.graph();
                zip.putNextEntry(new ZipEntry("configuration.json"));
                zip.write(graph.getConfiguration().toJson().getBytes(StandardCharsets.UTF_8));
                zip.putNextEntry(new ZipEntry("parameters"));
                zip.write(bytes(graph.params().dup().data().asFloat()));
                zip.finish();
                out.getFD().sync();
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw new UncheckedIOException("cannot write checkpoint " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a checkpoint.
     *
     * @throws UncheckedIOException naming the file and what is wrong with it, whatever that is
     */
    static CheckpointFile read(Path file) {
        try (CheckedZip zip = new CheckedZip(file)) {
            return read(zip);
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (RuntimeException e) { // there is no telling what is thrown on a file that is broken
            throw unreadable(file, new IOException(e.toString(), e));
        }
    }

    private static UncheckedIOException unreadable(Path file, IOException cause) {
        return new UncheckedIOException("cannot read checkpoint " + file + ": " + cause.getMessage(), cause);
    }

    private static CheckpointFile read(CheckedZip zip) throws IOException {
        DataInputStream position = new DataInputStream(new ByteArrayInputStream(zip.read("position")));
        int version = position.readInt();
        if (version < WITH_MODEL_FILE || version > VERSION) {
            throw new IOException("it has version " + version + ", this program reads up to " + VERSION
                    + "; was it written by a newer Barograph?");
        }
        Phase phase = Phase.valueOf(position.readUTF());
        int epochsDone = position.readInt();
        Map<String, Double> facts = new LinkedHashMap<>();
        for (int i = position.readInt(); i > 0; i--) {
            facts.put(position.readUTF(), position.readDouble());
        }
        List<String> names = version <= WITHOUT_ORIGIN ? optimizers(zip) : readNames(position);
        CheckpointOrigin origin = version <= WITHOUT_ORIGIN ? null : readOrigin(position);
        Map<String, OptimizerState> optimizers = new LinkedHashMap<>();
        for (String name : names) {
            optimizers.put(name, readState(zip.read(OPTIMIZER + name)));
        }
        ComputationGraph graph = version == WITH_MODEL_FILE
                ? ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(zip.read("network.zip")), false)
                : network(zip.read("configuration.json"), zip.read("parameters"));
        return new CheckpointFile(new Checkpoint(phase, epochsDone, graph, optimizers, facts), origin);
    }

    private static void writePosition(DataOutputStream out, Checkpoint checkpoint, CheckpointOrigin origin)
            throws IOException {
        out.writeInt(VERSION);
        out.writeUTF(checkpoint.phase().name());
        out.writeInt(checkpoint.epochsDone());
        out.writeInt(checkpoint.facts().size());
        for (Map.Entry<String, Double> e : checkpoint.facts().entrySet()) {
            out.writeUTF(e.getKey());
            out.writeDouble(e.getValue());
        }
        out.writeInt(checkpoint.optimizers().size());
        for (String name : checkpoint.optimizers().keySet()) {
            out.writeUTF(name);
        }
        out.writeInt(origin.trial().size());
        for (Map.Entry<String, String> e : origin.trial().entrySet()) {
            out.writeUTF(e.getKey());
            out.writeUTF(e.getValue());
        }
        out.writeUTF(origin.machine().cpu());
        out.writeUTF(origin.machine().libraries());
        out.writeInt(origin.machine().threads());
        out.flush();
    }

    private static CheckpointOrigin readOrigin(DataInputStream in) throws IOException {
        Map<String, String> trial = new TreeMap<>();
        for (int i = in.readInt(); i > 0; i--) {
            trial.put(in.readUTF(), in.readUTF());
        }
        return new CheckpointOrigin(trial, new TrainingMachine(in.readUTF(), in.readUTF(), in.readInt()));
    }

    private static List<String> readNames(DataInputStream in) throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            names.add(in.readUTF());
        }
        return names;
    }

    private static List<String> optimizers(CheckedZip zip) {
        return zip.names().stream()
                .filter(name -> name.startsWith(OPTIMIZER))
                .map(name -> name.substring(OPTIMIZER.length()))
                .toList();
    }

    private static ComputationGraph network(byte[] configuration, byte[] parameters) throws IOException {
        ComputationGraph graph = new ComputationGraph(
                ComputationGraphConfiguration.fromJson(new String(configuration, StandardCharsets.UTF_8)));
        float[] values = new float[parameters.length / Float.BYTES];
        ByteBuffer.wrap(parameters).asFloatBuffer().get(values);
        graph.init();
        if (graph.numParams() != values.length) {
            throw new IOException("it has " + values.length + " parameters, its network " + graph.numParams());
        }
        graph.setParams(Nd4j.create(values, new long[] {1, values.length}, 'c'));
        return graph;
    }

    private static void writeState(DataOutputStream out, OptimizerState state) throws IOException {
        out.writeLong(state.steps());
        out.writeInt(state.first().length);
        out.write(bytes(state.first()));
        out.write(bytes(state.second()));
        out.flush();
    }

    private static OptimizerState readState(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        long steps = in.readLong();
        int length = in.readInt();
        if (bytes.length != 12 + 8L * length) {
            throw new IOException("its optimizer state is truncated");
        }
        float[][] parts = new float[2][length];
        for (float[] part : parts) {
            ByteBuffer.wrap(in.readNBytes(4 * length)).asFloatBuffer().get(part);
        }
        return new OptimizerState(parts[0], parts[1], steps);
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
