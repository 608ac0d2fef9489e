package io.barograph.artifacts;

import io.barograph.artifacts.ArtifactException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Names of content, and how content gets one. */
final class Hashes {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int PREFIX = 2;
    private static final int BUFFER_BYTES = 1 << 16;

    private Hashes() {}

    static boolean isHash(String name) {
        return HASH.matcher(name).matches();
    }

    /**
     * Where content of this name is in any store: {@code ab/cdef...}.
     *
     * @throws IllegalArgumentException if it is no hash
     */
    static String place(String hash) {
        if (!isHash(hash)) {
            throw new IllegalArgumentException("hash must be 64 lower-case hexadecimal digits, was " + hash);
        }
        return hash.substring(0, PREFIX) + "/" + hash.substring(PREFIX);
    }

    static String of(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                digest.update(buffer, 0, length);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Writes a stream to a new file and syncs it.
     *
     * @param name what messages call the stream
     * @return the hash of the content
     * @throws ArtifactException UNREADABLE or TOO_LARGE
     * @throws IOException if the file cannot be written
     */
    static String copy(InputStream in, String name, Path to, long maxBytes) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        long total = 0;
        try (FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int length = read(in, buffer, name); length >= 0; length = read(in, buffer, name)) {
                total += length;
                if (total > maxBytes) {
                    throw tooLarge(name, maxBytes);
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

    static ArtifactException tooLarge(String name, long maxBytes) {
        return new ArtifactException(
                Problem.TOO_LARGE, name + " has more than the allowed " + maxBytes + " bytes", null);
    }

    private static int read(InputStream in, byte[] buffer, String name) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new ArtifactException(Problem.UNREADABLE, "cannot read " + name + ": " + e.getMessage(), e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
