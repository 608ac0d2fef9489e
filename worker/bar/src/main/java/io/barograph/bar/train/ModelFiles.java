package io.barograph.bar.train;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/** DL4J model files without optimizer state. */
public final class ModelFiles {
    private ModelFiles() {}

    /** Writes under a temporary name, syncs and renames: a file of the final name is always whole. */
    public static void write(ComputationGraph graph, Path file) {
        write(file, out -> ModelSerializer.writeModel(graph, out, false));
    }

    /** Writes the bytes of a model likewise. */
    static void write(byte[] model, Path file) {
        write(file, out -> out.write(model));
    }

    private static void write(Path file, Content content) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
                content.writeTo(out);
            }
            try (FileOutputStream out = new FileOutputStream(temporary.toFile(), true)) {
                out.getFD().sync();
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            temporary.toFile().delete();
            throw new UncheckedIOException("cannot write model " + file + ": " + e.getMessage(), e);
        }
    }

    /** Writes a file's content. */
    @FunctionalInterface
    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Reads a model with all its parameters.
     *
     * @throws UncheckedIOException if it is no model file, or damaged
     */
    public static ComputationGraph read(Path file) {
        try (CheckedZip zip = new CheckedZip(file)) {
            zip.requireWhole();
            return ModelSerializer.restoreComputationGraph(file.toFile(), false);
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (RuntimeException e) { // there is no telling what is thrown on a file that is broken
            throw unreadable(file, new IOException(e.getMessage() == null ? e.toString() : e.getMessage(), e));
        }
    }

    private static UncheckedIOException unreadable(Path file, IOException cause) {
        return new UncheckedIOException("cannot read model " + file + ": " + cause.getMessage(), cause);
    }
}
