package io.barograph.cli.folder;

import io.barograph.api.report.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder that appears with all of its files or not at all: they are written beside it and renamed at the end. Closing one
 * that was not finished removes what was written.
 */
public final class NewFolder implements AutoCloseable {
    private final Path target;
    private final Path temporary;

    private NewFolder(Path target, Path temporary) {
        this.target = target;
        this.temporary = temporary;
    }

    /**
     * Begins one.
     *
     * @param target where it will be; it must not exist, or be an empty folder
     * @throws FolderException if there is something, or the place cannot be written
     */
    public static NewFolder at(Path target) {
        try {
            Path place = Files.isDirectory(target)
                    ? target.toRealPath()
                    : target.toAbsolutePath().normalize();
            requireFree(place, target);
            Path parent = place.getParent();
            if (parent == null) {
                throw new FolderException(target + " cannot be made anew: give another folder with --to");
            }
            Files.createDirectories(parent);
            Path temporary = parent.resolve("." + place.getFileName() + "." + UUID.randomUUID() + ".tmp");
            return new NewFolder(place, Files.createDirectory(temporary));
        } catch (IOException e) {
            throw FolderException.unwritable(target, e);
        }
    }

    private static void requireFree(Path place, Path asked) throws IOException {
        if (!Files.isDirectory(place)) {
            if (Files.exists(place)) {
                throw new FolderException(asked + " is a file: give another folder with --to");
            }
            return;
        }
        try (Stream<Path> files = Files.list(place)) {
            if (files.findAny().isPresent()) {
                throw new FolderException(asked + " is not empty: remove it, or give another folder with --to");
            }
        }
    }

    /** Where to write, until it is finished. */
    public Path path() {
        return temporary;
    }

    /** Writes one file. */
    public void add(String name, byte[] content) {
        try {
            AtomicFile.write(temporary.resolve(name), content);
        } catch (IOException e) {
            throw FolderException.unwritable(target.resolve(name), e);
        }
    }

    /** Puts it in its place. */
    public void finish() {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw FolderException.unwritable(target, e);
        }
    }

    @Override
    public void close() {
        if (!Files.exists(temporary)) {
            return;
        }
        try (Stream<Path> files = Files.walk(temporary)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new FolderException("cannot remove " + temporary + ": " + FolderException.reason(e), e);
        }
    }
}
