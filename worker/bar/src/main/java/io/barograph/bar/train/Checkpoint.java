package io.barograph.bar.train;

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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a trial needs to go on: the network of its phase, optimizer states, and how far it got. A zip file with {@code
 * position}, the network's {@code configuration.json} and {@code parameters}, and one entry per optimizer, not compressed,
 * because numbers do not get smaller by it; written under a temporary name, synced and renamed, so a file of the final name
 * is always whole.
 *
 * @param phase the phase the network belongs to
 * @param epochsDone epochs of that phase that are done
 * @param optimizers by name
 * @param facts figures of earlier phases that the end of the trial needs
 */
record Checkpoint(
        Phase phase,
        int epochsDone,
        ComputationGraph graph,
        Map<String, OptimizerState> optimizers,
        Map<String, Double> facts) {
    private static final int VERSION = 2;
    private static final int WITH_MODEL_FILE = 1; // the network as network.zip, a DL4J model file

    /** The start of a phase. */
    static Checkpoint start(Phase phase, ComputationGraph graph, Map<String, Double> facts) {
        return new Checkpoint(phase, 0, graph, Map.of(), facts);
    }

    void write(Path file) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (FileOutputStream out = new FileOutputStream(temporary.toFile());
                    ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, 1 << 16))) {
                zip.setLevel(Deflater.NO_COMPRESSION);
                zip.putNextEntry(new ZipEntry("position"));
                DataOutputStream position = new DataOutputStream(zip);
                position.writeInt(VERSION);
                position.writeUTF(phase.name());
                position.writeInt(epochsDone);
                position.writeInt(facts.size());
                for (Map.Entry<String, Double> e : facts.entrySet()) {
                    position.writeUTF(e.getKey());
                    position.writeDouble(e.getValue());
                }
                for (Map.Entry<String, OptimizerState> e : optimizers.entrySet()) {
                    zip.putNextEntry(new ZipEntry("optimizer/" + e.getKey()));
                    writeState(new DataOutputStream(zip), e.getValue());
                }
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

    static Checkpoint read(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            DataInputStream position = new DataInputStream(new ByteArrayInputStream(entry(zip, "position")));
            int version = position.readInt();
            if (version != VERSION && version != WITH_MODEL_FILE) {
                throw new IOException("has version " + version + ", this program reads up to " + VERSION);
            }
            Phase phase = Phase.valueOf(position.readUTF());
            int epochsDone = position.readInt();
            Map<String, Double> facts = new LinkedHashMap<>();
            for (int i = position.readInt(); i > 0; i--) {
                facts.put(position.readUTF(), position.readDouble());
            }
            Map<String, OptimizerState> optimizers = new LinkedHashMap<>();
            for (ZipEntry e : (Iterable<ZipEntry>) zip.stream().map(z -> (ZipEntry) z)::iterator) {
                if (e.getName().startsWith("optimizer/")) {
                    optimizers.put(e.getName().substring("optimizer/".length()), readState(entry(zip, e.getName())));
                }
            }
            ComputationGraph graph = version == WITH_MODEL_FILE
                    ? ModelSerializer.restoreComputationGraph(
                            new ByteArrayInputStream(entry(zip, "network.zip")), false)
                    : network(entry(zip, "configuration.json"), entry(zip, "parameters"));
            return new Checkpoint(phase, epochsDone, graph, optimizers, facts);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read checkpoint " + file + ": " + e.getMessage(), e);
        }
    }

    /** The bytes of an entry, whose checksum Java itself does not look at. */
    private static byte[] entry(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException("has no " + name);
        }
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        if (checksum.getValue() != entry.getCrc()) {
            throw new IOException(name + " is damaged");
        }
        return bytes;
    }

    private static ComputationGraph network(byte[] configuration, byte[] parameters) throws IOException {
        ComputationGraph graph = new ComputationGraph(
                ComputationGraphConfiguration.fromJson(new String(configuration, StandardCharsets.UTF_8)));
        float[] values = new float[parameters.length / Float.BYTES];
        ByteBuffer.wrap(parameters).asFloatBuffer().get(values);
        graph.init();
        if (graph.numParams() != values.length) {
            throw new IOException("has " + values.length + " parameters, its network " + graph.numParams());
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
            throw new IOException("optimizer state is truncated");
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
