package io.barograph.server.postgres;

import io.barograph.server.postgres.PostgresException.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The exclusive right of this process to a folder; the kernel gives it up when the process dies, however it dies. */
final class FolderLock implements AutoCloseable {
    // The kernel drops a process's locks when any descriptor of the file is closed: never open it twice here.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    private FolderLock(Path folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the folder.
     *
     * @throws PostgresException FOLDER_IN_USE when a living process holds it, with its number
     * @throws IOException when the lock file cannot be written
     */
    static FolderLock take(Path realFolder) throws IOException {
        if (!HELD.add(realFolder)) {
            throw inUse(realFolder, ProcessHandle.current().pid());
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(realFolder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(realFolder, readOwner(realFolder));
            }
            Files.writeString(
                    owner(realFolder), Long.toString(ProcessHandle.current().pid()));
            return new FolderLock(realFolder, channel, lock);
        } catch (IOException | RuntimeException e) {
            HELD.remove(realFolder);
            closeQuietly(channel, e);
            throw e;
        }
    }

    private static Path owner(Path folder) {
        return folder.resolve("owner");
    }

    private static @Nullable Long readOwner(Path folder) {
        try {
            return Long.valueOf(Files.readString(owner(folder)).trim());
        } catch (IOException | NumberFormatException e) {
            return null;
        }
    }

    private static PostgresException inUse(Path folder, @Nullable Long pid) {
        String by = pid == null ? "another process" : "process " + pid;
        return new PostgresException(Problem.FOLDER_IN_USE, "Folder " + folder + " is in use by " + by);
    }

    private static void closeQuietly(@Nullable FileChannel channel, Exception cause) {
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
        try (channel) {
            lock.release();
        } catch (IOException e) {
            throw new PostgresException(Problem.FOLDER_UNUSABLE, "Cannot release the lock of " + folder, e);
        } finally {
            HELD.remove(folder);
        }
    }
}
