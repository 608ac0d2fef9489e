package io.barograph.server.schedule;

import io.barograph.api.TrialStop;
import io.barograph.server.log.LogEntry;
import java.util.List;

/** Hears what the scheduler did, after it is stored. */
public interface SchedulerListener {
    /** Entries, of one sweep or several, are stored; in the order of their logs. */
    void onStored(List<LogEntry> entries);

    /** The worker of an attempt that is no longer wanted should leave it. */
    void onStop(TrialStop stop);

    /** The store failed; the scheduler tries again by itself. */
    void onStoreFailure(Throwable cause);

    /** The scheduler has become the one that decides, or is so no longer. */
    void onLeading(boolean leading);
}
