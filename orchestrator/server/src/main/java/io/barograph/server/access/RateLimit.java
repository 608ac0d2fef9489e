package io.barograph.server.access;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket for each of many keys: so many a second, and so many at once after a pause. A bucket is the time at which it is
 * full again, so that a full one is forgotten; beyond a number of keys the one used longest ago is too. Used on one event loop.
 */
public final class RateLimit {
    private static final double NANOS = 1e9;

    private final long interval; // nanoseconds in which one is added
    private final long capacity; // nanoseconds in which an empty bucket is filled
    private final LongSupplier nanoTime;
    private final Map<String, Long> fullAt;

    /**
     * @param perSecond how many of a key in the long run, above 0
     * @param burst how many of a key at once, at least 1
     * @param mostKeys how many keys are remembered
     * @param nanoTime as {@link System#nanoTime()}
     */
    public RateLimit(double perSecond, int burst, int mostKeys, LongSupplier nanoTime) {
        if (!(perSecond > 0) || burst < 1 || mostKeys < 1) {
            throw new IllegalArgumentException("a rate limit of " + perSecond + " a second, " + burst + " at once and "
                    + mostKeys + " keys lets nothing through");
        }
        this.interval = Math.max(1, (long) Math.ceil(NANOS / perSecond));
        this.capacity = Math.multiplyExact(interval, burst);
        this.nanoTime = nanoTime;
        this.fullAt = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                return size() > mostKeys;
            }
        };
    }

    /** Takes one, if there is one; else says after how long there is, and takes none. */
    public Duration take(String key) {
        long now = nanoTime.getAsLong();
        long full = fullAt(key, now) + interval;
        long wait = full - now - capacity;
        if (wait > 0) {
            return Duration.ofNanos(wait);
        }
        fullAt.put(key, full);
        forget(now);
        return Duration.ZERO;
    }

    /** After how long there is one; takes none. */
    public Duration untilNext(String key) {
        long now = nanoTime.getAsLong();
        return Duration.ofNanos(Math.max(0, fullAt(key, now) + interval - now - capacity));
    }

    private long fullAt(String key, long now) {
        Long known = fullAt.get(key);
        return known == null || known - now < 0 ? now : known;
    }

    private void forget(long now) {
        Iterator<Long> eldest = fullAt.values().iterator();
        while (eldest.hasNext() && eldest.next() - now <= 0) {
            eldest.remove();
        }
    }

    int keys() {
        return fullAt.size();
    }
}
