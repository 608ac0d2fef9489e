package io.barograph.bar.train;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * What a trial needs to go on: the network of its phase, optimizer states, and how far it got. A zip file with
 * {@code network.zip} (a DL4J model), {@code position}, and one entry per optimizer; written under a temporary name,
 * synced and renamed, so a file of the final name is always whole.
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
    private static final int VERSION = 1;

    /** The start of a phase. */
    static Checkpoint start(Phase phase, ComputationGraph graph, Map<String, Double> facts) {
        return new Checkpoint(phase, 0, graph, Map.of(), facts);
    }

    void write(Path file) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (FileOutputStream out = new FileOutputStream(temporary.toFile());
                    ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, 1 << 16))) {
                zip.setLevel(1);
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
                zip.putNextEntry(new ZipEntry("network.zip"));
                ModelSerializer.writeModel(graph, uncloseable(zip), false);
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
            DataInputStream position = new DataInputStream(entry(zip, "position"));
            int version = position.readInt();
            if (version != VERSION) {
                throw new IOException("has version " + version + ", this program reads " + VERSION);
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
                    byte[] bytes = zip.getInputStream(e).readAllBytes();
                    optimizers.put(e.getName().substring("optimizer/".length()), readState(bytes));
                }
            }
            ComputationGraph graph = ModelSerializer.restoreComputationGraph(entry(zip, "network.zip"), false);
            return new Checkpoint(phase, epochsDone, graph, optimizers, facts);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read checkpoint " + file + ": " + e.getMessage(), e);
        }
    }

    private static InputStream entry(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException("has no " + name);
        }
        return zip.getInputStream(entry);
    }

    private static void writeState(DataOutputStream out, OptimizerState state) throws IOException {
        out.writeLong(state.steps());
        out.writeInt(state.first().length);
        for (float[] part : new float[][] {state.first(), state.second()}) {
            java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(4 * part.length);
            bytes.asFloatBuffer().put(part);
            out.write(bytes.array());
        }
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
            java.nio.ByteBuffer.wrap(in.readNBytes(4 * length)).asFloatBuffer().get(part);
        }
        return new OptimizerState(parts[0], parts[1], steps);
    }

    private static OutputStream uncloseable(OutputStream out) {
        return new java.io.FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                out.flush();
            }
        };
    }
}
