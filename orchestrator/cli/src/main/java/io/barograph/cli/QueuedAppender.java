package io.barograph.cli;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.micrometer.core.instrument.Counter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log on a thread of its own: whoever logs never waits. When {@value #LINES} lines wait to be written, further
 * ones are dropped and counted; the last fifth is kept for WARN and above.
 */
final class QueuedAppender extends AsyncAppender {
    static final int LINES = 8192;
    static final int RESERVE = LINES / 5;

    private static final int MOST_MILLIS_TO_FLUSH = 5000;

    private final Object queue = new Object();
    private long dropped;
    private @Nullable Counter counter;

    QueuedAppender() {
        setQueueSize(LINES);
        setDiscardingThreshold(RESERVE);
        setNeverBlock(true);
        setMaxFlushTime(MOST_MILLIS_TO_FLUSH);
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing(); // by its own thread, and outside of the lock
        synchronized (queue) {
            int room = getRemainingCapacity();
            if (room == 0 || (room < RESERVE && !event.getLevel().isGreaterOrEqual(Level.WARN))) {
                dropped++;
                if (counter != null) {
                    counter.increment();
                }
            } else {
                super.append(event);
            }
        }
    }

    /** Lines that were dropped are counted here, those of before too. */
    void countIn(Counter lines) {
        synchronized (queue) {
            counter = lines;
            lines.increment(dropped);
        }
    }
}
