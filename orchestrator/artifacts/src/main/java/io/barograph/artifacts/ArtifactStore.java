package io.barograph.artifacts;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;

/**
 * Files by the SHA-256 of their content (64 lower-case hexadecimal digits). Thread-safe; blocks on input and output.
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
     * Stores a copy of a file, durably: when this returns, a crash does not lose it. Storing the same content again is
     * cheap.
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

    /** Removes an artifact; nothing happens if it is not there. */
    void delete(String hash);

    /** All artifacts that are there. */
    Set<String> list();
}
