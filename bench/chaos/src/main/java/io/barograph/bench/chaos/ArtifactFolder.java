package io.barograph.bench.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder of artifacts: a small file system of its own, so that it can be full. */
record ArtifactFolder(Path path) implements AutoCloseable {
    private static final int SIZE_MEGABYTES = 256;
    private static final int BLOCK_BYTES = 1 << 12;

    static ArtifactFolder mount(Path path) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Shell.run("mount", "-t", "tmpfs", "-o", "size=" + SIZE_MEGABYTES + "m", "chaos", path.toString());
        return new ArtifactFolder(path);
    }

    private Path filler() {
        return path.resolve("filler");
    }

    /** Leaves no room for another block. */
    void fill() {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
        try (FileChannel file = FileChannel.open(filler(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (true) {
                block.clear();
                file.write(block);
            }
        } catch (IOException full) {
            // as wanted
        }
    }

    /** Makes room again. */
    void empty() {
        try {
            Files.deleteIfExists(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Shell.run("umount", "--lazy", path.toString());
    }
}
