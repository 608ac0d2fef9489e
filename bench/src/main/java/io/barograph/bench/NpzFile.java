package io.barograph.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes arrays for NumPy: an .npz archive of .npy files, format version 1.0. */
final class NpzFile implements AutoCloseable {
    private static final int ALIGNMENT = 64;
    private static final int HEAD = 10;

    private final ZipOutputStream zip;

    private NpzFile(OutputStream out) {
        zip = new ZipOutputStream(out);
        zip.setLevel(1);
    }

    static NpzFile create(Path file) throws IOException {
        return new NpzFile(Files.newOutputStream(file));
    }

    /** Adds float32 values in row-major order. */
    void add(String name, float[] values, long... shape) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        write(name, "<f4", bytes.array(), shape);
    }

    /** Adds unsigned bytes in row-major order. */
    void add(String name, byte[] values, long... shape) throws IOException {
        write(name, "|u1", values, shape);
    }

    private void write(String name, String type, byte[] data, long... shape) throws IOException {
        String sizes = Arrays.stream(shape).mapToObj(n -> n + ",").collect(Collectors.joining());
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + sizes + "), }";
        int padding = ALIGNMENT - (HEAD + header.length() + 1) % ALIGNMENT;
        byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        zip.putNextEntry(new ZipEntry(name + ".npy"));
        zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        zip.write(new byte[] {(byte) text.length, (byte) (text.length >> 8)});
        zip.write(text);
        zip.write(data);
        zip.closeEntry();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
