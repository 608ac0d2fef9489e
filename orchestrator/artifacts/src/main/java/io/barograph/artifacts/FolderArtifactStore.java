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
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Artifacts as {@code ab/cdef...} below a folder, written to a temporary name, synced, then renamed. */
final class FolderArtifactStore implements ArtifactStore {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int PREFIX = 2;
    private static final int BUFFER_BYTES = 1 << 16;

    /** Older files in {@code incoming} were left by a process that died. */
    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

    private final Path folder;
    private final Path incoming;
    private final long maxBytes;
    private final AtomicBoolean swept = new AtomicBoolean();

    FolderArtifactStore(Path folder, long maxBytes) {
        this.folder = folder;
        this.incoming = folder.resolve("incoming");
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
        Path temporary = incoming.resolve(UUID.randomUUID().toString());
        try {
            makeFolder(incoming);
            String hash = copy(content, name, temporary);
            sweep(Files.getLastModifiedTime(temporary));
            Path target = path(hash);
            Path parent = folder.resolve(hash.substring(0, PREFIX));
            makeFolder(parent);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(parent);
            return hash;
        } catch (IOException e) {
            discard(temporary, e);
            throw refused(name, e);
        } catch (RuntimeException e) {
            discard(temporary, e);
            throw e;
        }
    }

    @Override
    public Path get(String hash) {
        Path file = path(hash);
        try {
            if (!hash(file).equals(hash)) {
                throw new ArtifactException(Problem.CORRUPT, "artifact " + file + " is damaged", null);
            }
            return file;
        } catch (NoSuchFileException e) {
            throw new ArtifactException(Problem.MISSING, "artifact " + file + " is missing", e);
        } catch (IOException e) {
            throw new ArtifactException(
                    Problem.UNREADABLE, "artifact " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean contains(String hash) {
        return Files.isRegularFile(path(hash));
    }

    @Override
    public void delete(String hash) {
        Path file = path(hash);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ArtifactException(
                    Problem.UNWRITABLE, "artifact " + file + " cannot be removed: " + e.getMessage(), e);
        }
    }

    @Override
    public Set<String> list() {
        if (!Files.isDirectory(folder)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.map(file -> folder.relativize(file).toString().replace("/", ""))
                    .filter(name -> HASH.matcher(name).matches())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new ArtifactException(
                    Problem.UNREADABLE, "folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Path path(String hash) {
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("hash must be 64 lower-case hexadecimal digits, was " + hash);
        }
        return folder.resolve(hash.substring(0, PREFIX)).resolve(hash.substring(PREFIX));
    }

    private String copy(InputStream in, String name, Path to) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        long total = 0;
        try (FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int length = read(in, buffer, name); length >= 0; length = read(in, buffer, name)) {
                total += length;
                if (total > maxBytes) {
                    throw new ArtifactException(
                            Problem.TOO_LARGE, name + " has more than the allowed " + maxBytes + " bytes", null);
                }
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

    private static int read(InputStream in, byte[] buffer, String name) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new ArtifactException(Problem.UNREADABLE, "cannot read " + name + ": " + e.getMessage(), e);
        }
    }

    /** Makes a folder so that a crash does not lose its name. */
    private static void makeFolder(Path made) throws IOException {
        if (!Files.isDirectory(made)) {
            Files.createDirectories(made);
            Path parent = made.toAbsolutePath().getParent();
            if (parent != null) {
                sync(parent);
            }
        }
    }

    /**
     * Removes once what died processes left in {@code incoming}.
     *
     * @param now by the clock of the file system: this machine's may be days off, and others are writing there
     */
    private void sweep(FileTime now) throws IOException {
        if (!swept.compareAndSet(false, true)) {
            return;
        }
        FileTime limit = FileTime.from(now.toInstant().minus(ABANDONED_AFTER));
        try (Stream<Path> files = Files.list(incoming)) {
            for (Path file : files.toList()) {
                if (Files.exists(file) && Files.getLastModifiedTime(file).compareTo(limit) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static String hash(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                digest.update(buffer, 0, length);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void discard(Path temporary, Exception cause) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private ArtifactException refused(String name, IOException failure) {
        String message = String.valueOf(failure.getMessage());
        boolean full = message.contains("No space left on device") || message.contains("Disk quota exceeded");
        return new ArtifactException(
                full ? Problem.FULL : Problem.UNWRITABLE,
                "cannot store " + name + " in " + folder + ": " + (full ? "no space left on the disk" : message),
                failure);
    }
}
