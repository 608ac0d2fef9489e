package io.barograph.api;

/**
 * Asks for a part of an artifact; answered by {@link ArtifactChunk}.
 *
 * @param name as in {@link SweepArtifact}
 * @param sha256 of the whole content: what has another by now is refused
 * @param offset of the first byte, below the size of the artifact
 * @param length in bytes, 1 to {@value #MAX_LENGTH}; at the end there may be fewer
 */
public record ArtifactRead(String sweep, String name, String sha256, long offset, int length) implements Message {
    /** Most bytes in a message: 512 KiB. */
    public static final int MAX_LENGTH = 1 << 19;

    public ArtifactRead {
        Checks.name("sweep", sweep);
        SweepArtifact.requireName(name);
        Checks.hash("sha256", sha256);
        Checks.atLeast("offset", 0L, offset);
        Checks.require(length >= 1 && length <= MAX_LENGTH, length, "length", length, "be 1 to " + MAX_LENGTH);
    }
}
