package io.barograph.artifacts;

import io.barograph.artifacts.ArtifactException.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The folder {@code incoming} of a store, for files that are not whole yet. */
final class Incoming {
    /** Older files were left by a process that died. */
    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

    private static final int PROBE_BYTES = 1 << 16;

    private final Path folder;
    private final AtomicBoolean swept = new AtomicBoolean();

    Incoming(Path store) {
        this.folder = store.resolve("incoming");
    }

    /** A name for a new file; the folder is there. */
    Path fresh() throws IOException {
        makeFolder(folder);
        sweep();
        return folder.resolve(UUID.randomUUID().toString());
    }

    /** @throws IOException if a file of this size would not fit, or none can be written */
    void requireRoom(long bytes) throws IOException {
        Path probe = fresh();
        try {
            if (folder.toFile().getUsableSpace() < bytes) {
                throw new IOException("No space left on device");
            }
            try (FileChannel out = FileChannel.open(probe, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer content = ByteBuffer.allocate((int) Math.min(bytes, PROBE_BYTES));
                while (content.hasRemaining()) {
                    out.write(content);
                }
                out.force(true);
            }
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    static void discard(Path file, Exception cause) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** Makes a folder so that a crash does not lose its name. */
    static void makeFolder(Path made) throws IOException {
        if (!Files.isDirectory(made)) {
            Files.createDirectories(made);
            Path parent = made.toAbsolutePath().getParent();
            if (parent != null) {
                sync(parent);
            }
        }
    }

    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Why something could not be written below a folder. */
    static ArtifactException refused(String what, Path folder, IOException failure) {
        String message = String.valueOf(failure.getMessage());
        boolean full = message.contains("No space left on device") || message.contains("Disk quota exceeded");
        return new ArtifactException(
                full ? Problem.FULL : Problem.UNWRITABLE,
                "cannot store " + what + " in " + folder + ": " + (full ? "no space left on the disk" : message),
                failure);
    }

    /** Removes what died processes left, once; by the clock of the file system, since this machine's may be days off. */
    private void sweep() throws IOException {
        if (!swept.compareAndSet(false, true)) {
            return;
        }
        Path probe = Files.createFile(folder.resolve(UUID.randomUUID().toString()));
        FileTime now = Files.getLastModifiedTime(probe);
        Files.delete(probe);
        FileTime limit = FileTime.from(now.toInstant().minus(ABANDONED_AFTER));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (Files.exists(file) && Files.getLastModifiedTime(file).compareTo(limit) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
