package io.barograph.artifacts;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Files by the SHA-256 of their content (64 lower-case hexadecimal digits). Thread-safe; blocks on input and output. Any
 * call can fail with an {@link ArtifactException} that is {@link ArtifactException#ofTheStore() of the store}.
 */
public interface ArtifactStore {
    /** Largest artifact unless said otherwise, in bytes: 4 GiB. */
    long DEFAULT_MAX_BYTES = 4L << 30;

    /** A store in a folder of this machine, which is made when first written to. */
    static ArtifactStore folder(Path folder) {
        return folder(folder, DEFAULT_MAX_BYTES);
    }

    /**
     * As {@link #folder(Path)}.
     *
     * @param maxBytes largest artifact that is accepted, in bytes
     */
    static ArtifactStore folder(Path folder, long maxBytes) {
        return new FolderArtifactStore(folder, maxBytes);
    }

    /**
     * A store in a bucket of a server that speaks S3. Needs the rights to list the bucket and to get, put and delete
     * objects below the prefix. Nothing is asked of the server before the first call.
     *
     * @param cache folder of this process alone, for copies of what was read
     */
    static ArtifactStore s3(S3Config config, S3Credentials credentials, Path cache) {
        return new S3ArtifactStore(config, credentials, cache);
    }

    /**
     * Stores a copy of a file, durably: when this returns, a crash does not lose it. Storing the same content again
     * changes nothing but when it was last used.
     *
     * @return the hash of the content
     * @throws ArtifactException if the file cannot be read or stored; the store is then as before
     */
    String put(Path file);

    /**
     * As {@link #put(Path)}, for content that comes as a stream, read to its end and left open.
     *
     * @param name what messages call the content
     */
    String put(InputStream content, String name);

    /**
     * A file with this content, to be read only; its content was checked against the hash just now.
     *
     * @throws ArtifactException MISSING or CORRUPT
     */
    Path get(String hash);

    boolean contains(String hash);

    /**
     * The size of an artifact in bytes.
     *
     * @throws ArtifactException MISSING
     */
    long size(String hash);

    /**
     * A part of an artifact, as it is stored: nothing is checked, and no copy is kept.
     *
     * @param offset of the first byte
     * @param length most bytes, at least 1
     * @return as many bytes as there are, up to {@code length}; none behind the end
     * @throws ArtifactException MISSING
     */
    byte[] read(String hash, long offset, int length);

    /** Removes an artifact; nothing happens if it is not there. */
    void delete(String hash);

    /**
     * Removes an artifact that was stored for the last time before {@code limit}, by the store's clock; leaves one that
     * was stored again since.
     *
     * @return whether it was removed
     */
    boolean deleteUnusedSince(String hash, Instant limit);

    /** All artifacts that are there. */
    Set<String> list();

    /** As {@link #list()}, with the time at which each was stored for the last time, by the store's clock. */
    Map<String, Instant> lastUses();

    /**
     * Finds out whether the store takes artifacts now.
     *
     * @param bytes room that is wanted; a store that cannot tell ignores it
     * @throws ArtifactException why not
     */
    void requireRoom(long bytes);
}
