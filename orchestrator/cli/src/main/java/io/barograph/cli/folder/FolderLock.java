package io.barograph.cli.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The right of one process to run the sweep of a folder; the kernel gives it up however the process dies. */
public final class FolderLock implements AutoCloseable {
    private static final int OWNER_BYTES = 512;

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** As {@link #take(Path, String)}, for the folder of {@code --out}. */
    public static FolderLock take(Path file) {
        return take(file, "--out");
    }

    /**
     * Takes the lock that {@code file} stands for.
     *
     * @param option what names the folder on the command line
     * @throws FolderException if another process holds it, with its number, or if the file cannot be written
     */
    public static FolderLock take(Path file, String option) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                String owner = owner(channel);
                channel.close();
                throw new FolderException("folder " + file.toAbsolutePath().getParent() + " is in use by " + owner
                        + ": wait for it, stop it, or give another folder with " + option);
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new FolderLock(channel);
        } catch (IOException e) {
            close(channel, e);
            throw FolderException.unwritable(file, e);
        }
    }

    /** The process that runs the sweep of a folder, or null if none does. */
    public static @Nullable Long holder(Path file) {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            FileLock lock = lock(channel);
            if (lock != null) {
                return null;
            }
            return Long.valueOf(text(channel));
        } catch (IOException | NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static String owner(FileChannel channel) {
        try {
            return "process " + Long.parseLong(text(channel));
        } catch (IOException | NumberFormatException e) {
            return "another process";
        }
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(OWNER_BYTES);
        channel.read(bytes, 0);
        return StandardCharsets.US_ASCII.decode(bytes.flip()).toString().trim();
    }

    private static void close(@Nullable FileChannel channel, IOException cause) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new FolderException("cannot give up a lock: " + e.getMessage(), e);
        }
    }
}
