package io.barograph.bench.chaos;

import java.time.Instant;
import java.util.List;

/**
 * A fault that was done.
 *
 * @param victims names of hosts; empty: everybody
 * @param healed when the victims were back, or the network, database or folder whole
 */
record FaultRecord(FaultKind kind, List<String> victims, Instant injected, Instant healed) {
    FaultRecord {
        victims = List.copyOf(victims);
    }

    /** From when on everything was there again to go on with: after a kill at once, otherwise from the healing. */
    Instant over() {
        return kind.isKill() ? injected : healed;
    }

    /** Whether any of it fell into this time. */
    boolean meets(Instant from, Instant until) {
        return injected.isBefore(until) && healed.isAfter(from);
    }
}
