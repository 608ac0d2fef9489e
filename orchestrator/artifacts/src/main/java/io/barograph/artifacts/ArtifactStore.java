package io.barograph.artifacts;

import java.nio.file.Path;
import java.util.Set;

/**
 * Files by the SHA-256 of their content (64 lower-case hexadecimal digits). Thread-safe; blocks on input and output.
 */
public interface ArtifactStore {
    /** A store in a folder of this machine, which is made when first written to. */
    static ArtifactStore folder(Path folder) {
        return new FolderArtifactStore(folder);
    }

    /**
     * Stores a copy of a file, durably: when this returns, a crash does not lose it. Storing the same content again is
     * cheap.
     *
     * @return the hash of the content
     * @throws ArtifactException if the file cannot be read or stored
     */
    String put(Path file);

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
