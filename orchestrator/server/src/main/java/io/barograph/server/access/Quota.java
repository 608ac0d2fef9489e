package io.barograph.server.access;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much the sweeps of one caller may be, before another one is taken in.
 *
 * @param maxSweeps sweeps that have not ended, at least 1; null for any number
 * @param maxBytes bytes of models and ONNX files of all its stored sweeps, at least 1; null for any number
 */
public record Quota(@Nullable Integer maxSweeps, @Nullable Long maxBytes) {
    /** As much as they like. */
    public static final Quota NONE = new Quota(null, null);

    public Quota {
        if (maxSweeps != null && maxSweeps < 1) {
            throw new IllegalArgumentException("the most sweeps must be at least 1, was " + maxSweeps);
        }
        if (maxBytes != null && maxBytes < 1) {
            throw new IllegalArgumentException("the most bytes must be at least 1, was " + maxBytes);
        }
    }

    /**
     * What a caller has.
     *
     * @param sweeps that have not ended
     * @param bytes of models and ONNX files of all its stored sweeps
     */
    public record Usage(long sweeps, long bytes) {}

    /** @throws BarographException QUOTA_EXCEEDED if there is no room for another sweep of this caller */
    public void requireRoom(String caller, Usage usage) {
        List<String> exceeded = new ArrayList<>();
        if (maxSweeps != null && usage.sweeps() >= maxSweeps) {
            exceeded.add("sweeps that have not ended: " + usage.sweeps() + ", at most " + maxSweeps
                    + " (wait until one ends, cancel one, or ask an admin for more)");
        }
        if (maxBytes != null && usage.bytes() >= maxBytes) {
            exceeded.add("bytes of the models of its sweeps: " + usage.bytes() + ", at most " + maxBytes
                    + " (ask an admin to delete sweeps that are not needed any more, or for more)");
        }
        if (!exceeded.isEmpty()) {
            throw new BarographException(
                    ErrorCode.QUOTA_EXCEEDED,
                    "the quota of " + caller + " is used up: " + String.join("; ", exceeded),
                    null);
        }
    }
}
