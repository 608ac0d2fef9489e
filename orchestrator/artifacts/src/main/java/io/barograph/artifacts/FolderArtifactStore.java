package io.barograph.artifacts;

import io.barograph.artifacts.ArtifactException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Artifacts as {@code ab/cdef...} below a folder, written to a temporary name, synced, then renamed. */
final class FolderArtifactStore implements ArtifactStore {
    private final Path folder;
    private final Incoming incoming;
    private final long maxBytes;

    FolderArtifactStore(Path folder, long maxBytes) {
        this.folder = folder;
        this.incoming = new Incoming(folder);
        this.maxBytes = maxBytes;
    }

    @Override
    public String put(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return put(in, file.toString());
        } catch (IOException e) {
            throw new ArtifactException(Problem.UNREADABLE, "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String put(InputStream content, String name) {
        Path temporary = null;
        try {
            temporary = incoming.fresh();
            String hash = Hashes.copy(content, name, temporary, maxBytes);
            rename(temporary, path(hash));
            return hash;
        } catch (IOException e) {
            discard(temporary, e);
            throw Incoming.refused(name, folder, e);
        } catch (RuntimeException e) {
            discard(temporary, e);
            throw e;
        }
    }

    @Override
    public Path get(String hash) {
        Path file = path(hash);
        if (!reading(file, Hashes::of).equals(hash)) {
            throw new ArtifactException(Problem.CORRUPT, "artifact " + file + " is damaged", null);
        }
        return file;
    }

    @Override
    public boolean contains(String hash) {
        return Files.isRegularFile(path(hash));
    }

    @Override
    public long size(String hash) {
        return reading(path(hash), Files::size);
    }

    @Override
    public byte[] read(String hash, long offset, int length) {
        return reading(path(hash), file -> {
            ByteBuffer part = ByteBuffer.allocate(length);
            try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
                in.position(offset);
                int got = 0;
                while (got >= 0 && part.hasRemaining()) {
                    got = in.read(part);
                }
            }
            return Arrays.copyOf(part.array(), part.position());
        });
    }

    /** Something that is read from a file. */
    @FunctionalInterface
    private interface Reading<T> {
        T of(Path file) throws IOException;
    }

    private static <T> T reading(Path file, Reading<T> reading) {
        try {
            return reading.of(file);
        } catch (NoSuchFileException e) {
            throw new ArtifactException(Problem.MISSING, "artifact " + file + " is missing", e);
        } catch (IOException e) {
            throw new ArtifactException(
                    Problem.UNREADABLE, "artifact " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void delete(String hash) {
        Path file = path(hash);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unremovable(file, e);
        }
    }

    /** Takes the file away before it looks at its age, so that content stored again meanwhile is found out and put back. */
    @Override
    public boolean deleteUnusedSince(String hash, Instant limit) {
        Path file = path(hash);
        try {
            if (!Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                return false;
            }
            Path aside = incoming.fresh();
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
            if (Files.getLastModifiedTime(aside).toInstant().isBefore(limit)) {
                Files.deleteIfExists(aside);
                return true;
            }
            rename(aside, file);
            return false;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw unremovable(file, e);
        }
    }

    @Override
    public Set<String> list() {
        return lastUses().keySet();
    }

    @Override
    public Map<String, Instant> lastUses() {
        if (!Files.isDirectory(folder)) {
            return Map.of();
        }
        try (Stream<Path> files = Files.walk(folder, 2)) {
            Set<String> hashes = files.map(
                            file -> folder.relativize(file).toString().replace("/", ""))
                    .filter(Hashes::isHash)
                    .collect(Collectors.toSet());
            Map<String, Instant> uses = new TreeMap<>();
            for (String hash : hashes) {
                Path file = path(hash);
                if (Files.exists(file)) {
                    uses.put(hash, Files.getLastModifiedTime(file).toInstant());
                }
            }
            return uses;
        } catch (IOException e) {
            throw new ArtifactException(
                    Problem.UNREADABLE, "folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void requireRoom(long bytes) {
        try {
            incoming.requireRoom(bytes);
        } catch (IOException e) {
            throw Incoming.refused("artifacts", folder, e);
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    private Path path(String hash) {
        return folder.resolve(Hashes.place(hash));
    }

    private static void rename(Path temporary, Path target) throws IOException {
        Path parent = Objects.requireNonNull(target.getParent());
        Incoming.makeFolder(parent);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Incoming.sync(parent);
    }

    private static ArtifactException unremovable(Path file, IOException cause) {
        return new ArtifactException(
                Problem.UNWRITABLE, "artifact " + file + " cannot be removed: " + cause.getMessage(), cause);
    }

    private static void discard(@Nullable Path temporary, Exception cause) {
        if (temporary != null) {
            Incoming.discard(temporary, cause);
        }
    }
}
