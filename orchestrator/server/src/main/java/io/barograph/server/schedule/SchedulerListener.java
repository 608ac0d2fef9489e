package io.barograph.server.schedule;

import io.barograph.api.TrialStop;
import io.barograph.server.log.LogEntry;

/** Hears what the scheduler did, after it is stored. */
public interface SchedulerListener {
    /** An entry is stored; called in the order of the log. */
    void onStored(LogEntry entry);

    /** The worker of an attempt that is no longer wanted should leave it. */
    void onStop(TrialStop stop);

    /** The store failed; the scheduler tries again by itself. */
    void onStoreFailure(Throwable cause);

    /** The scheduler has become the one that decides, or is so no longer. */
    void onLeading(boolean leading);
}
