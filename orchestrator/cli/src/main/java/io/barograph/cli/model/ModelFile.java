package io.barograph.cli.model;

import io.barograph.api.ModelReport;
import io.barograph.cli.CliException;
import io.barograph.cli.ExitCode;
import io.barograph.cli.terminal.Figures;
import io.barograph.node.ModelReader;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A model file and what is in it.
 *
 * @param bytes its size
 * @param report of the ONNX file that it is or becomes
 */
public record ModelFile(Path path, long bytes, ModelReport report) {
    private static final long LARGEST_BYTES = 1_000_000_000;

    /**
     * Reads a file.
     *
     * @param image size of the images for a DeepLearning4J file, null for an ONNX file
     * @throws CliException BAD_MODEL if that cannot be done
     */
    public static ModelFile read(Path path, @Nullable ImageSize image) {
        try {
            long bytes = size(path);
            byte[] onnx =
                    image == null ? Files.readAllBytes(path) : ModelReader.onnx(path, image.height(), image.width());
            if (onnx.length == 0) {
                throw bad(path, "it is empty", null);
            }
            return new ModelFile(path, bytes, ModelReader.read(onnx));
        } catch (AccessDeniedException e) {
            throw bad(path, "you may not read it", e);
        } catch (IOException | IllegalArgumentException e) {
            throw bad(path, String.valueOf(e.getMessage()), e);
        } catch (OutOfMemoryError e) {
            throw bad(path, "it needs more memory than Java may use (BAROGRAPH_JAVA_OPTS=-Xmx8g allows more)", e);
        }
    }

    private static long size(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw bad(path, "there is no such file", null);
        }
        if (!Files.isRegularFile(path)) {
            throw bad(path, Files.isDirectory(path) ? "it is a folder" : "it is no regular file", null);
        }
        long bytes = Files.size(path);
        if (bytes > LARGEST_BYTES) {
            throw bad(path, "it has " + Figures.bytes(bytes) + ", and more than 1 GB are not read", null);
        }
        return bytes;
    }

    private static CliException bad(Path path, String reason, @Nullable Throwable cause) {
        return new CliException(ExitCode.BAD_MODEL, "cannot inspect " + path + ": " + reason, cause);
    }
}
