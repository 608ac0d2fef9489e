package io.barograph.server.schedule;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The asks of one slot: which process makes them, which made them before it, and how far it has counted. */
final class SlotAsks {
    private static final Logger log = LoggerFactory.getLogger(SlotAsks.class);

    /** More processes of one slot than this are not told apart from new ones by a message that is late. */
    private static final int MOST_REMEMBERED = 64;

    private final String worker;
    private final int slot;
    private final Set<@Nullable String> gone = new LinkedHashSet<>();
    private @Nullable String incarnation;
    private long highest;
    private boolean over; // what the highest was answered with
    private boolean told;

    SlotAsks(String worker, int slot) {
        this.worker = worker;
        this.slot = slot;
    }

    /** Whether a later ask than this one has arrived already; if not, it is the latest from now on. */
    boolean isLate(@Nullable String asking, long number) {
        if (highest > 0 && Objects.equals(asking, incarnation)) {
            boolean late = number < highest || over && number == highest;
            over &= number <= highest;
            highest = Math.max(highest, number);
            return late;
        }
        if (gone.contains(asking)) {
            tell();
            return true;
        }
        if (highest > 0) {
            remember(incarnation);
        }
        incarnation = asking;
        highest = number;
        over = false;
        told = false;
        return false;
    }

    /** The trial that answered this ask is over: should the ask arrive again, it is late. */
    void over(@Nullable String asked, long number) {
        over |= number == highest && Objects.equals(asked, incarnation);
    }

    private void remember(@Nullable String replaced) {
        gone.add(replaced);
        if (gone.size() > MOST_REMEMBERED) {
            gone.remove(gone.iterator().next());
        }
    }

    /** One message may be late; a worker that keeps asking is alive. */
    private void tell() {
        if (!told) {
            told = true;
            log.warn(
                    "Worker {} slot {}: an ask of a process that another has replaced gets no trial; if this worker stays"
                            + " idle, two have the same name",
                    worker,
                    slot);
        }
    }
}
