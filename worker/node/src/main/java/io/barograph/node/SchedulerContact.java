package io.barograph.node;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Whether the slots of a worker get answers of the scheduler. Thread-safe. */
public final class SchedulerContact {
    /** A change of the leader takes less. */
    static final long PATIENCE_MILLIS = 60_000;

    private final LongSupplier nanos;
    private long heardAt;
    private long patienceMillis = PATIENCE_MILLIS;
    private boolean heard;

    public SchedulerContact() {
        this(System::nanoTime);
    }

    /** @param nanos a clock that never goes back */
    SchedulerContact(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized void heard() {
        heard = true;
        heardAt = nanos.getAsLong();
    }

    /** A slot trains under such a lease, and renews it several times while it lasts. */
    synchronized void trains(long leaseMillis) {
        patienceMillis = Math.max(PATIENCE_MILLIS, leaseMillis);
    }

    /** Whether there was an answer within a minute, or within the lease of a trial if that is longer. */
    public synchronized boolean isFresh() {
        return heard && nanos.getAsLong() - heardAt <= TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    }
}
