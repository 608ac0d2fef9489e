package io.barograph.api;

import java.util.Base64;

/**
 * A part of an artifact, not checked by itself: whoever puts the parts together holds the whole against its hash.
 *
 * @param base64 its bytes, at most {@value ArtifactRead#MAX_LENGTH}
 */
public record ArtifactChunk(long offset, String base64) implements Message {
    private static final int LONGEST = (ArtifactRead.MAX_LENGTH + 2) / 3 * 4;

    public ArtifactChunk {
        Checks.atLeast("offset", 0L, offset);
        Checks.require(base64.length() <= LONGEST, base64, "base64", base64.length(), "be at most " + LONGEST);
    }

    public static ArtifactChunk of(long offset, byte[] content) {
        return new ArtifactChunk(offset, Base64.getEncoder().encodeToString(content));
    }

    /** @throws IllegalArgumentException if it is not base64 */
    public byte[] content() {
        return Base64.getDecoder().decode(base64);
    }
}
