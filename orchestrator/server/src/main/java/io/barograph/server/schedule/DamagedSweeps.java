package io.barograph.server.schedule;

import io.barograph.server.store.DamagedLogException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps whose logs cannot be read: left alone, told of once, and looked at again now and then, as somebody may mend them. */
final class DamagedSweeps {
    private static final Logger log = LoggerFactory.getLogger(DamagedSweeps.class);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final Map<String, Damage> damaged = new HashMap<>();

    private record Damage(DamagedLogException reason, Instant lookAgain) {}

    /** Why a sweep is left alone, or null if it is not. */
    @Nullable
    DamagedLogException reason(String sweep) {
        Damage known = damaged.get(sweep);
        return known == null ? null : known.reason;
    }

    /** Whether a sweep is left alone and not to be looked at yet. */
    boolean rests(String sweep, Instant now) {
        Damage known = damaged.get(sweep);
        return known != null && now.isBefore(known.lookAgain);
    }

    void add(DamagedLogException reason, Instant now) {
        Damage before = damaged.put(reason.sweep(), new Damage(reason, now.plus(LOOK_AGAIN)));
        if (before == null || !String.valueOf(before.reason.getMessage()).equals(reason.getMessage())) {
            log.error(
                    "Sweep {} is left alone, other sweeps go on: {}. It goes on when its log is mended; nothing of it is"
                            + " changed until then",
                    reason.sweep(),
                    reason.getMessage());
        }
    }

    /** A sweep that was deleted. */
    void forget(String sweep) {
        damaged.remove(sweep);
    }

    void readable(String sweep) {
        if (damaged.remove(sweep) != null) {
            log.info("Sweep {} can be read again and goes on", sweep);
        }
    }
}
