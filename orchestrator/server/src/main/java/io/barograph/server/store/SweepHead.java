package io.barograph.server.store;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.SweepState;
import java.util.Locale;

/**
 * A stored sweep without its history.
 *
 * @param sequence number of its last log entry
 */
public record SweepHead(String sweep, SweepState state, long sequence) {
    /** @throws BarographException CONFLICT if a sweep in this state cannot be deleted */
    public static void requireEnded(String sweep, SweepState state) {
        if (!state.terminal()) {
            throw new BarographException(
                    ErrorCode.CONFLICT,
                    "sweep " + sweep + " is " + state.name().toLowerCase(Locale.ROOT)
                            + " and cannot be deleted: cancel it first",
                    null);
        }
    }
}
