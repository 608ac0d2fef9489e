package io.barograph.artifacts;

import io.barograph.artifacts.ArtifactException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checked copies of artifacts on this machine. When they are more than allowed, those that were asked for longest ago go,
 * but never what was asked for lately: somebody may be about to open it. Thread-safe.
 */
final class ArtifactCache {
    private static final Duration LATELY = Duration.ofMinutes(10);

    private final Path folder;
    private final Incoming incoming;
    private final long cacheBytes;
    private final long maxBytes;
    private final Duration lately;

    ArtifactCache(Path folder, long cacheBytes, long maxBytes) {
        this(folder, cacheBytes, maxBytes, LATELY);
    }

    ArtifactCache(Path folder, long cacheBytes, long maxBytes, Duration lately) {
        this.folder = folder;
        this.incoming = new Incoming(folder);
        this.cacheBytes = cacheBytes;
        this.maxBytes = maxBytes;
        this.lately = lately;
    }

    /** What is done with a file that holds a stream. */
    @FunctionalInterface
    interface Use {
        void on(Path file, String hash, String name) throws IOException;
    }

    /** The copy, checked just now, or null if there is none that is whole. */
    @Nullable
    Path find(String hash) {
        Path file = folder.resolve(Hashes.place(hash));
        try {
            if (!Files.isRegularFile(file)) {
                return null;
            }
            // First, so that nobody else removes it while it is read.
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return Hashes.of(file).equals(hash) ? file : null;
        } catch (IOException gone) {
            return null; // fetched again
        }
    }

    /**
     * Takes a stream in as a copy of this artifact.
     *
     * @throws ArtifactException CORRUPT, TOO_LARGE, or UNREADABLE if the stream breaks off; nothing is kept of it
     */
    Path add(String hash, InputStream content) {
        Path target = folder.resolve(Hashes.place(hash));
        spool(content, "artifact " + hash, (file, found, name) -> {
            if (!found.equals(hash)) {
                throw new ArtifactException(
                        Problem.CORRUPT, name + " is damaged: its content has the hash " + found, null);
            }
            Incoming.makeFolder(Objects.requireNonNull(target.getParent()));
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        });
        evict();
        return target;
    }

    /** Writes a stream to a file of the moment and uses it. */
    String spool(InputStream content, String name, Use use) {
        Path file = null;
        try {
            file = incoming.fresh();
            String hash = Hashes.copy(content, name, file, maxBytes);
            use.on(file, hash, name);
            return hash;
        } catch (IOException e) {
            throw Incoming.refused(name, folder, e);
        } finally {
            if (file != null) {
                remove(file);
            }
        }
    }

    void requireRoom(long bytes) {
        try {
            incoming.requireRoom(bytes);
        } catch (IOException e) {
            throw Incoming.refused("copies of artifacts", folder, e);
        }
    }

    /** A copy with its size and the time it was last asked for. */
    private record Copy(Path file, long bytes, Instant used) {}

    private synchronized void evict() {
        List<Copy> oldestFirst = copies();
        long total = oldestFirst.stream().mapToLong(Copy::bytes).sum();
        Instant limit = Instant.now().minus(lately);
        for (Copy copy : oldestFirst) {
            if (total > cacheBytes && copy.used().isBefore(limit)) {
                remove(copy.file());
                total -= copy.bytes();
            }
        }
    }

    private List<Copy> copies() {
        List<Copy> copies = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder, 2)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Hashes.isHash(folder.relativize(file).toString().replace("/", ""))) {
                    copies.add(new Copy(
                            file,
                            Files.size(file),
                            Files.getLastModifiedTime(file).toInstant()));
                }
            }
        } catch (IOException e) {
            throw Incoming.refused("copies of artifacts", folder, e);
        }
        copies.sort(Comparator.comparing(Copy::used));
        return copies;
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            return; // the next one tries again
        }
    }
}
