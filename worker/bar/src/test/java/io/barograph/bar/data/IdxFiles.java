package io.barograph.bar.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Writes IDX files. */
final class IdxFiles {
    private IdxFiles() {}

    static byte[] images(ImageSplit split) {
        byte[] pixels = split.pixels();
        return ByteBuffer.allocate(16 + pixels.length)
                .putInt(0x0803)
                .putInt(split.size())
                .putInt(split.shape().height())
                .putInt(split.shape().width())
                .put(pixels)
                .array();
    }

    static byte[] labels(ImageSplit split) {
        ByteBuffer content =
                ByteBuffer.allocate(8 + split.size()).putInt(0x0801).putInt(split.size());
        for (int label : split.labels()) {
            content.put((byte) label);
        }
        return content.array();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new SmallGzip(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes {@code <prefix>-images-idx3-ubyte.gz} and {@code <prefix>-labels-idx1-ubyte.gz}. */
    static void write(Path folder, String prefix, ImageSplit split) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(prefix + "-images-idx3-ubyte.gz"), gzip(images(split)));
        Files.write(folder.resolve(prefix + "-labels-idx1-ubyte.gz"), gzip(labels(split)));
    }

    private static final class SmallGzip extends GZIPOutputStream {
        SmallGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
