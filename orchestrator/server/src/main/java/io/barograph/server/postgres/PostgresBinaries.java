package io.barograph.server.postgres;

import io.barograph.server.postgres.PostgresException.Problem;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs of the binaries jar, unpacked once per user into a folder named after their hash. */
final class PostgresBinaries {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    private PostgresBinaries() {}

    /**
     * Unpacks the binaries unless an earlier run did; several processes may do so at once.
     *
     * @return the folder with {@code bin}, {@code lib} and {@code share}
     */
    static Path unpack(Path cacheFolder) {
        byte[] archive = readArchive();
        Path target = cacheFolder.resolve("postgres-" + sha256(archive).substring(0, 16));
        if (Files.isExecutable(target.resolve("bin/postgres"))) {
            return target;
        }
        try {
            Files.createDirectories(cacheFolder);
            deleteAbandoned(cacheFolder);
            Path fresh = Files.createTempDirectory(cacheFolder, "unpacking-");
            try {
                extract(archive, fresh);
                publish(fresh, target);
            } finally {
                deleteTree(fresh);
            }
            return target;
        } catch (IOException e) {
            throw new PostgresException(
                    Problem.BINARIES_UNUSABLE,
                    "Cannot unpack PostgreSQL into " + cacheFolder + ": " + Messages.reason(e),
                    e);
        }
    }

    /** What a killed process left; a living one is done within minutes. */
    private static void deleteAbandoned(Path cacheFolder) throws IOException {
        Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));
        try (DirectoryStream<Path> unpacking = Files.newDirectoryStream(cacheFolder, "unpacking-*")) {
            for (Path path : unpacking) {
                if (Files.getLastModifiedTime(path).toInstant().isBefore(anHourAgo)) {
                    deleteTree(path);
                }
            }
        }
    }

    private static byte[] readArchive() {
        try (InputStream in = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
            if (in == null) {
                throw new PostgresException(
                        Problem.BINARIES_UNUSABLE, "PostgreSQL binaries " + ARCHIVE + " are not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new PostgresException(Problem.BINARIES_UNUSABLE, "Cannot read " + ARCHIVE, e);
        }
    }

    private static void extract(byte[] archive, Path folder) throws IOException {
        permit(folder, true);
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new BufferedInputStream(new XZInputStream(new ByteArrayInputStream(archive)), 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = folder.resolve(entry.getName()).normalize();
                if (!path.startsWith(folder)) {
                    throw new IOException("archive entry outside its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    permit(path, true);
                } else {
                    // The archive does not list every folder before its files.
                    Files.createDirectories(folder.resolve(path).resolve("..").normalize());
                    write(tar, entry, path);
                }
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        permit(path, (entry.getMode() & 0100) != 0);
    }

    private static void permit(Path path, boolean executable) throws IOException {
        // Whatever the umask: an unprivileged user may have to run them.
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static void publish(Path fresh, Path target) throws IOException {
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            boolean anotherProcessWasFaster = Files.isExecutable(target.resolve("bin/postgres"));
            if (!anotherProcessWasFaster) {
                throw e instanceof FileAlreadyExistsException
                        ? new IOException(target + " is damaged; delete it", e)
                        : e;
            }
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
