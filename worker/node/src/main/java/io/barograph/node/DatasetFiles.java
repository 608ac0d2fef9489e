package io.barograph.node;

import io.barograph.bar.data.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Packed data sets in a folder, each under its hash, together of at most so many bytes: those used longest ago make room.
 * A file has its name only when it is whole, checked and synced. Several processes may share the folder: what one removes
 * the others fetch again. Thread-safe.
 */
final class DatasetFiles {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final String UNFINISHED = ".part";
    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);
    private static final int BUFFER_BYTES = 1 << 16;

    /** Locks of files belong to the process, so its own threads need another. */
    private static final Object ONE_OF_THIS_PROCESS = new Object();

    private final Path folder;
    private final long maxBytes;
    private final Clock clock;

    /** Works in a folder, which is made, and removes what died processes left unfinished there. */
    DatasetFiles(Path folder, long maxBytes, Clock clock) throws IOException {
        this.folder = Files.isDirectory(folder) ? folder : Files.createDirectories(folder); // may be a link to one
        this.maxBytes = maxBytes;
        this.clock = clock;
        FileTime limit = FileTime.from(clock.instant().minus(ABANDONED_AFTER));
        try (var files = Files.newDirectoryStream(folder, "*" + UNFINISHED)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).compareTo(limit) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private record Entry(String hash, Path path, long bytes, FileTime used) {}

    @FunctionalInterface
    private interface Action {
        boolean run() throws IOException;
    }

    Path folder() {
        return folder;
    }

    /** The file of this hash, now used last, or null if it is not here. */
    @Nullable
    Path find(String hash) throws IOException {
        Path file = path(hash);
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return null;
            }
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            return file;
        } catch (NoSuchFileException e) {
            return null; // another process has just removed it
        }
    }

    /** Removes a file that turned out to be damaged. */
    void remove(String hash) throws IOException {
        Files.deleteIfExists(path(hash));
    }

    /**
     * Copies a file into the folder.
     *
     * @param inUse hashes that are not removed to make room; asked for when room is made
     * @return the copy, or null if there is no room for it beside what is in use
     * @throws CorruptException if its content does not have the hash
     */
    @Nullable
    Path add(String hash, Path source, Supplier<Set<String>> inUse) throws IOException {
        Path target = path(hash);
        long bytes = Files.size(source);
        if (!locked(() -> makeRoom(hash, bytes, inUse.get()))) {
            return null;
        }
        Path part = folder.resolve(UUID.randomUUID() + UNFINISHED);
        try {
            String found = copy(source, part);
            if (!found.equals(hash)) {
                throw new CorruptException(source + " does not have the hash " + hash + " but " + found);
            }
            Files.setLastModifiedTime(part, FileTime.from(clock.instant()));
            boolean moved = locked(() -> {
                boolean fits = makeRoom(hash, Files.size(part), inUse.get());
                if (fits) {
                    // Takes the place of another process's, which may be about to open it: there must be one at every
                    // moment.
                    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
                }
                return fits;
            });
            return moved ? target : null;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Hashes of the files that are here, the one used last first. */
    List<String> hashes() throws IOException {
        return entries().stream()
                .sorted(Comparator.comparing(Entry::used).reversed())
                .map(Entry::hash)
                .toList();
    }

    /** Content that does not have its hash. */
    static final class CorruptException extends IOException {
        private static final long serialVersionUID = 1;

        CorruptException(String message) {
            super(message);
        }
    }

    /** Removes files until this one fits, beside none or in the place of one, or removes none if it would not fit then either. */
    private boolean makeRoom(String hash, long bytes, Set<String> inUse) throws IOException {
        List<Entry> entries =
                entries().stream().filter(entry -> !entry.hash().equals(hash)).toList();
        long over = entries.stream().mapToLong(Entry::bytes).sum() + bytes - maxBytes;
        List<Entry> removable = entries.stream()
                .filter(entry -> !inUse.contains(entry.hash()))
                .sorted(Comparator.comparing(Entry::used).thenComparing(Entry::hash))
                .toList();
        if (over > removable.stream().mapToLong(Entry::bytes).sum()) {
            return false;
        }
        for (Entry entry : removable) {
            if (over <= 0) {
                break;
            }
            Files.deleteIfExists(entry.path());
            over -= entry.bytes();
        }
        return true;
    }

    private List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                Entry entry = HASH.matcher(name).matches() ? entry(name, file) : null;
                if (entry != null) {
                    entries.add(entry);
                }
            }
        }
        return entries;
    }

    private static @Nullable Entry entry(String hash, Path file) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return found.isRegularFile() ? new Entry(hash, file, found.size(), found.lastModifiedTime()) : null;
        } catch (NoSuchFileException e) {
            return null; // another process has just removed it
        }
    }

    private boolean locked(Action action) throws IOException {
        synchronized (ONE_OF_THIS_PROCESS) {
            try (FileChannel lock =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                return action.run();
            }
        }
    }

    private static String copy(Path from, Path to) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(from);
                FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                digest.update(buffer, 0, length);
                ByteBuffer part = ByteBuffer.wrap(buffer, 0, length);
                while (part.hasRemaining()) {
                    out.write(part);
                }
            }
            out.force(true);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private Path path(String hash) {
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("hash must be 64 lower-case hexadecimal digits, was " + hash);
        }
        return folder.resolve(hash);
    }
}
