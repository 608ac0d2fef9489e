package io.barograph.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for files that are of no use once their owner is gone. */
record WorkFolder(Path path) implements AutoCloseable {
    /** Takes the folder; what an earlier owner left in it is removed. */
    WorkFolder {
        remove(path);
    }

    /** A new empty folder inside it. */
    WorkFolder attempt(String name) {
        WorkFolder folder = new WorkFolder(path.resolve(name));
        try {
            Files.createDirectories(folder.path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder.path + ": " + e.getMessage(), e);
        }
        return folder;
    }

    /** Whether the disk has this much room. */
    boolean hasRoom(long bytes) {
        Path there = path.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there == null || there.toFile().getUsableSpace() >= bytes;
    }

    @Override
    public void close() {
        remove(path);
    }

    private static void remove(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path + ": " + e.getMessage(), e);
        }
    }
}
